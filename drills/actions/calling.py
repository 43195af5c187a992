"""Calls: whom a store drill alerts. Derived from postings and shifts, and derived again as often as asked."""

from collections.abc import Collection

from drills.queries.audience import called
from people.shifts import fragments
from people.statements import changed

# Where the store's plan of shifts speaks for the moment, those whose shift it is; else everybody of the store. Who
# helps in two of these stores is called in the one that is alerted first. `OFFSET 0`: see `looking.py`.
DERIVE = f"""
WITH drill AS MATERIALIZED (
  SELECT drill.id, drill.run_id, drill.store_id, drill.at, plan.roles, plan.newcomer_days,
    {fragments.planned(store="drill.store_id", at="drill.at")} AS speaks
  FROM drills_storedrill drill
  JOIN drills_run run ON run.id = drill.run_id
  JOIN drills_plan plan ON plan.id = run.plan_id
  WHERE drill.id = ANY(%(drills)s) AND drill.at IS NOT NULL
)
INSERT INTO drills_call (store_drill_id, run_id, person_id, due_at)
SELECT DISTINCT ON (drill.run_id, posting.person_id) drill.id, drill.run_id, posting.person_id, drill.at
FROM drill
JOIN people_posting posting ON posting.store_id = drill.store_id
JOIN people_person person ON person.id = posting.person_id
WHERE NOT EXISTS (
    SELECT FROM drills_call known
    WHERE known.run_id = drill.run_id AND known.person_id = posting.person_id AND known.makeup_of_id IS NULL OFFSET 0)
  AND {called(plan="drill", posting="posting", person="person", begins="drill.at", ends="drill.at")}
  AND (NOT drill.speaks OR EXISTS (
    SELECT FROM people_shift shift
    WHERE shift.store_id = drill.store_id AND shift.person_id = posting.person_id AND shift.starts_at <= drill.at
      AND shift.starts_at > drill.at - {fragments.MOST} AND shift.ends_at > drill.at))
  AND NOT {fragments.away(person="posting.person_id", at="drill.at")}
ORDER BY drill.run_id, posting.person_id, drill.at, drill.id
ON CONFLICT (run_id, person_id) WHERE makeup_of_id IS NULL DO NOTHING
"""  # noqa: S608 - all of ours


def derive_calls(drills: Collection[int]) -> int:
    """Write the calls that are missing in these store drills (pk), of whatever runs. One statement, and nothing the
    second time; who has a call in a run gets no other. How many are new."""
    return changed(DERIVE, {"drills": list(drills)})
