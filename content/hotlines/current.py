"""Which edition of the hotlines is the current one, for every answer of the API, without asking each time."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from content.models.works import Work
from people.held import Held

HEADER = "Streetlight-Hotlines"
SECONDS = 10.0
"""How stale it may be; a phone asks every 20 s, so a changed number is on every open screen within 30 s."""


def _read() -> str | None:
    found: str | None = Work.objects.filter(kind=Work.Kind.HOTLINES).values_list("current_id", flat=True).first()
    return found


current: Held[str | None] = Held(_read, SECONDS)


def changed() -> None:
    """This process has just changed the hotlines: read them anew, now and once that is committed."""
    current.forget()
    transaction.on_commit(current.forget)


class HotlinesHeader:
    """Names the current edition of the hotlines on every answer of the API but those that a browser keeps for ever."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/api/v1/") and "immutable" not in response.get("Cache-Control", ""):
            response[HEADER] = current.now() or "none"
        return response
