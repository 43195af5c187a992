"""What planning owes: runs whose windows come near. Registered at start-up."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from drills.actions.planning import FIRST, begin_run, plan_slice, skip_run
from drills.models import Plan, Run
from drills.queries.faults import NotNow, PlanRefused
from drills.queries.occurrences import due, half_planned
from outbox.actions import owe
from outbox.registry import Owing, due_scan, handler, reconciliation
from people.shifts.rules import shop_day

PLAN = "drills.plan"
SLICE = "drills.plan_slice"


@due_scan(PLAN)
def runs_to_plan(at: datetime) -> Iterable[Owing]:
    """Each once a day until it is planned: a plan that was paused meanwhile, or whose script was withdrawn and is there
    again, is found anew."""
    return [Owing(PLAN, f"{plan}:{occurrence}:{shop_day(at)}") for plan, occurrence in due(at)]


@handler(PLAN)
def begin(subject: str) -> None:
    pk, occurrence, _ = subject.split(":")
    plan, day, now = Plan.objects.get(pk=pk), date.fromisoformat(occurrence), timezone.now()
    try:
        run = begin_run(plan=plan, occurrence=day, at=now)
    except NotNow:
        return
    except PlanRefused as fault:
        skip_run(plan=plan, occurrence=day, because=str(fault), at=now)
    else:
        owe([Owing(SLICE, f"{run.pk}:{FIRST}")])


@handler(SLICE)
def go_on(subject: str) -> None:
    """One slice: a run of a whole country takes longer than a lease."""
    pk, after = map(int, subject.split(":"))
    run = Run.objects.select_related("plan").get(pk=pk)
    last = plan_slice(run=run, after=after, at=timezone.now())
    if last is not None:
        owe([Owing(SLICE, f"{pk}:{last}")])


@reconciliation(SLICE)
def half_planned_runs(at: datetime) -> Iterable[Owing]:
    """Runs that were begun and have not gone on: from their first store again, what is there stays as it is."""
    return [Owing(SLICE, f"{run}:{FIRST}") for run in half_planned(at).order_by("pk").values_list("pk", flat=True)]
