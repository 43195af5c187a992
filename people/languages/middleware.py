"""Each request in the language of whoever reads the answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from people.languages.rules import TAGS, code_of, fitting, wordless

VARIES = ("Accept-Language", "Cookie")


class LanguageMiddleware:
    """The signed-in person's language; else the cookie's, else the browser's, else Chinese. Stands after
    AuthenticationMiddleware. Answers with words say their language and by what it was chosen.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if wordless(request.path):
            return self.get_response(request)
        with translation.override(fitting(language_of(request), request.path)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        if "immutable" not in response.get("Cache-Control", ""):
            response.headers.setdefault("Content-Language", TAGS[request.LANGUAGE_CODE])
            patch_vary_headers(response, VARIES)
        return response


def language_of(request: HttpRequest) -> str:
    """The code of the language in which `request` is answered."""
    return code_of(getattr(request.user, "language", None)) or translation.get_language_from_request(request)
