"""Writing drills of stores into a run, each at a moment that keeps its distance from what stands already."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection

from drills.models import Run
from drills.queries.moments import Found, Stage, moments
from drills.rules.calendar import Band
from drills.rules.placing import Moment
from people.statements import column

AT_ONCE = 500
"""Stores by statement: what is in memory does not grow with a run."""

HOLD = "SELECT id FROM people_store WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"

WRITE = """
INSERT INTO drills_storedrill (run_id, store_id, at, band, unplaced)
SELECT %(run)s, * FROM unnest(%(stores)s::bigint[], %(ats)s::timestamptz[], %(bands)s::text[], %(reasons)s::text[])
ON CONFLICT (run_id, store_id) DO NOTHING RETURNING id
"""


@dataclass(frozen=True)
class Placed:
    """The store drills (pk) that are new, and of how many stores there was a moment ("") or none, by reason."""

    drills: list[int] = field(default_factory=list)
    came_to: Counter[str] = field(default_factory=Counter)


def hold(stores: Collection[int]) -> None:
    """Lock these stores (pk) until the transaction ends: whoever places a drill in one holds it first, so that two
    cannot place theirs within the same hour. In order; whoever holds several times goes on with higher pks only."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [list(stores)])


def place_stores(run: Run, stage: Stage, wanted: Mapping[int, Sequence[Band]]) -> Placed:
    """Write the drills of these stores (pk) into the run, the bands of each tried in their order; a store that is in
    the run already stays as it is."""
    placed, stores = Placed(), iter(sorted(wanted))
    while batch := list(islice(stores, AT_ONCE)):
        hold(batch)
        found = list(moments(stage, {store: wanted[store] for store in batch}))
        placed.drills.extend(_write(run, found))
        placed.came_to.update(_reason(moment) for _, moment in found)
    return placed


def _write(run: Run, found: Sequence[tuple[int, Found]]) -> list[int]:
    placed = [moment if isinstance(moment, Moment) else None for _, moment in found]
    columns: dict[str, Any] = {
        "run": run.pk,
        "stores": [store for store, _ in found],
        "ats": [moment and moment.at for moment in placed],
        "bands": [moment.band if moment else "" for moment in placed],
        "reasons": [_reason(moment) for _, moment in found],
    }
    return column(WRITE, columns)


def _reason(found: Found) -> str:
    return "" if isinstance(found, Moment) else str(found)
