"""The numbers of many stores at once: one statement counts where the pages of one store ask the formula of each person.

This is the formula of `readiness/rules.py` and `readiness/nights.py` said once more, in SQL, because a board of 60
stores would otherwise fetch 600 persons to show 60 rows. Only who is ready until when is said again, no reason;
`tests/readiness/test_overview.py` compares the two on random worlds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from people.models.posting import ON_THE_FLOOR
from readiness.nights import tonight
from readiness.rules import EXPIRING_DAYS, Tally, Tonight

# `until`: the last day on which a person is ready, NULL where a course that is asked for has no live certificate.
# Looked up person by person: without fresh statistics a planner would compare everybody with everybody.
# `helpers_…`: those who stand in more than one of these stores, so that a sum can count them once.
COUNTED = """
WITH asked AS (
  SELECT course_id FROM courses_assignment
  WHERE chain_id = %(chain)s AND ended_at IS NULL AND assigned_at <= %(at)s
), floor AS (
  SELECT DISTINCT posting.store_id, posting.person_id
  FROM people_posting posting JOIN people_person person ON person.id = posting.person_id AND person.is_active
  WHERE posting.store_id = ANY(%(stores)s) AND posting.role = ANY(%(roles)s)
    AND posting.since <= %(at)s AND (posting.until IS NULL OR posting.until > %(at)s)
), stands AS (
  SELECT store_id, person_id, until, count(*) OVER (PARTITION BY person_id) > 1 AS helps,
    CASE WHEN until > %(soon)s THEN 'ready' WHEN until >= %(today)s THEN 'expiring' ELSE 'not_ready' END AS state
  FROM floor LEFT JOIN LATERAL (
    SELECT min(valid_until) AS until
    FROM certificates_credential JOIN asked USING (course_id)
    WHERE person_id = floor.person_id AND revoked_at IS NULL AND superseded_at IS NULL AND issued_at <= %(at)s
    HAVING count(*) = (SELECT count(*) FROM asked)
  ) held ON TRUE
), counted AS (
  SELECT store_id,
    count(*) FILTER (WHERE state = 'ready') AS ready,
    count(*) FILTER (WHERE state = 'expiring') AS expiring,
    count(*) FILTER (WHERE state = 'not_ready') AS not_ready,
    array_agg(person_id) FILTER (WHERE helps AND state = 'ready') AS helpers_ready,
    array_agg(person_id) FILTER (WHERE helps AND state = 'expiring') AS helpers_expiring,
    array_agg(person_id) FILTER (WHERE helps AND state = 'not_ready') AS helpers_not_ready
  FROM stands GROUP BY store_id
), duties AS (
  SELECT shift.store_id, tstzmultirange(tstzrange(shift.starts_at, GREATEST(shift.starts_at,
      LEAST(shift.ends_at, (stands.until + 1)::timestamp AT TIME ZONE %(zone)s)))) - COALESCE(away, '{}') AS lit,
    stands.until
  FROM people_shift shift LEFT JOIN stands USING (store_id, person_id)
  CROSS JOIN LATERAL (
    SELECT range_agg(tstzrange(absence.starts_at, absence.ends_at)) AS away FROM people_absence absence
    WHERE absence.person_id = shift.person_id
      AND absence.starts_at < shift.ends_at AND absence.ends_at > shift.starts_at
  ) leave
  WHERE shift.store_id = ANY(%(stores)s) AND shift.starts_at >= %(planned_from)s AND shift.starts_at < %(ends)s
), nights AS (
  SELECT store_id, COALESCE(
    range_agg(lit) FILTER (WHERE until IS NOT NULL) @> tstzrange(%(begins)s, %(ends)s), FALSE) AS covered
  FROM duties GROUP BY store_id
)
SELECT store_id, ready, expiring, not_ready, helpers_ready, helpers_expiring, helpers_not_ready, covered
FROM counted FULL JOIN nights USING (store_id)
"""


EMPTY = Tally()


@dataclass(frozen=True, slots=True)
class Count:
    """One store counted. `helpers` are the persons by state, in the order of `Tally`, who stand elsewhere too."""

    tally: Tally = EMPTY
    tonight: Tonight = "unplanned"
    helpers: tuple[Sequence[int], Sequence[int], Sequence[int]] = ((), (), ())


NOBODY = Count()


def counts(chain_id: int, stores: Sequence[int], at: datetime) -> dict[int, Count]:
    """The stores of one chain, by pk, counted at `at`; those without people and shifts are left out. One query."""
    night, today = tonight(at), timezone.localtime(at).date()
    with connection.cursor() as cursor:
        cursor.execute(
            COUNTED,
            {
                "chain": chain_id,
                "stores": list(stores),
                "roles": [str(role) for role in ON_THE_FLOOR],
                "at": at,
                "today": today,
                "soon": today + timedelta(days=EXPIRING_DAYS),
                "zone": timezone.get_default_timezone_name(),
                "planned_from": night.planned_from,
                "begins": night.begins,
                "ends": night.ends,
            },
        )
        return {row[0]: _count(*row[1:]) for row in cursor.fetchall()}


def total(counted: Iterable[Count]) -> Tally:
    """All of them together: who helps out in several stores is one person."""
    tallies, helpers = [], []
    for one in counted:
        tallies.append(one.tally)
        helpers.append(one.helpers)
    sums = (sum(t.ready for t in tallies), sum(t.expiring for t in tallies), sum(t.not_ready for t in tallies))
    return Tally(*(many - _again([h[n] for h in helpers]) for n, many in enumerate(sums)))


def _count(ready: int, expiring: int, not_ready: int, *rest: Any) -> Count:
    *helpers, covered = rest
    night: Tonight = "unplanned" if covered is None else "covered" if covered else "uncovered"
    first, second, third = (persons or () for persons in helpers)
    return Count(Tally(ready or 0, expiring or 0, not_ready or 0), night, (first, second, third))


def _again(helpers: Sequence[Sequence[int]]) -> int:
    """How often somebody in these lists was counted before."""
    everybody = [person for persons in helpers for person in persons]
    return len(everybody) - len(set(everybody))
