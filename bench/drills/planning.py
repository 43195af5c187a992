"""`plan-drill`: a run for 12,000 stores and 150,000 clerks, its month drawn, each store placed, everybody called;
against `bulk-insert`, the same rows inserted into equal tables, one statement each."""

import json
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection, transaction

import content.script
from bench.drills.country import COUNTRY, COUNTY
from bench.drills.memory import peak_mb
from content.actions.freeze import freeze
from content.models import Work
from drills.actions.planning import FIRST as FIRST_SLICE
from drills.actions.planning import begin_run, plan_slice
from drills.models import Plan, Run
from people.models import Chain
from people.shifts.rules import SHOP

ROUNDS = 3
BOUND = 3
TABLES = ("drills_storedrill", "drills_call")
LIVE, AT = datetime(2026, 1, 5, 10, tzinfo=SHOP), datetime(2026, 1, 20, 10, tzinfo=SHOP)
FIRST = date(2026, 2, 2)
_SCRIPT = Path(content.script.__file__).parent / "vectors" / "plays" / "drill.json"


def small() -> dict[str, Any]:
    """A run for 120 stores and 1,500 clerks."""
    return _planned(plan_of(COUNTY), FIRST)


def whole() -> dict[str, Any]:
    """The entry of the report; everything planned and inserted `ROUNDS` times, in turns."""
    plan = plan_of(COUNTRY)
    _make_copies()
    planned, inserted = [], []
    for month in range(ROUNDS):
        first = _planned(plan, FIRST.replace(month=FIRST.month + month))
        planned.append(first)
        inserted.append(_seconds(lambda run=first["run"]: _insert(run)))
    seconds, against = median(one["seconds"] for one in planned), median(inserted)
    return {
        "name": "plan-drill",
        "value": round(seconds, 2),
        "unit": f"s for {planned[0]['calls']:,} calls",
        "against": "bulk-insert",
        "against_value": round(against, 2),
        "ratio": round(seconds / against, 2),
        "bound": BOUND,
        "peak_mb": planned[0]["peak_mb"],
    }


def plan_of(slug: str) -> Plan:
    """A live plan that drills every store of a chain once a month."""
    chain = Chain.objects.get(slug=slug)
    work = Work.objects.create(kind=Work.Kind.DRILL, owner=chain)
    freeze(work=work, body=json.loads(_SCRIPT.read_text())["script"], by=None, at=LIVE)
    plan = Plan.objects.create(
        owner=chain,
        title="量測演練",
        objective="量測",
        competency="report",
        script=work,
        seed=slug,
        period=Plan.Period.MONTH,
        per_store=1,
        rule="FREQ=MONTHLY;BYMONTHDAY=2",
        starts_on=FIRST,
        state=Plan.State.LIVE,
        made_at=LIVE,
        live_since=LIVE,
    )
    plan.chains.add(chain)
    return plan


def _planned(plan: Plan, occurrence: date) -> dict[str, Any]:
    """Plan one run slice by slice, as the outbox does; raises where not all were placed and called."""
    seconds = _seconds(lambda: _plan_all(plan, occurrence))
    peak, run = peak_mb(), Run.objects.get(plan=plan, occurrence=occurrence)
    stores, calls = run.store_drills.exclude(at=None).count(), run.calls.count()
    if (stores, calls) != (plan.owner.stores.count(), plan.owner.persons.count()):
        raise AssertionError(f"{stores} stores and {calls} calls are not all of them")
    return {"run": run.pk, "seconds": seconds, "calls": calls, "peak_mb": peak}


def _plan_all(plan: Plan, occurrence: date) -> None:
    run = begin_run(plan=plan, occurrence=occurrence, at=AT)
    after: int | None = FIRST_SLICE
    while after is not None:
        after = plan_slice(run=run, after=after, at=AT)


def _make_copies() -> None:
    """Tables with the columns, defaults, indexes, checks and foreign keys of those that planning fills."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING ALL)")
            keys = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'"
            cursor.execute(keys, [table])
            for (key,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE bench_{table} ADD {key}")


@transaction.atomic
def _insert(run: int) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"INSERT INTO bench_{table} SELECT * FROM {table} WHERE run_id = %s", [run])  # noqa: S608 - ours


def _seconds(do: Callable[[], object]) -> float:
    began = time.monotonic()
    do()
    return time.monotonic() - began
