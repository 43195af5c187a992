"""What a plan would come to: its next runs, whom they reach, the load by week, and moments as an example."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice

from drills.models import Plan
from drills.models.plans import COUNTRY
from drills.queries.audience import drilled, frame, heads
from drills.queries.draws import Outcome, outcome
from drills.queries.faults import PlanRefused, faults, needed_seconds
from drills.queries.moments import Stage, moments
from drills.queries.occurrences import coming, next_ones
from drills.rules.calendar import Band, Period, Span, national_holidays
from drills.rules.drawing import sample_size
from drills.rules.load import Week, weekly
from drills.rules.placing import Moment
from drills.rules.quotas import Foreseen, ImpossibleQuota
from drills.rules.recurrence import described
from people.models import Store
from people.shifts.rules import shop_day

FORETOLD, EXAMPLES = 8, 5


@dataclass(frozen=True, slots=True)
class Foretold:
    """One occurrence: its window, the national holidays in it that are spared, and how many stores and persons are
    drawn for it; `people` at most, for who is called depends on the shifts."""

    occurrence: date
    begins_at: datetime
    ends_at: datetime
    holidays: tuple[tuple[date, str], ...]
    stores: int
    people: int


@dataclass(frozen=True, slots=True)
class Example:
    """A store of the first run that has any, and when it might be alerted; None where there is no room (`unplaced`
    says why)."""

    store: Store
    at: datetime | None
    unplaced: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan as it would go on. `stores` and `people` are all that it reaches, `weeks` the load that is to be expected
    at most, `faults` what keeps the plan from going live. The examples are drawn from another seed than the plan's:
    nobody learns the moments beforehand."""

    rule: str
    stores: int
    people: int
    occurrences: tuple[Foretold, ...]
    weeks: tuple[Week, ...]
    examples: tuple[Example, ...]
    faults: tuple[PlanRefused, ...]


Drawn = Mapping[date, Mapping[int, Sequence[Band]]]
"""By occurrence, the stores (pk) that are drawn for it, each with its bands in order."""


def preview(plan: Plan, at: datetime) -> Preview:
    """What the plan would come to from `at` on. Nothing is written; a fixed number of queries, and two a period."""
    days, stores, people = next_ones(plan, at, FORETOLD), frame(plan, at), heads(plan, at)
    drawn = _drawn(plan, at, days, stores)
    occurrences = tuple(_foretold(plan, day, drawn.get(day, {}), people) for day in days)
    return Preview(
        rule=described(plan.recurrence),
        stores=sum(map(len, stores.values())),
        people=drilled(plan, at).order_by().values("person").distinct().count(),
        occurrences=occurrences,
        weeks=tuple(_weeks(plan, at, days, stores, people)),
        examples=tuple(_examples(plan, at, next((day for day in days if drawn.get(day)), None), drawn)),
        faults=tuple(faults(plan, at)),
    )


def _drawn(plan: Plan, at: datetime, days: Iterable[date], stores: Mapping[int, Sequence[int]]) -> Drawn:
    """Of each period that has been drawn what was drawn, of the others what would be from these stores."""
    kept = {draw.period_begins: draw.drawn for draw in plan.draws.filter(period_ends__gte=shop_day(at))}
    found: dict[date, dict[int, Sequence[Band]]] = defaultdict(dict)
    for period, _ in groupby(days, plan.period_of):
        drawn = kept.get(period.begins) or _would_be(plan, at, period, stores)
        for store, drills in drawn.items():
            for occurrence, bands in drills:
                found[date.fromisoformat(occurrence)][int(store)] = bands
    return found


def _would_be(plan: Plan, at: datetime, period: Period, stores: Mapping[int, Sequence[int]]) -> Outcome:
    try:
        return outcome(plan, seed=plan.seed, period=period, frame=stores, occurrences=_coming_in(plan, at, period))
    except ImpossibleQuota:
        return {}  # one of the faults


def _coming_in(plan: Plan, at: datetime, period: Period) -> tuple[date, ...]:
    return tuple(day for day in coming(plan, at, period.ends) if day in period)


def _foretold(plan: Plan, day: date, drawn: Iterable[int], people: Mapping[int, int]) -> Foretold:
    spans, stores = plan.windows(day), list(drawn)
    return Foretold(
        occurrence=day,
        begins_at=spans[0].begins,
        ends_at=spans[-1].ends,
        holidays=tuple(_spared(plan, spans)),
        stores=len(stores),
        people=sum(people.get(store, 0) for store in stores),
    )


def _spared(plan: Plan, spans: Iterable[Span]) -> Iterator[tuple[date, str]]:
    """The national holidays on which one of these windows would begin, with their names."""
    if plan.spare_holidays:
        for day in dict.fromkeys(shop_day(span.begins) for span in spans):
            name = national_holidays(day.year, COUNTRY).get(day)
            if name:
                yield day, name


def _weeks(
    plan: Plan, at: datetime, days: Iterable[date], frame: Mapping[int, Sequence[int]], people: Mapping[int, int]
) -> list[Week]:
    """The load by week until the end of the last of the periods in which these occurrences lie."""
    reached = sum(map(len, frame.values()))
    return weekly(
        [Foreseen(period, _coming_in(plan, at, period), whole=False) for period, _ in groupby(days, plan.period_of)],
        stores=sum(sample_size(len(stores), plan.share) for stores in frame.values()),
        per_store=plan.per_store,
        window_days=plan.window_days,
        people=sum(people.values()) / reached if reached else 0,
    )


def _examples(plan: Plan, at: datetime, day: date | None, drawn: Drawn) -> Iterator[Example]:
    if day is None:
        return
    stage = Stage.of(plan, day, at, needs_seconds=needed_seconds(plan), seed=f"{plan.seed} example")
    wanted = dict(islice(drawn[day].items(), EXAMPLES))
    stores = Store.objects.select_related("chain").in_bulk(wanted)
    for store, found in moments(stage, wanted):
        if isinstance(found, Moment):
            yield Example(stores[store], found.at, "")
        else:
            yield Example(stores[store], None, str(found.label))
