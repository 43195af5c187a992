"""Beginning runs and arming calls, in batches.

Only what is armed is sent, and only what is still to come is armed. So what was not sent in time (the run was paused,
the machinery stood still) is never sent in a heap: it is given another moment first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from drills.actions.making_up import move_make_ups
from drills.actions.moving import move_on
from drills.models import Event, Run
from people.statements import changed, column

BATCH, STORES = 2000, 200
"""How many calls, and how many stores, one transaction is about at most: it ends well within the outbox's lease."""

ARMED_BEFORE = timedelta(hours=1)

ARMING = (Run.State.PLANNED, Run.State.UNDER_WAY)
MAKING_UP = (Run.State.OVER, Run.State.CLOSED)
"""Runs of which only make-ups are still to be sent."""


@dataclass(frozen=True)
class Armed:
    """How many calls were armed, how many stores' drills and make-ups moved on; `more`: there is more to do at once."""

    armed: int
    moved: int
    more: bool


NOTHING_ARMED = Armed(0, 0, more=False)


def held(run_id: int) -> Run:
    """The run as it is, and stays until this transaction ends: whoever pauses or cancels it waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM drills_run WHERE id = %s FOR SHARE", [run_id])
    return Run.objects.select_related("plan__script").get(pk=run_id)


@transaction.atomic
def start_run(*, run_id: int, at: datetime | None = None) -> bool:
    """Let a planned run be under way once its window has begun; True where it was not."""
    now = at or timezone.now()
    begun = Run.objects.filter(pk=run_id, state=Run.State.PLANNED, begins_at__lte=now).update(state=Run.State.UNDER_WAY)
    if begun:
        Event.objects.create(run_id=run_id, kind=Event.Kind.STARTED, at=now)
    return bool(begun)


OVERDUE = """
SELECT DISTINCT store_drill_id FROM drills_call
WHERE run_id = %(run)s AND state = 'planned' AND makeup_of_id IS NULL AND due_at <= %(at)s
ORDER BY store_drill_id LIMIT %(stores)s
"""

OVERDUE_MAKE_UPS = """
SELECT id FROM drills_call
WHERE run_id = %(run)s AND state = 'planned' AND makeup_of_id IS NOT NULL AND due_at <= %(at)s
ORDER BY id LIMIT %(stores)s
"""

ARM = """
WITH picked AS MATERIALIZED (
  SELECT id FROM drills_call
  WHERE run_id = %(run)s AND state = 'planned' AND due_at > %(at)s AND due_at <= %(until)s
    AND (%(all)s OR makeup_of_id IS NOT NULL)
  ORDER BY due_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
UPDATE drills_call SET state = 'armed' FROM picked WHERE drills_call.id = picked.id
"""


@transaction.atomic
def arm(*, run_id: int, at: datetime | None = None, most: int = BATCH) -> Armed:
    """Arm what is due within the hour, `most` at a time; what is overdue moves on."""
    now = at or timezone.now()
    run = held(run_id)
    if run.state not in (*ARMING, *MAKING_UP):
        return NOTHING_ARMED
    given: dict[str, Any] = {"run": run_id, "at": now, "until": now + ARMED_BEFORE, "most": most, "stores": STORES}
    whole = run.state in ARMING
    overdue = column(OVERDUE, given) if whole else []
    if overdue:
        move_on(run=run, drills=overdue, at=now)
    if late := column(OVERDUE_MAKE_UPS, given):
        move_make_ups(run=run, calls=late, at=now)
    armed = changed(ARM, {**given, "all": whole})
    return Armed(armed, len(overdue) + len(late), more=armed == most or STORES in (len(overdue), len(late)))
