"""Owing work, ringing for it, doing it."""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from outbox import doorbell
from outbox.models import Heartbeat, Owed
from outbox.registry import Owing, OwingEach, handler_for

log = logging.getLogger(__name__)

MOST_TRIES = 20
LONGEST_WAIT = timedelta(hours=1)


class LeaseLost(Exception):
    """Another worker has claimed the row meanwhile; what this one did is rolled back."""


class NeverCameBack(Exception):
    """Every worker that began this piece of work was killed or overtaken before it could finish."""


def owe(owings: Iterable[Owing], *, at: datetime | None = None) -> int:
    """Write owed work inside the caller's transaction and ring after its commit; `at` None is PostgreSQL's now.

    What was ever owed under the same key is left as it is, done or not: a key names one fact, not a recurring job.
    Returns how many rows are new.
    """
    owings = list(owings)
    return _rung_for(Owed.objects.owe(owings, at) if owings else 0)


def owe_each(each: OwingEach) -> int:
    """Owe many pieces of one kind, as `owe` would one by one, at a cost that hardly grows with them."""
    return _rung_for(Owed.objects.owe_each(each))


def _rung_for(new: int) -> int:
    if new:
        ring()
    return new


def ring() -> None:
    """Ring the doorbell once after the present transaction has committed."""
    if not any(entry[1] is doorbell.press for entry in connection.run_on_commit):
        transaction.on_commit(doorbell.press)


def drain(*, seconds: float = 20.0) -> int:
    """Do what is due until nothing is left or the time is over; returns how many rows were finished.

    Rows are claimed one by one: a lease begins with its own row's work, and a row that kills its worker takes no
    others with it.
    """
    end = time.monotonic() + seconds
    finished = 0
    while time.monotonic() < end:
        row = Owed.objects.claim()
        if row is None:
            return finished
        finished += do(row)
    doorbell.press()
    return finished


def do(row: Owed) -> bool:
    """Do one claimed row: its handler's writes and the mark `done` commit together. True if it was finished."""
    try:
        with transaction.atomic():
            if row.tries > MOST_TRIES:
                raise NeverCameBack
            handler_for(row.kind)(row.subject)
            _finish(row)
    except LeaseLost:
        log.warning("lease lost: %s:%s", row.kind, row.subject)
        return False
    except Exception as fault:  # one faulty piece of work must not stop the others; it is kept and retried
        log.exception("owed work failed: %s:%s", row.kind, row.subject)
        _postpone(row, repr(fault))
        return False
    return True


def _own(row: Owed) -> QuerySet[Owed]:
    return Owed.objects.filter(id=row.id, fence=row.fence, state=Owed.State.DUE)


def _finish(row: Owed) -> None:
    if not _own(row).update(state=Owed.State.DONE, done_at=Now(), lease_until=None, fault=""):
        raise LeaseLost


def _postpone(row: Owed, fault: str) -> None:
    wait = min(timedelta(seconds=2 ** min(row.tries, 12)), LONGEST_WAIT)
    state = Owed.State.DEAD if row.tries >= MOST_TRIES else Owed.State.DUE
    _own(row).update(state=state, due_at=Now() + wait, lease_until=None, fault=fault[:2000])


def beat(name: str) -> None:
    """Note that a part of the machinery is alive."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, beat_at=Now())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["beat_at"],
    )
