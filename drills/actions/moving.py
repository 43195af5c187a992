"""Another moment for drills of stores that were not sent at theirs: as random as the first, in what is left."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from drills.actions.placing import hold
from drills.models import Event, Run
from drills.queries.moments import Stage, moments
from drills.rules.calendar import BANDS, Band
from drills.rules.placing import Moment
from people.statements import changed, rows

MOVE = """
WITH moved AS (
  SELECT * FROM unnest(%(drills)s::bigint[], %(ats)s::timestamptz[], %(bands)s::text[]) AS to_be (id, at, band)
), placed AS (
  UPDATE drills_storedrill drill SET at = moved.at, band = moved.band FROM moved WHERE drill.id = moved.id
)
UPDATE drills_call call SET due_at = moved.at, state = 'planned' FROM moved
WHERE call.store_drill_id = moved.id AND call.makeup_of_id IS NULL AND call.state IN ('planned', 'armed')
"""

# Of a store that was alerted already the others are not alerted another time.
STILL_QUIET = """
SELECT drill.id, drill.store_id, drill.band FROM drills_storedrill drill
WHERE drill.id = ANY(%(drills)s) AND NOT EXISTS (
  SELECT FROM drills_call call WHERE call.store_drill_id = drill.id AND call.sent_at IS NOT NULL)
ORDER BY drill.store_id
"""

GIVE_UP = """
UPDATE drills_call SET state = 'excused', result = 'excused', excuse = 'late', ended_at = %(at)s
WHERE store_drill_id = ANY(%(drills)s) AND makeup_of_id IS NULL AND state IN ('planned', 'armed')
"""


@transaction.atomic
def move_on(*, run: Run, drills: Collection[int], at: datetime) -> int:
    """Give the drills (pk) of these stores that nobody was sent yet another moment in the run, and what is unsent of
    them with it; where there is none any more the calls are excused. How many have another moment.

    The store's gap, blackouts, shifts and the bands of its quota hold as they did when the run was planned.
    """
    stage = Stage.of(
        run.plan,
        run.occurrence,
        at,
        needs_seconds=run.target_seconds,
        # Another draw: the first one's minute is over, or nearly.
        seed=f"{run.plan.seed}:{at.isoformat()}",
        run=run.pk,
    )
    quiet = {store: (pk, band) for pk, store, band in rows(STILL_QUIET, {"drills": list(drills)})}
    hold(quiet)
    found = moments(stage, {store: _bands(band) for store, (_, band) in quiet.items()})
    placed = {quiet[store][0]: moment for store, moment in found if isinstance(moment, Moment)}
    changed(
        MOVE,
        {"drills": list(placed), "ats": [m.at for m in placed.values()], "bands": [m.band for m in placed.values()]},
    )
    lost = changed(GIVE_UP, {"drills": sorted(set(drills) - placed.keys()), "at": at})
    _note(run, placed=len(placed), excused=lost, at=at)
    return len(placed)


def _bands(first: str) -> list[Band]:
    """All, the drawn one first."""
    return sorted(BANDS, key=lambda band: band != first)


def _note(run: Run, *, placed: int, excused: int, at: datetime) -> None:
    if placed:
        Event.objects.create(run=run, kind=Event.Kind.MOVED, at=at, detail={"stores": placed})
    if excused:
        Event.objects.create(run=run, kind=Event.Kind.EXCUSED, at=at, detail={"late": excused})
