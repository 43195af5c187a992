"""How pages go over a bad line: small, and not at all where the phone has them already."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.crypto import salted_hmac

PERSON = "Streetlight-Person"
MASKED = re.compile(rb'(name="csrfmiddlewaretoken" value=")\w+')


class Wire:
    """Says of each page and answer that it belongs to this browser alone and must be asked for anew each time; with its
    ETag (`Unchanged`) an unchanged one then costs only headers. Says of pages whose they are, for the phone's worker
    (`lms/static/lms/worker.js`)."""

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


class Unchanged(ConditionalGetMiddleware):
    """Django's, but for the mask over a form's CSRF token, which is another each time: a page in which nothing else has
    changed is unchanged, since the token that the browser has in it is as good until the secret below is another."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        secret = request.META.get("CSRF_COOKIE")
        plain = request.method == "GET" and isinstance(response, HttpResponse) and not response.has_header("ETag")
        if secret and plain and self.needs_etag(response):
            bare, tokens = MASKED.subn(rb"\1", response.content)
            if tokens:
                response["ETag"] = f'"{salted_hmac(secret, bare, algorithm="sha256").hexdigest()}"'
        return super().process_response(request, response)
