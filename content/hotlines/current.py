"""Which edition of the hotlines is the current one; for every answer of the API, without asking each time."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from content.models.works import Work
from people.held import Held
from people.written import Written

HEADER = "Streetlight-Hotlines"
SECONDS = 10.0
"""How stale it may be; a phone asks every 20 s, so a changed number is on every open screen within 30 s."""

CURRENT = Written(lambda: Work.objects.filter(kind=Work.Kind.HOTLINES).values_list("current"))


def read() -> str | None:
    """The hash of the current edition of the hotlines as the database has it now; None before they were loaded."""
    return next((sha256 for (sha256,) in CURRENT.rows()), None)


current: Held[str | None] = Held(read, SECONDS)


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
