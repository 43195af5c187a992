"""How many drills the plans want of stores in a quarter, and how many there were: one statement for any number of them.

A drill counts for the quarter of its run's occurrence, as in `docs/drills.md`, and where somebody answered it: one that
nobody heard was none. A plan wants what it has drawn; one that has ended wants no more than it came to plan.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from drills.rules.calendar import Period
from people.statements import rows

# To look some stores up in a draw of twelve thousand is fast, to look all of them up is not.
FEW = 20
LOOKED_UP = "SELECT key, draw.drawn -> key AS value FROM unnest(%(keys)s::text[]) AS key WHERE draw.drawn ? key"
GONE_THROUGH = "SELECT key, value FROM jsonb_each(draw.drawn) WHERE key = ANY(%(keys)s)"

QUOTAS = """
WITH happened AS MATERIALIZED (
  SELECT drill.store_id, run.plan_id, date_trunc('quarter', run.occurrence::timestamp)::date AS quarter, drill.at,
    EXISTS (SELECT FROM drills_call call
      WHERE call.store_drill_id = drill.id AND call.makeup_of_id IS NULL AND call.acknowledged_at IS NOT NULL) AS done
  FROM drills_storedrill drill JOIN drills_run run ON run.id = drill.run_id
  WHERE drill.store_id = ANY(%(stores)s) AND run.occurrence BETWEEN %(first)s AND %(last)s
), wants AS (
  SELECT entry.key::bigint AS store_id, date_trunc('quarter', draw.period_begins::timestamp)::date AS quarter,
    jsonb_array_length(entry.value) AS n
  FROM drills_draw draw JOIN drills_plan plan ON plan.id = draw.plan_id AND plan.state <> 'ended'
  CROSS JOIN LATERAL ({entries}) entry
  WHERE draw.period_begins BETWEEN %(first)s AND %(last)s
  UNION ALL
  SELECT store_id, quarter, 1 FROM happened JOIN drills_plan plan ON plan.id = plan_id AND plan.state = 'ended'
), wanted AS (
  SELECT store_id, quarter, sum(n) AS n FROM wants GROUP BY store_id, quarter
), held AS (
  SELECT store_id, quarter, count(*) FILTER (WHERE done) AS n FROM happened GROUP BY store_id, quarter
)
SELECT store_id, quarter, wanted.n, COALESCE(held.n, 0)
FROM wanted FULL JOIN held USING (store_id, quarter)
"""


@dataclass(frozen=True, slots=True)
class Quota:
    """`done` of `wanted` drills; `wanted` is None where no plan has drawn the store."""

    wanted: int | None
    done: int

    @property
    def met(self) -> bool:
        return self.wanted is not None and self.done >= self.wanted


NOTHING = Quota(None, 0)


def quotas(stores: Collection[int], over: Period) -> dict[tuple[int, date], Quota]:
    """By store (pk) and first day of the quarter, for the quarters that `over` holds; without those of which there is
    nothing to say."""
    entries = LOOKED_UP if len(stores) <= FEW else GONE_THROUGH
    given: dict[str, Any] = {
        "stores": list(stores),
        "keys": [str(store) for store in stores],
        "first": over.begins,
        "last": over.ends,
    }
    return {
        (store, quarter): Quota(None if wanted is None else int(wanted), done)
        for store, quarter, wanted, done in rows(QUOTAS.replace("{entries}", entries), given)
    }
