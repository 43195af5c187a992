"""The API of the house, put together from the rooms' routers."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema

from attempts.api import router as attempts
from attempts.api_feedback import router as feedback
from content.api import router as content
from drills.api import router as drills
from lms.keeping import release
from people.api_auth import signed_in_or_machine
from people.keeping import kept
from people.shifts.api import router as plans
from people.today import today

api = NinjaAPI(
    title="Streetlight",
    version="1",
    urls_namespace="api",
    auth=signed_in_or_machine,
    docs_url=None,
)
api.add_router("", content)
api.add_router("", attempts)
api.add_router("", feedback)
api.add_router("", plans)
api.add_router("", drills)


@api.get("me/today", tags=["me"], summary="All that is due to me", response=dict[str, Any])
def me_today(request: HttpRequest) -> dict[str, Any]:
    """Courses with their works and edition hashes, certificates, withdrawn editions, the hotlines' edition."""
    return today(request.user, timezone.now())


class ThingOut(Schema):
    url: str
    version: str


class KeepOut(Schema):
    person: int
    release: str
    things: list[ThingOut]


@api.get("me/keep", tags=["me"], summary="What my phone keeps for when there is no network", response=KeepOut)
def me_keep(request: HttpRequest) -> dict[str, Any]:
    """Addresses of this site with versions: to be fetched anew where the version is another, dropped where they are not
    named any more; without a version: never fetched twice. The most needed first."""
    person, stamp = request.user, f"{release()} {get_language()}"
    return {"person": person.pk, "release": release(), "things": kept(person, timezone.now(), stamp)}


@api.exception_handler(ObjectDoesNotExist)
def not_there(request: HttpRequest, fault: Exception) -> HttpResponse:
    """What is not yours is not there."""
    return api.create_response(request, {"detail": _("找不到，或不屬於你。")}, status=404)


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, fault: Exception) -> HttpResponse:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1000
    return api.create_response(request, {"detail": _("內容太大：一次最多 {most} kB。").format(most=most)}, status=413)
