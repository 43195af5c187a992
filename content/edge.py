"""The edge of the studio: refusals put into words that tell a trainer what to do."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from content.actions.publish import CannotPublish

SHOWN = 3


class CannotPublishMiddleware:
    """Wherever publishing is refused, lead back to the page's editor and say why. The draft is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused(request, exception) if isinstance(exception, CannotPublish) else None


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
