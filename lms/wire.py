"""How pages go over a bad line: small, and not at all where the phone has them already."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERSON = "Streetlight-Person"


class Wire:
    """Says of each page and answer that it belongs to this browser alone and must be asked for anew each time; with its
    ETag (`ConditionalGetMiddleware`) an unchanged one then costs only headers. Says of pages whose they are, for the
    phone's worker (`lms/static/lms/worker.js`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kind = response.get("Content-Type", "").split(";")[0]
        if kind in ("text/html", "application/json") and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        # A page that never looked at who asks is nobody's; looking only for this would cost it a query.
        if kind == "text/html" and hasattr(request, "_cached_user") and request.user.is_authenticated:
            response[PERSON] = str(request.user.pk)
        return response
