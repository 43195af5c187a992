"""A kind of work for these tests (it leaves one line in the audit trail), a second worker, a broker to break."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.db import connection
from django.db.models.functions import Now

from lms.engines.redis import Redis
from lms.engines.urls import unix_redis
from outbox import doorbell, registry
from outbox.models import Owed
from outbox.registry import Owing
from people.actions import keep
from people.models import AuditEntry
from tests import brokers

KIND = "tests.note"


def note(subject: str) -> None:
    keep("note", subject, by=None)


def notes(subject: str) -> int:
    """How often the effect of a piece of work is there."""
    return AuditEntry.objects.filter(verb="note", subject=subject).count()


def noted(*subjects: str) -> list[Owing]:
    return [Owing(KIND, subject) for subject in subjects]


def owed(subject: str) -> Owed:
    return Owed.objects.get(kind=KIND, subject=subject)


def let_leases_expire() -> None:
    Owed.objects.filter(lease_until__isnull=False).update(lease_until=Now() - timedelta(seconds=1))


def let_waits_pass() -> None:
    Owed.objects.update(due_at=Now() - timedelta(seconds=1))


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[str], None]], None]:
    """Register kinds of work for one test; `tests.note` is there already."""
    monkeypatch.setitem(registry.handlers, KIND, note)
    return lambda kind, handler: monkeypatch.setitem(registry.handlers, kind, handler)


class OtherWorker:
    """Runs functions one after the other in a thread of its own, so on a connection of its own."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)

    def begin(self, function: Callable[..., Any], *words: Any) -> "Future[Any]":
        return self._thread.submit(function, *words)

    def run(self, function: Callable[..., Any], *words: Any) -> Any:
        return self.begin(function, *words).result(timeout=30)

    def leave(self) -> None:
        self.run(lambda: connection.close())  # looked up in the thread: it is that thread's connection
        self._thread.shutdown()


@pytest.fixture
def other(transactional_db: None) -> Iterator[OtherWorker]:
    worker = OtherWorker()
    yield worker
    worker.leave()


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """A private Redis that does not run yet. It is where Celery's messages of this test go; the bell is rested."""
    with brokers.broker() as server:
        monkeypatch.setattr(current_app.conf, "broker_url", unix_redis(str(server.socket))[0])
        monkeypatch.setattr(doorbell, "_rests_until", 0.0)
        doorbell._line.cache_clear()
        yield server
        doorbell._line.cache_clear()
