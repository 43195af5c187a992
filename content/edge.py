"""The edge of the studio: what is not yours is not there, and refusals are put into words that tell what to do.

Wagtail asks for permission where something is changed; some of its doors show titles of any page to anybody in the
admin. So every request that names a page is checked here against the person's own trees.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from content.actions.publish import CannotPublish
from content.studio import known_pages

SHOWN = 3
CLOSED = re.compile(
    r"^/studio/(users|groups|documents|workflows|reports/(page-types-usage|workflow|workflow_tasks)|localize/reports"
    r"|api/main/pages/\d+/action)/"
)
"""Doors that show every chain's pages at once, or lead past people, postings and publishing into editions."""

PAGE_ARGUMENTS = ("page_id", "parent_page_id", "destination_id", "page_to_move_id", "page_pk")


class StudioMiddleware:
    """Keeps each person in their own trees, and tells trainers why something was not published."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Mapping[str, Any]) -> None:
        """Raise Http404 where the request is for somebody else's page."""
        if not request.path.startswith("/studio/"):
            return
        if CLOSED.match(request.path):
            raise Http404
        asked = _asked(request, kwargs)
        if asked and request.user.is_authenticated and _foreign(request, asked):
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Wherever publishing is refused, lead back to the page's editor and say why. The draft is kept."""
        return refused(request, exception) if isinstance(exception, CannotPublish) else None


def _foreign(request: HttpRequest, asked: set[int]) -> bool:
    return Page.objects.filter(pk__in=asked).exclude(known_pages(request.user)).exists()


def _asked(request: HttpRequest, kwargs: Mapping[str, Any]) -> set[int]:
    """The pages (pk) that a request names."""
    asked = {int(kwargs[name]) for name in PAGE_ARGUMENTS if name in kwargs}
    if request.path.startswith("/studio/choose-page/"):
        asked |= {int(number) for number in request.GET.getlist("id") if number.isdecimal()}
    sources = TranslationSource.objects.none()
    if "translation_source_id" in kwargs:
        sources = TranslationSource.objects.filter(pk=kwargs["translation_source_id"])
    elif "translation_id" in kwargs:
        sources = TranslationSource.objects.filter(
            pk__in=Translation.objects.filter(pk=kwargs["translation_id"]).values("source")
        )
    else:
        return asked
    return asked | set(Page.objects.filter(translation_key__in=sources.values("object")).values_list("pk", flat=True))


def refused(request: HttpRequest, refusal: CannotPublish) -> HttpResponse:
    """Tell what keeps the page from being published, and where, and lead to where it is mended."""
    messages.error(request, f"還沒有發布，草稿已經存好。請先改好 {len(refusal.findings)} 件事：{_listed(refusal)}")
    if refusal.page is None:
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[refusal.page.pk]))


def _listed(refusal: CannotPublish) -> str:
    said = [finding.message for finding in refusal.findings[:SHOWN]]
    more = len(refusal.findings) - len(said)
    listed = " ".join(f"（{place}）{message}" for place, message in enumerate(said, 1))
    return f"{listed} 還有 {more} 件。" if more else listed
