"""Bad weather at the network's edge: what phones send gets lost, comes twice, and comes again much later."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import ClassVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import override_settings

Respond = Callable[[HttpRequest], HttpResponse]
WORKER = "/worker.js"


class Weather:
    """The innermost middleware: what it lets through or repeats has been authenticated as any request."""

    rng: ClassVar[random.Random] = random.Random(0)
    counts: ClassVar[Counter[str]] = Counter()
    held: ClassVar[dict[int, HttpRequest]] = {}
    lock: ClassVar[Lock] = Lock()
    build: ClassVar[int] = 0

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == WORKER:
            return self._renewed(self.respond(request))
        if request.method not in ("PUT", "POST") or not request.path.startswith("/api/v1/attempts/"):
            return self.respond(request)
        with self.lock:
            what = self.rng.choices(["fair", "refused", "lost", "twice", "late"], [65, 7, 12, 8, 8])[0]
            self.counts[what] += 1
        return getattr(self, f"_{what}")(request)

    def _fair(self, request: HttpRequest) -> HttpResponse:
        """Before the answer comes one that was held back long ago: out of order, and a second time."""
        with self.lock:
            late = self.held.pop(request.user.pk, None)
        if late:
            self.respond(late)
        return self.respond(request)

    def _refused(self, _: HttpRequest) -> HttpResponse:
        return JsonResponse({"detail": "busy"}, status=503)

    def _lost(self, request: HttpRequest) -> HttpResponse:
        self.respond(request)
        return JsonResponse({"detail": "the answer got lost"}, status=503)

    def _twice(self, request: HttpRequest) -> HttpResponse:
        self.respond(request)
        return self.respond(request)

    def _late(self, request: HttpRequest) -> HttpResponse:
        with self.lock:
            self.held[request.user.pk] = request
        return self.respond(request)

    def _renewed(self, response: HttpResponse) -> HttpResponse:
        response.content = response.content + f"\n// {self.build}".encode()
        return response


@contextmanager
def bad_weather(seed: int, middleware: list[str]) -> Iterator[Counter[str]]:
    """The same weather for the same seed and order of requests; the counts of what befell them."""
    Weather.rng, Weather.counts = random.Random(seed), Counter()
    Weather.held.clear()
    with override_settings(MIDDLEWARE=[*middleware, f"{__name__}.Weather"]):
        yield Weather.counts


def renew_worker() -> None:
    """From now on the browser is given another service worker than it has."""
    Weather.build += 1
