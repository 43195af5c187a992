"""Owing work, ringing for it, doing it."""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from outbox import doorbell
from outbox.models import Heartbeat, Owed
from outbox.registry import Owing, due_scans, handler_for, reconciliations

log = logging.getLogger(__name__)

BATCH = 10
MOST_TRIES = 20
LONGEST_WAIT = timedelta(hours=1)


class LeaseLost(Exception):
    """Another worker has claimed the row meanwhile; what this one did is rolled back."""


def owe(owings: Iterable[Owing], *, at: datetime | None = None) -> int:
    """Write owed work inside the caller's transaction and ring after its commit.

    What is owed already is left as it is. Returns how many rows are new.
    """
    now = at or timezone.now()
    rows = [Owed(key=o.key, kind=o.kind, subject=o.subject, due_at=o.due_at or now, owed_at=now) for o in owings]
    if not rows:
        return 0
    before = Owed.objects.filter(key__in=[row.key for row in rows]).count()
    Owed.objects.bulk_create(rows, ignore_conflicts=True)
    ring()
    return len({row.key for row in rows}) - before


def ring() -> None:
    """Ring the doorbell once after the present transaction has committed."""
    if not any(entry[1] is doorbell.press for entry in connection.run_on_commit):
        transaction.on_commit(doorbell.press)


def drain(*, seconds: float = 20.0) -> int:
    """Do what is due until nothing is left or the time is over; returns how many rows were finished."""
    end = time.monotonic() + seconds
    finished = 0
    while time.monotonic() < end:
        batch = Owed.objects.claim(timezone.now(), BATCH)
        if not batch:
            return finished
        finished += sum(do(row) for row in batch)
    doorbell.press()
    return finished


def do(row: Owed) -> bool:
    """Do one claimed row: its handler's writes and the mark `done` commit together. True if it was finished."""
    try:
        with transaction.atomic():
            handler_for(row.kind)(row.subject)
            _finish(row)
    except LeaseLost:
        log.info("lease lost: %s:%s", row.kind, row.subject)
        return False
    except Exception as fault:  # one faulty piece of work must not stop the others; it is kept and retried
        log.exception("owed work failed: %s:%s", row.kind, row.subject)
        _postpone(row, repr(fault))
        return False
    return True


def _finish(row: Owed) -> None:
    own = Owed.objects.filter(id=row.id, fence=row.fence, state=Owed.State.DUE)
    if not own.update(state=Owed.State.DONE, done_at=timezone.now(), lease_until=None, fault=""):
        raise LeaseLost


def _postpone(row: Owed, fault: str) -> None:
    wait = min(timedelta(seconds=2 ** min(row.tries, 12)), LONGEST_WAIT)
    state = Owed.State.DEAD if row.tries >= MOST_TRIES else Owed.State.DUE
    Owed.objects.filter(id=row.id, fence=row.fence).update(
        state=state, due_at=timezone.now() + wait, lease_until=None, fault=fault[:2000]
    )


def beat(name: str) -> None:
    """Note that a part of the machinery is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})


def scan(at: datetime) -> int:
    """Owe what the clock has made due; returns how many rows are new."""
    return sum(owe(search(at), at=at) for search in due_scans.values())


def reconcile(at: datetime) -> int:
    """Owe what should exist and does not. Each find is a fault of the machinery and is logged as one."""
    found = 0
    for name, search in reconciliations.items():
        missing = _not_pending(list(search(at)))
        for owing in missing:
            log.error("reconciliation %s found missing work: %s", name, owing.key)
        _reopen(missing, at)
        found += len(missing)
    return found


def _not_pending(owings: list[Owing]) -> list[Owing]:
    keys = [o.key for o in owings]
    pending = set(Owed.objects.filter(key__in=keys, state=Owed.State.DUE).values_list("key", flat=True))
    return [o for o in owings if o.key not in pending]


def _reopen(owings: list[Owing], at: datetime) -> None:
    with transaction.atomic():
        owe(owings, at=at)
        Owed.objects.filter(key__in=[o.key for o in owings]).exclude(state=Owed.State.DUE).update(
            state=Owed.State.DUE, due_at=at, lease_until=None, tries=0
        )
