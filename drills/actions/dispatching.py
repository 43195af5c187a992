"""Looking at calls again when their moment comes, and sending them: in batches, each one transaction."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from drills.actions.arming import MAKING_UP, held, start_run
from drills.actions.calling import derive_calls
from drills.actions.looking import (
    ARM_NEW,
    FRESH,
    HOLD_PERSONS,
    LOOK,
    MAKE_UPS_TO_MOVE,
    PICK,
    TO_MOVE,
    Part,
    asked_at,
)
from drills.actions.making_up import move_make_ups
from drills.actions.moving import move_on
from drills.models import Event, Run
from drills.queries.tellings import calling
from outbox import facts
from people.notices.alerting import alert_all
from people.statements import column, rows

BATCH = 3000
"""How many calls one transaction is about at most: it ends well within the outbox's lease."""


@dataclass(frozen=True)
class Sent:
    """How many calls were sent and how many excused; `more`: others are due."""

    sent: int
    excused: int
    more: bool


NOTHING_SENT = Sent(0, 0, more=False)


@transaction.atomic
def send_due(*, run_id: int, at: datetime | None = None, most: int = BATCH) -> Sent:
    """Look again at armed calls whose moment has come, `most` at a time, and send them or excuse them for a reason.

    State (in the app it is the alert), what is owed for each channel, timeline and the fact `drill_called` commit
    together. What another worker has in hand is passed over. Drills of stores that come too late, or within an hour of
    another drill there, move on instead.
    """
    now = at or timezone.now()
    start_run(run_id=run_id, at=now)
    run = held(run_id)
    _by_keys()
    whole = run.state == Run.State.UNDER_WAY
    if not whole and run.state not in MAKING_UP:
        return NOTHING_SENT
    given = asked_at(run, now, most, whole=whole)
    _move(run, given, now)
    ((picked, calls, persons, drills),) = rows(PICK, given)
    if whole:
        new, of_new = _call_newcomers({**given, "drills": drills})
        calls, persons = (calls + new).strip(","), (persons + of_new).strip(",")
    if not calls:
        return NOTHING_SENT
    rows(HOLD_PERSONS, {"persons": persons})
    looked = [Part(*row) for row in rows(LOOK, {**given, "calls": calls, "persons": persons})]
    _tell(run, looked, now)
    sent, excused = (sum(part.calls for part in looked if bool(part.why) is why) for why in (False, True))
    return Sent(sent, excused, more=picked == most)


def _by_keys() -> None:
    """From here to the end of the transaction PostgreSQL goes by one key each time, whatever it knows of a table that
    has just been filled: a batch is a few thousand rows of it. To read all of the table for each batch cost half of the
    sending; where nothing was known yet, to lay a second index over the first for each drill cost four fifths."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")


def _move(run: Run, given: dict[str, Any], now: datetime) -> None:
    """Move on what must not be sent now, before anything is locked: of what another worker passed over meanwhile `LOOK`
    takes nothing either."""
    if make_ups := column(MAKE_UPS_TO_MOVE, given):
        move_make_ups(run=run, calls=make_ups, at=now)
    if given["all"] and (drills := column(TO_MOVE, given)):
        move_on(run=run, drills=drills, at=now)


def _call_newcomers(given: dict[str, Any]) -> tuple[str, str]:
    """Call whoever has come into these stores since they were planned: calls and persons, each after a comma."""
    fresh = column(FRESH, given)
    if not fresh or not derive_calls(fresh):
        return "", ""
    ((calls, persons),) = rows(ARM_NEW, {**given, "drills": fresh})
    return calls, persons


def _tell(run: Run, looked: Sequence[Part], now: datetime) -> None:
    """What follows from a batch: what goes outside, the timeline, the fact."""
    sent = [part for part in looked if not part.why]
    for part in sent:
        alert_all(calling(part.words, part.persons, makeup=part.makeup, at=now), at=now)
    if sent:
        detail = {"calls": sum(part.calls for part in sent), "stores": sum(part.stores for part in sent)}
        Event.objects.create(run=run, kind=Event.Kind.SENT, at=now, detail=detail)
        facts.send("drill_called", run=run, calls=",".join(part.words for part in sent).split(","), at=now)
    if excused := sum((Counter({part.why: part.calls}) for part in looked if part.why), Counter[str]()):
        Event.objects.create(run=run, kind=Event.Kind.EXCUSED, at=now, detail=dict(excused))
