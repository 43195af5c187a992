"""Who must have a second factor and has none yet gets no further than the page on which it is set up."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from people import access

ONWARD = "after_factor"


class FactorMiddleware:
    """Stands before every view, the studio's and the API's too, except public ones and those that are marked
    `access.before_factor`. Machines come with a token and no session: they pass.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *arguments: Any) -> HttpResponse | None:
        if access.declared(view) == "public" or access.opens_before_factor(view):
            return None
        if not request.user.is_authenticated or not request.user.owes_factor:  # type: ignore[attr-defined]  # told by the backend
            return None
        return _turned_away(request)


def _turned_away(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("請先到「我」的「登入方式」設定第二道鎖。")}, status=403)
    # What scripts fetch beside the page is nowhere to go on to.
    if request.method == "GET" and request.headers.get("Sec-Fetch-Dest", "document") == "document":
        request.session[ONWARD] = request.get_full_path()
    return HttpResponseRedirect(reverse("my-keys"))
