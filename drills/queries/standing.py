"""What stands already in a store when a drill of it is to be placed: one statement for many stores."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from drills.models import Plan
from drills.queries.audience import called
from drills.rules.calendar import Band, Period, Span, span_of_days
from people.shifts.rules import SHOP
from people.statements import rows

A = TypeVar("A")
B = TypeVar("B")

NEAR = timedelta(days=1)
"""The longest gap that a plan may keep."""

MAKE_UPS = timedelta(days=46)
"""A make-up follows within two weeks of a drill of a window of a month: no drill from before has one in this window."""

# Each matter is counted for all stores at once: looked up store by store, a planner that knows nothing yet of what was
# written a second ago would read whole tables for each. A cancelled run's drills are none, nor is a make-up that nobody
# had to do; when a make-up is, only its own call knows. Planned are days on which any shift of the store begins, be it
# after the run is over.
STANDS = f"""
WITH plan AS (
  SELECT id, roles, newcomer_days FROM drills_plan WHERE id = %(plan)s
), others AS MATERIALIZED (
  SELECT other.id, other.store_id, other.at, other.band, run.id AS run_id, run.plan_id, run.occurrence, run.state
  FROM drills_storedrill other JOIN drills_run run ON run.id = other.run_id
  WHERE other.store_id = ANY(%(stores)s) AND other.at IS NOT NULL
), near AS (
  SELECT store_id, array_agg(at) AS ats, array_agg(gap_minutes) AS gaps FROM (
    SELECT store_id, at, plan_id FROM others
    WHERE at > %(begins)s - %(near)s AND at < %(ends)s + %(near)s
      AND run_id IS DISTINCT FROM %(run)s AND state <> 'cancelled'
    UNION ALL
    SELECT store_id, makeup.due_at, plan_id FROM others JOIN drills_call makeup ON makeup.store_drill_id = others.id
    WHERE others.at > %(begins)s - %(make_ups)s AND makeup.makeup_of_id IS NOT NULL AND makeup.result <> 'excused'
      AND makeup.due_at > %(begins)s - %(near)s AND makeup.due_at < %(ends)s + %(near)s
  ) AS drill JOIN drills_plan keeper ON keeper.id = drill.plan_id GROUP BY store_id
), used AS (
  SELECT store_id, array_agg(band) AS bands FROM others JOIN plan ON plan.id = others.plan_id
  WHERE occurrence BETWEEN %(first)s AND %(last)s AND run_id IS DISTINCT FROM %(run)s AND state <> 'cancelled'
  GROUP BY store_id
), black AS (
  SELECT store_id, array_agg(first_on) AS firsts, array_agg(last_on) AS lasts FROM drills_blackout
  WHERE store_id = ANY(%(stores)s) AND last_on >= (%(begins)s AT TIME ZONE %(zone)s)::date
    AND first_on <= (%(ends)s AT TIME ZONE %(zone)s)::date
  GROUP BY store_id
), shifts AS MATERIALIZED (
  SELECT store_id, person_id, starts_at, ends_at FROM people_shift
  WHERE store_id = ANY(%(stores)s)
    AND starts_at > %(begins)s - interval '1 day' AND starts_at < %(ends)s + interval '1 day'
), planned AS (
  SELECT store_id, array_agg(DISTINCT (starts_at AT TIME ZONE %(zone)s)::date) AS days FROM shifts GROUP BY store_id
), known AS (
  SELECT store_id, array_agg(lower(piece)) AS begins, array_agg(upper(piece)) AS ends
  FROM shifts CROSS JOIN LATERAL (
    SELECT range_agg(tstzrange(absence.starts_at, absence.ends_at)) AS away FROM people_absence absence
    WHERE absence.person_id = shifts.person_id AND absence.starts_at < shifts.ends_at
      AND absence.ends_at > shifts.starts_at
  ) leave
  CROSS JOIN LATERAL unnest(
    tstzmultirange(tstzrange(shifts.starts_at, shifts.ends_at)) - COALESCE(away, '{{}}'::tstzmultirange)
  ) AS piece
  WHERE shifts.starts_at < %(ends)s AND shifts.ends_at > %(begins)s AND EXISTS (
    SELECT FROM people_posting posting JOIN people_person person ON person.id = posting.person_id, plan
    WHERE posting.person_id = shifts.person_id AND posting.store_id = shifts.store_id
      AND {called(plan="plan", posting="posting", person="person", begins="starts_at", ends="starts_at")}
  ) GROUP BY store_id
), peopled AS (
  SELECT DISTINCT posting.store_id
  FROM people_posting posting JOIN people_person person ON person.id = posting.person_id, plan
  WHERE posting.store_id = ANY(%(stores)s)
    AND {called(plan="plan", posting="posting", person="person", begins="%(begins)s", ends="%(ends)s")}
)
SELECT premises.id, closed_on, opens_at, closes_at, ats, gaps, firsts, lasts, known.begins, known.ends, days, bands,
  peopled.store_id IS NOT NULL
FROM people_store premises
LEFT JOIN people_storehours hours ON hours.store_id = premises.id
LEFT JOIN near ON near.store_id = premises.id
LEFT JOIN used ON used.store_id = premises.id
LEFT JOIN black ON black.store_id = premises.id
LEFT JOIN planned ON planned.store_id = premises.id
LEFT JOIN known ON known.store_id = premises.id
LEFT JOIN peopled ON peopled.store_id = premises.id
WHERE premises.id = ANY(%(stores)s) ORDER BY premises.id
"""  # noqa: S608 - all of ours


@dataclass(frozen=True, slots=True)
class Standing:
    """One store as a run finds it. `taken` are its other drills, each with the gap that its own plan keeps; `shifts`
    those of whom the plan drills; `used` the bands of the plan's other drills in the period; `peopled` where the plan
    drills anybody there at all."""

    store: int
    closed_on: date | None
    hours: tuple[time, time] | None
    taken: Sequence[tuple[datetime, int]]
    blackouts: Sequence[Span]
    shifts: Sequence[Span]
    planned: frozenset[date]
    used: Sequence[Band]
    peopled: bool


def _pairs(firsts: Sequence[A] | None, seconds: Sequence[B] | None) -> list[tuple[A, B]]:
    return list(zip(firsts or (), seconds or (), strict=True))


def standing(
    plan: Plan, stores: Collection[int], *, begins: datetime, ends: datetime, period: Period, run: int | None = None
) -> Iterator[Standing]:
    """Each of these stores (pk), in order, as a run of the plan from `begins` to `ends` finds it; what belongs to `run`
    itself (pk) is left out."""
    given: dict[str, Any] = {
        "stores": list(stores),
        "plan": plan.pk,
        "run": run,
        "begins": begins,
        "ends": ends,
        "first": period.begins,
        "last": period.ends,
        "near": NEAR,
        "make_ups": MAKE_UPS,
        "zone": SHOP.key,
    }
    found = rows(STANDS, given)
    for store, closed_on, opens, closes, ats, gaps, firsts, lasts, since, until, planned, used, peopled in found:
        yield Standing(
            store=store,
            closed_on=closed_on,
            hours=None if opens is None else (opens, closes),
            taken=_pairs(ats, gaps),
            blackouts=[span_of_days(first, last, SHOP) for first, last in _pairs(firsts, lasts)],
            shifts=[Span(first, last) for first, last in _pairs(since, until)],
            planned=frozenset(planned or ()),
            used=used or (),
            peopled=peopled,
        )
