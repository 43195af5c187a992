"""Planning a run: drawing for its period, giving each drawn store a moment, calling who stands there.

A run of a whole country takes longer than a worker's lease: it is begun (`begin_run`) and then goes on slice by slice
(`plan_slice`), each a transaction of its own that may run twice. `plan_run` does all of it at once.
"""

import json
import logging
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count

from drills.actions.calling import derive_calls
from drills.actions.placing import AT_ONCE, place_stores
from drills.models import Draw, Event, Plan, Run
from drills.queries.audience import frame
from drills.queries.draws import outcome
from drills.queries.faults import NobodyToDrill, NotNow, edition_to_play, measures_of
from drills.queries.moments import Stage
from drills.queries.occurrences import coming
from drills.rules.calendar import Band
from people.actions import keep
from people.statements import rows

log = logging.getLogger(__name__)

FIRST = 0
"""Where the first slice begins: after no store."""

# The draw of a whole country is never in memory.
SLICE = """
SELECT store.key::bigint, drill.value -> 1
FROM drills_draw draw, jsonb_each(draw.drawn) store, jsonb_array_elements(store.value) drill
WHERE draw.plan_id = %(plan)s AND draw.period_begins = %(begins)s AND drill.value ->> 0 = %(occurrence)s
  AND store.key::bigint > %(after)s ORDER BY 1 LIMIT %(most)s
"""


@transaction.atomic
def plan_run(*, plan: Plan, occurrence: date, at: datetime) -> Run:
    """The run of one occurrence of a live plan, once, and all that belongs to it: the draw of its period where there is
    none yet, a moment for each store that was drawn, the calls. Raises what `begin_run` raises."""
    run = begin_run(plan=plan, occurrence=occurrence, at=at)
    after = None if _is_planned(run) else FIRST
    while after is not None:
        after = plan_slice(run=run, after=after, at=at)
    return run


@transaction.atomic
def begin_run(*, plan: Plan, occurrence: date, at: datetime) -> Run:
    """The run of an occurrence, made where there is none yet, with the draw of its period; its stores are to come.

    Raises NotNow where the plan is not live, or the occurrence none of which something is still to come; NoScript;
    NobodyToDrill where no store is open.
    """
    # Whoever pauses or ends the plan, and whoever plans another run of it, waits.
    plan = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    run: Run | None = plan.runs.filter(occurrence=occurrence).first()
    if run is None:
        _refuse_other_times(plan, occurrence, at)
        _draw(plan, occurrence, at)
        run = _make(plan, occurrence, at)
    return run


@transaction.atomic
def plan_slice(*, run: Run, after: int, at: datetime) -> int | None:
    """Plan the next stores (pk) of a run after this one: their moments and their calls. The last of them, from which
    the next slice goes on; None where the run is complete, or not open any more. A fixed number of statements."""
    if not Run.objects.open().filter(pk=run.pk).exists():
        return None
    wanted = _slice(run, after)
    if wanted:
        stage = Stage.of_run(run, at)
        derive_calls(place_stores(run, stage, wanted).drills)
    if len(wanted) == AT_ONCE:
        return max(wanted)
    _finish(run, at)
    return None


def _slice(run: Run, after: int) -> dict[int, list[Band]]:
    """The stores (pk) that were drawn for the run, each with its bands in order."""
    given: dict[str, Any] = {
        "plan": run.plan_id,
        "begins": run.plan.period_of(run.occurrence).begins,
        "occurrence": run.occurrence.isoformat(),
        "after": after,
        "most": AT_ONCE,
    }
    return {store: json.loads(bands) for store, bands in rows(SLICE, given)}


def _finish(run: Run, at: datetime) -> None:
    """Note once what the run has come to."""
    if _is_planned(run):
        return
    counted = dict(run.store_drills.order_by().values_list("unplaced").annotate(Count("pk")))
    detail = {"stores": counted.pop("", 0), "unplaced": counted, "calls": run.calls.count()}
    Event.objects.create(run=run, kind=Event.Kind.PLANNED, at=at, detail=detail)
    keep("plan_run", run, by=None, at=at, **detail)


def _is_planned(run: Run) -> bool:
    return run.events.filter(kind=Event.Kind.PLANNED, store_drill=None).exists()


def _refuse_other_times(plan: Plan, occurrence: date, at: datetime) -> None:
    if plan.state != Plan.State.LIVE:
        raise NotNow("計畫沒有在進行中，不會排新的場次。")
    if occurrence not in coming(plan, at, occurrence):
        raise NotNow(f"{occurrence:%Y-%m-%d} 不是這個計畫還能排的日子。")


def _draw(plan: Plan, occurrence: date, at: datetime) -> None:
    """Draw for the occurrence's period where that is still to be done: for all its occurrences that are to come, in
    whatever order they are planned."""
    period = plan.period_of(occurrence)
    if plan.draws.filter(period_begins=period.begins).exists():
        return
    stores = frame(plan, at)
    if not stores:
        raise NobodyToDrill("這個計畫的對象裡已經沒有營業中的門市。", "audience")
    occurrences = [day for day in coming(plan, at, period.ends) if day in period]
    Draw.objects.create(
        plan=plan,
        period_begins=period.begins,
        period_ends=period.ends,
        seed=plan.seed,
        occurrences=occurrences,
        frame=stores,
        drawn=outcome(plan, seed=plan.seed, period=period, frame=stores, occurrences=occurrences),
        at=at,
    )


def _make(plan: Plan, occurrence: date, at: datetime) -> Run:
    edition = edition_to_play(plan)
    measures, spans = measures_of(edition), plan.windows(occurrence)
    return Run.objects.create(
        plan=plan,
        occurrence=occurrence,
        begins_at=spans[0].begins,
        ends_at=spans[-1].ends,
        edition=edition,
        target_seconds=measures.target_seconds,
        difficulty=measures.difficulty,
        planned_at=at,
    )


def skip_run(*, plan: Plan, occurrence: date, because: str, at: datetime) -> None:
    """Report that an occurrence could not be planned: in the log, and in the audit trail of the plan, where its desk
    finds it."""
    log.warning("plan %s: %s could not be planned: %s", plan.pk, occurrence, because)
    keep("skip_run", plan, by=None, at=at, occurrence=occurrence.isoformat(), because=because)
