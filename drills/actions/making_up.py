"""Make-ups: whoever missed a drill, or had something real to do, has it another time, once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from drills.actions.placing import hold
from drills.models import Call, Event, Plan, Run
from drills.queries.moments import Stage, moment_of
from drills.queries.standing import Standing, standing
from drills.rules.calendar import Span, windows
from drills.rules.placing import Moment
from drills.rules.seeds import number
from people.shifts import fragments
from people.shifts.rules import SHOP, shop_day
from people.statements import rows

WITHIN = timedelta(days=14)
"""After it was missed; later the drill would be another one."""

NOT_THE_SAME_SHIFT = timedelta(hours=12)
"""Where no shifts are planned: no shift goes on for so long after."""

BATCH = 200


@dataclass(frozen=True)
class Made:
    """How many make-ups were planned; `last` is the call (pk) after which there is more to look at, None at the end."""

    made: int
    last: UUID | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to make up for what: the call that was missed (pk), the person and store (pk), until when."""

    call: UUID
    person: int
    store: int
    drill: int
    until: datetime


# Who has left, or stands elsewhere now, has nothing to make up for here.
LACKING = f"""
SELECT call.id, call.person_id, drill.store_id, drill.id, call.ended_at + %(within)s
FROM drills_call call JOIN drills_storedrill drill ON drill.id = call.store_drill_id
WHERE call.run_id = %(run)s AND call.result IN ('missed', 'aborted') AND call.makeup_of_id IS NULL
  AND call.ended_at > %(at)s - %(within)s AND (%(after)s::uuid IS NULL OR call.id > %(after)s)
  AND NOT EXISTS (SELECT FROM drills_call makeup WHERE makeup.makeup_of_id = call.id)
  AND {fragments.on_floor(person="call.person_id", store="drill.store_id", at="%(at)s::timestamptz")}
ORDER BY call.id LIMIT %(most)s FOR UPDATE OF call SKIP LOCKED
"""  # noqa: S608 - all of ours

# Their own shifts in that store that are still to begin, without leave.
SHIFTS = """
SELECT asked.call, lower(piece), upper(piece)
FROM unnest(%(calls)s::uuid[], %(persons)s::bigint[], %(stores)s::bigint[]) AS asked(call, person, store)
JOIN people_shift shift ON shift.person_id = asked.person AND shift.store_id = asked.store
CROSS JOIN LATERAL (
  SELECT range_agg(tstzrange(absence.starts_at, absence.ends_at)) AS away FROM people_absence absence
  WHERE absence.person_id = shift.person_id AND absence.starts_at < shift.ends_at AND absence.ends_at > shift.starts_at
) leave
CROSS JOIN LATERAL unnest(
  tstzmultirange(tstzrange(shift.starts_at, shift.ends_at)) - COALESCE(away, '{}'::tstzmultirange)
) AS piece
WHERE shift.starts_at > %(at)s AND shift.starts_at < %(at)s + %(within)s
"""


@transaction.atomic
def make_up(*, run_id: int, at: datetime | None = None, after: UUID | None = None, most: int = BATCH) -> Made:
    """Plan a make-up for each call of the run that was missed or aborted and has none, `most` at a time after `after`:
    at a random moment of one of the person's later shifts; where none are planned, within the plan's hours.

    The gap to every other drill of the store is kept. For whom there is no such moment yet, it is looked for again as
    long as a moment would still be in time. A make-up has no make-up.
    """
    now = at or timezone.now()
    run = Run.objects.select_related("plan").get(pk=run_id)
    if run.state == Run.State.CANCELLED:
        return Made(0, None)
    lacking = _lacking(run, now, after, most)
    found = dict(_moments(run, lacking, now))
    # The stores are held: what another worker has planned of these is there by now.
    known = set(Call.objects.filter(makeup_of__in=found).values_list("makeup_of_id", flat=True))
    made = Call.objects.bulk_create(
        Call(run=run, store_drill_id=one.drill, person_id=one.person, makeup_of_id=one.call, due_at=found[one.call].at)
        for one in lacking
        if one.call in found.keys() - known
    )
    if made:
        Event.objects.create(run=run, kind=Event.Kind.MADE_UP, at=now, detail={"calls": len(made)})
    return Made(len(made), lacking[-1].call if len(lacking) == most else None)


def _lacking(run: Run, now: datetime, after: UUID | None, most: int) -> list[Wanted]:
    given: dict[str, Any] = {"run": run.pk, "at": now, "within": WITHIN, "after": after, "most": most}
    return [Wanted(*row) for row in rows(LACKING, given)]


@transaction.atomic
def move_make_ups(*, run: Run, calls: Collection[UUID], at: datetime) -> int:
    """Give make-ups that were not sent at their moment another one; where there is none any more they are excused. How
    many have another moment."""
    unsent = Call.objects.filter(
        pk__in=calls, state__in=[Call.State.PLANNED, Call.State.ARMED], makeup_of__isnull=False
    )
    rows = unsent.select_related("makeup_of", "store_drill").order_by("pk").select_for_update(of=("self",))
    wanted = [
        Wanted(
            row.pk,
            row.person_id,
            row.store_drill.store_id,
            row.store_drill_id,
            ((row.makeup_of and row.makeup_of.ended_at) or at) + WITHIN,
        )
        for row in rows
    ]
    found = dict(_moments(run, wanted, at))
    for row in wanted:
        if moment := found.get(row.call):
            Call.objects.filter(pk=row.call).update(due_at=moment.at, state=Call.State.PLANNED)
    lost = [row.call for row in wanted if row.call not in found]
    Call.objects.filter(pk__in=lost).update(
        state=Call.State.EXCUSED, result=Call.Result.EXCUSED, excuse=Call.Excuse.LATE, ended_at=at
    )
    return len(found)


def _moments(run: Run, wanted: Sequence[Wanted], now: datetime) -> Iterator[tuple[UUID, Moment]]:
    """The moment of each, where there is one."""
    if not wanted:
        return
    last = max(one.until for one in wanted)
    spans = _spans(run.plan, now, last)
    if not spans:
        return
    stores = sorted({one.store for one in wanted})
    hold(stores)
    period = run.plan.period_of(run.occurrence)
    stands = {
        one.store: one for one in standing(run.plan, stores, begins=spans[0].begins, ends=spans[-1].ends, period=period)
    }
    own = _shifts(wanted, now)
    for one in wanted:
        stage = _stage(run, one, _until(spans, one.until))
        found = _moment(stage, stands[one.store], own.get(one.call, ())) if stage.spans else None
        if found:
            stands[one.store] = _taken(stands[one.store], found.at, run.plan.gap_minutes)
            yield one.call, found


def _moment(stage: Stage, stands: Standing, shifts: Sequence[Span]) -> Moment | None:
    """Make-ups are beside the quota, so no band is full."""
    own = replace(stands, shifts=shifts, used=())
    bands = sorted(stage.plan.bands, key=lambda band: number(stage.seed, band))
    found = moment_of(stage, own, bands)
    return found if isinstance(found, Moment) else None


def _taken(stands: Standing, at: datetime, gap: int) -> Standing:
    return replace(stands, taken=[*stands.taken, (at, gap)])


def _stage(run: Run, one: Wanted, spans: list[Span]) -> Stage:
    seed = f"{run.plan.seed}:{one.call}"
    return Stage(run.plan, run.occurrence, spans, run.plan.ground(spans), run.target_seconds, seed, None)


def _spans(plan: Plan, now: datetime, last: datetime) -> list[Span]:
    """The plan's hours from later today until then."""
    first = now + NOT_THE_SAME_SHIFT
    # The day before: its hours may go over midnight.
    day = shop_day(first) - timedelta(days=1)
    found = windows(day, (shop_day(last) - day).days + 1, plan.hours_from, plan.hours_until, SHOP)
    return [Span(max(span.begins, first), span.ends) for span in _until(found, last) if span.ends > first]


def _until(spans: Sequence[Span], last: datetime) -> list[Span]:
    return [Span(span.begins, min(span.ends, last)) for span in spans if span.begins < last]


def _shifts(wanted: Sequence[Wanted], now: datetime) -> Mapping[UUID, list[Span]]:
    given: dict[str, Any] = {
        "calls": [one.call for one in wanted],
        "persons": [one.person for one in wanted],
        "stores": [one.store for one in wanted],
        "at": now,
        "within": WITHIN,
    }
    found: dict[UUID, list[Span]] = {}
    for call, begins, ends in rows(SHIFTS, given):
        found.setdefault(call, []).append(Span(begins, ends))
    return found
