"""Which occurrences of a plan are still to come."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from drills.models import Event, Plan, Run
from drills.models.plans import RunQuerySet
from drills.rules.calendar import Span
from drills.rules.recurrence import WrongRule, occurrences, upcoming
from people.shifts.rules import shop_day

log = logging.getLogger(__name__)

AHEAD = timedelta(days=14)
"""How long before its window begins a run is planned."""

SLOWEST = timedelta(hours=1)
"""In which a run of any size is planned, unless something went wrong."""

SOONEST = timedelta(minutes=10)
"""How long after it is planned a drill begins at the soonest: the dispatch has to see it first."""


def coming(plan: Plan, at: datetime, until: date) -> list[date]:
    """The occurrences until that day for which something may be planned at `at`: their window is not over, and half of
    it at least was still to come when the plan went live. So who plans for today is taken at their word, and nobody's
    first week is squeezed into its last hour."""
    return list(_open(plan, at, occurrences(plan.recurrence, plan.starts_on, _since(plan, at), until)))


def next_ones(plan: Plan, at: datetime, most: int) -> list[date]:
    """The same without an end, at most `most`."""
    days = upcoming(plan.recurrence, plan.starts_on, _since(plan, at), most + plan.window_days)
    return list(_open(plan, at, days))[:most]


def due(at: datetime) -> list[tuple[int, date]]:
    """Plan (pk) and occurrence of each run that is to be planned at `at`: of live plans, within `AHEAD`."""
    plans = list(Plan.objects.live().order_by("pk"))
    runs = Run.objects.filter(plan__in=plans, ends_at__gt=at)
    planned = set(runs.values_list("plan_id", "occurrence"))
    wanted = ((plan.pk, day) for plan in plans for day in _near(plan, at))
    return [each for each in wanted if each not in planned]


def half_planned(at: datetime) -> RunQuerySet:
    """Open runs that were begun some while ago and are not complete."""
    complete = Event.objects.filter(run=OuterRef("pk"), kind=Event.Kind.PLANNED, store_drill=None)
    return Run.objects.open().filter(~Exists(complete), planned_at__lte=at - SLOWEST)


def _near(plan: Plan, at: datetime) -> list[date]:
    """Its occurrences whose window begins within `AHEAD`. A rule that never went through `keep_plan` has none: one plan
    must not keep the others from being planned."""
    try:
        days = coming(plan, at, shop_day(at + AHEAD))
    except WrongRule:
        log.exception("the rule of plan %s cannot be read", plan.pk)
        return []
    return [day for day in days if plan.windows(day)[0].begins <= at + AHEAD]


def left(spans: list[Span], at: datetime) -> list[Span]:
    """What is left of these windows for drills that are planned at `at`."""
    soonest = at + SOONEST
    return [Span(max(span.begins, soonest), span.ends) for span in spans if span.ends > soonest]


def _since(plan: Plan, at: datetime) -> date:
    """No window that begins before is still open."""
    return shop_day(at) - timedelta(days=plan.window_days)


def _open(plan: Plan, at: datetime, days: list[date]) -> Iterator[date]:
    since = plan.live_since or at
    for day in days:
        spans = plan.windows(day)
        if left(spans, at) and 2 * _lasting(spans, since) >= _lasting(spans, spans[0].begins):
            yield day


def _lasting(spans: list[Span], since: datetime) -> timedelta:
    """How long these windows are open from then on."""
    return sum((max(span.ends - max(span.begins, since), timedelta()) for span in spans), timedelta())
