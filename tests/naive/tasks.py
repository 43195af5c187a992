"""The naive way: the message is the work. Losing the message loses the work."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from celery import shared_task
from django.db import transaction

from outbox.actions import owe
from outbox.registry import Owing, handler_for

NAIVE = {"courses.progress", "certificates.issue"}


@shared_task(name="naive.work", acks_late=True)
def work(kind: str, subject: str) -> None:
    with transaction.atomic():
        handler_for(kind)(subject)


def delay(owings: Iterable[Owing], *, at: datetime | None = None) -> int:
    """Stands where `owe` stands: from completion to certificate messages are sent after the commit."""
    owings = list(owings)
    for owing in owings:
        if owing.kind in NAIVE:
            transaction.on_commit(partial(work.delay, owing.kind, owing.subject))
    return owe([owing for owing in owings if owing.kind not in NAIVE], at=at)
