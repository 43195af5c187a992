"""The statements with which calls are looked at again at their moment: what must not be sent now, what comes next, who
is called and who is excused, and why. `dispatching.py` asks them, in one transaction."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from drills.models import Run
from drills.models.calls import PATIENCE
from people.shifts import fragments
from people.shifts.rules import shop_day

LATEST = timedelta(minutes=5)
"""What is later than this is given another moment: it would come too near to the store's next drill."""

JUST = timedelta(seconds=90)
"""So long somebody may still come into a store drill that has called nobody."""

APART = timedelta(hours=1)
"""However it came about: no two drills of a store are sent within an hour."""

MAKE_UPS_REACH = timedelta(days=16)
"""So long after a drill's moment a make-up of it may be sent: two weeks, and some of it."""


# Too late, within an hour of another drill or make-up of the store, or on a day that the store keeps free since.
NOT_NOW = """({due} < %(late)s OR EXISTS (
    SELECT FROM drills_storedrill other JOIN drills_call sent ON sent.store_drill_id = other.id
    WHERE other.store_id = drill.store_id AND other.at > %(near)s AND other.at <= %(at)s AND sent.sent_at > %(apart)s
      AND sent.makeup_of_id IS NULL AND {others}
  ) OR EXISTS (
    SELECT FROM drills_storedrill other JOIN drills_call sent ON sent.store_drill_id = other.id
    WHERE other.store_id = drill.store_id AND other.at > %(before)s AND other.at <= %(at)s AND sent.sent_at > %(apart)s
      AND sent.makeup_of_id IS NOT NULL
  ) OR EXISTS (
    SELECT FROM drills_blackout black
    WHERE black.store_id = drill.store_id AND black.first_on <= %(day)s AND black.last_on >= %(day)s))"""

DRILL_NOT_NOW = NOT_NOW.format(due="drill.at", others="other.id <> drill.id")

# Where no plan of shifts speaks: somebody whom the plan may call says that they are there, or this person says that
# they are in another store. Whoever is silent then is not there; where everybody is silent, everybody may be.
SAID = """EXISTS (
    SELECT FROM people_presence word JOIN people_posting stands
      ON stands.person_id = word.person_id AND stands.store_id = word.store_id AND stands.role = ANY(plan.roles)
      AND stands.since <= %(at)s AND (stands.until IS NULL OR stands.until > %(at)s)
    WHERE word.store_id = drill.store_id AND word.since <= %(at)s AND word.until > %(at)s)"""
SILENT = f"""(NOT EXISTS (
    SELECT FROM people_presence word
    WHERE word.person_id = call.person_id AND word.store_id = drill.store_id
      AND word.since <= %(at)s AND word.until > %(at)s
  ) AND ({{said}} OR {fragments.at_work(person="call.person_id", at="%(at)s::timestamptz")}))"""

# A make-up waits until its person is there.
MAKE_UP_NOT_NOW = f"""({NOT_NOW.format(due="call.due_at", others="TRUE")} OR NOT {{speaks}} AND {SILENT})"""

SPEAKS = fragments.planned(store="drill.store_id", at="%(at)s::timestamptz")

# What comes next in the run, with as many calls as one batch takes, and must not be sent now.
TO_MOVE = f"""
SELECT drill.id FROM drills_storedrill drill WHERE drill.id IN (
  SELECT store_drill_id FROM (
    SELECT store_drill_id FROM drills_call
    WHERE run_id = %(run)s AND state = 'armed' AND makeup_of_id IS NULL AND due_at <= %(at)s
    ORDER BY due_at, store_drill_id LIMIT %(most)s
  ) AS next
) AND {DRILL_NOT_NOW} ORDER BY drill.id
"""  # noqa: S608 - all of ours

MAKE_UPS_TO_MOVE = f"""
SELECT call.id FROM drills_call call JOIN drills_storedrill drill ON drill.id = call.store_drill_id
JOIN drills_run run ON run.id = drill.run_id JOIN drills_plan plan ON plan.id = run.plan_id
WHERE call.run_id = %(run)s AND call.state = 'armed' AND call.due_at <= %(at)s AND call.makeup_of_id IS NOT NULL
  AND {MAKE_UP_NOT_NOW.format(speaks=SPEAKS, said=SAID)}
ORDER BY call.id LIMIT %(most)s
"""  # noqa: S608 - all of ours

# Lists of a thousand are handed to and fro as one text each.
PICK = """
WITH picked AS MATERIALIZED (
  SELECT id, person_id, store_drill_id, makeup_of_id FROM drills_call
  WHERE run_id = %(run)s AND state = 'armed' AND due_at <= %(at)s AND (%(all)s OR makeup_of_id IS NOT NULL)
  ORDER BY due_at, store_drill_id LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
SELECT count(*), COALESCE(string_agg(id::text, ','), ''), COALESCE(string_agg(person_id::text, ','), ''),
  COALESCE(array_agg(DISTINCT store_drill_id) FILTER (WHERE makeup_of_id IS NULL), '{}')
FROM picked
"""

# Those of the picked of which nothing was decided yet, and those whose moment has just come and who had nobody so far.
# `OFFSET 0` keeps each question a look into an index for one drill, not a join: of calls that were planned a minute ago
# the planner knows nothing, believes that hardly any is no make-up, and would read all of them for each.
FRESH = """
SELECT drill.id FROM drills_storedrill drill
WHERE drill.id = ANY(%(drills)s) AND NOT EXISTS (
  SELECT FROM drills_call call
  WHERE call.store_drill_id = drill.id AND call.makeup_of_id IS NULL AND call.state NOT IN ('planned', 'armed')
  OFFSET 0)
UNION
SELECT drill.id FROM drills_storedrill drill
WHERE drill.run_id = %(run)s AND drill.at > %(just)s AND drill.at <= %(at)s AND NOT EXISTS (
  SELECT FROM drills_call call WHERE call.store_drill_id = drill.id AND call.makeup_of_id IS NULL OFFSET 0)
"""

ARM_NEW = """
WITH new AS (
  UPDATE drills_call SET state = 'armed'
  WHERE store_drill_id = ANY(%(drills)s) AND state = 'planned' AND makeup_of_id IS NULL AND due_at > %(late)s
  RETURNING id, person_id
)
SELECT COALESCE(string_agg(',' || id::text, ''), ''), COALESCE(string_agg(',' || person_id::text, ''), '') FROM new
"""

# In one order: two runs that are sent to the same person at once come one after the other, and the second sees it.
HOLD_PERSONS = """
WITH held AS MATERIALIZED (
  SELECT id FROM people_person WHERE id = ANY(string_to_array(%(persons)s, ',')::bigint[]) ORDER BY id
  FOR NO KEY UPDATE
)
SELECT count(*) FROM held
"""

# What is asked of a store is asked once, of a person once each.
LOOK = f"""
WITH asked AS MATERIALIZED (
  SELECT id, store_drill_id, person_id, due_at, makeup_of_id IS NOT NULL AS makeup
  FROM drills_call WHERE id = ANY(string_to_array(%(calls)s, ',')::uuid[])
), drill AS MATERIALIZED (
  SELECT drill.id, drill.store_id, plan.roles, {DRILL_NOT_NOW} AS not_now,
    premises.closed_on IS NOT NULL AND premises.closed_on <= %(day)s AS closed,
    {SPEAKS} AS speaks, {SAID} AS said,
    {fragments.is_open(store="drill.store_id", at="%(at)s::timestamptz")} AS open
  FROM drills_storedrill drill
  JOIN people_store premises ON premises.id = drill.store_id
  JOIN drills_run run ON run.id = drill.run_id JOIN drills_plan plan ON plan.id = run.plan_id
  WHERE drill.id IN (SELECT store_drill_id FROM asked)
), looked AS MATERIALIZED (
  SELECT call.id, CASE
    WHEN NOT person.is_active THEN 'left'
    WHEN drill.closed THEN 'closed'
    WHEN NOT EXISTS (
      SELECT FROM people_posting posting
      WHERE posting.person_id = call.person_id AND posting.store_id = drill.store_id
        AND posting.role = ANY(drill.roles) AND posting.since <= %(at)s
        AND (posting.until IS NULL OR posting.until > %(at)s)
    ) THEN CASE WHEN EXISTS (
      SELECT FROM people_posting posting
      WHERE posting.person_id = call.person_id AND posting.since <= %(at)s
        AND (posting.until IS NULL OR posting.until > %(at)s)
    ) THEN 'moved' ELSE 'left' END
    WHEN {fragments.away(person="call.person_id", at="%(at)s::timestamptz")} THEN 'absent'
    WHEN drill.speaks AND NOT EXISTS (
      SELECT FROM people_shift shift
      WHERE shift.person_id = call.person_id AND shift.store_id = drill.store_id AND shift.starts_at <= %(at)s
        AND shift.starts_at > %(at)s::timestamptz - {fragments.MOST} AND shift.ends_at > %(at)s
    ) OR NOT drill.speaks AND (NOT drill.open OR {SILENT.format(said="drill.said")}) THEN 'off_shift'
    WHEN EXISTS (
      SELECT FROM drills_call other
      WHERE other.person_id = call.person_id AND other.id <> call.id
        AND other.state IN ('sent', 'acknowledged', 'in_progress') AND other.sent_at > %(ringing)s
    ) THEN 'busy'
    ELSE '' END AS why
  FROM asked AS call
  JOIN drill ON drill.id = call.store_drill_id JOIN people_person person ON person.id = call.person_id
  WHERE person.id = ANY(string_to_array(%(persons)s, ',')::bigint[])
    AND NOT CASE WHEN call.makeup THEN {MAKE_UP_NOT_NOW.format(speaks="drill.speaks", said="drill.said")}
      ELSE drill.not_now END
), done AS (
UPDATE drills_call call SET
  state = CASE looked.why WHEN '' THEN 'sent' ELSE 'excused' END,
  result = CASE looked.why WHEN '' THEN '' ELSE 'excused' END,
  excuse = looked.why,
  sent_at = CASE looked.why WHEN '' THEN %(at)s::timestamptz END,
  ended_at = CASE looked.why WHEN '' THEN NULL ELSE %(at)s::timestamptz END
FROM looked WHERE call.id = looked.id
RETURNING call.id, call.person_id, call.store_drill_id, call.makeup_of_id IS NOT NULL AS makeup, looked.why
)
SELECT why, makeup, count(*), count(DISTINCT store_drill_id), string_agg(id::text, ','),
  string_agg(person_id::text, ',')
FROM done GROUP BY why, makeup ORDER BY why, makeup
"""  # noqa: S608 - all of ours


class Part(NamedTuple):
    """Calls of a batch of which the same became: why they were excused, empty where they were sent; whether they are
    make-ups; how many, of how many stores; their pks and those of their persons, with commas between."""

    why: str
    makeup: bool
    calls: int
    stores: int
    words: str
    persons: str


def asked_at(run: Run, now: datetime, most: int, *, whole: bool) -> dict[str, Any]:
    """What all of the statements ask for; `whole`: not the make-ups only."""
    return {
        "run": run.pk,
        "at": now,
        "day": shop_day(now),
        "just": now - JUST,
        "late": now - LATEST,
        "apart": now - APART,
        "near": now - APART - LATEST,
        "before": now - MAKE_UPS_REACH,
        "ringing": now - PATIENCE,
        "most": most,
        "all": whole,
    }
