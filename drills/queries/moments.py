"""When each of many stores would be alerted in a run, by what stands already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from drills.models import Plan, Run, StoreDrill
from drills.queries.occurrences import left
from drills.queries.standing import Standing, standing
from drills.rules.calendar import DAY, Band, Period, Span, instant
from drills.rules.drawing import Drawn, open_bands
from drills.rules.placing import Ground, Moment, Unplaced, place
from people.shifts.rules import SHOP

Found = Moment | StoreDrill.Unplaced


@dataclass(frozen=True, slots=True)
class Stage:
    """What is the same for all stores of a run: `spans` are its windows, or what is left of them."""

    plan: Plan
    occurrence: date
    spans: Sequence[Span]
    ground: Ground
    needs_seconds: int
    seed: str
    run: int | None

    @classmethod
    def of(
        cls,
        plan: Plan,
        occurrence: date,
        at: datetime,
        *,
        needs_seconds: int,
        seed: str | None = None,
        run: int | None = None,
    ) -> "Stage":
        """For moments chosen at `at`, by the plan's seed or another; `run` is the run (pk) that they are for."""
        spans = left(plan.windows(occurrence), at)
        return cls(plan, occurrence, spans, plan.ground(spans), needs_seconds, seed or plan.seed, run)

    @classmethod
    def of_run(cls, run: Run, at: datetime) -> "Stage":
        """The same for a run that is there."""
        return cls.of(run.plan, run.occurrence, at, needs_seconds=run.target_seconds, run=run.pk)

    @property
    def period(self) -> Period:
        return self.plan.period_of(self.occurrence)


def moments(stage: Stage, wanted: Mapping[int, Sequence[Band]]) -> Iterator[tuple[int, Found]]:
    """The moment of each of these stores (pk), in order, or why it has none; its bands are tried in their order, but
    for those in which it was drilled often enough. One query. Nothing where nothing is left of the windows."""
    if not stage.spans:
        return
    begins, ends = stage.spans[0].begins, stage.spans[-1].ends
    stands = standing(stage.plan, wanted, begins=begins, ends=ends, period=stage.period, run=stage.run)
    for one in stands:
        yield one.store, moment_of(stage, one, wanted[one.store])


def moment_of(stage: Stage, stands: Standing, bands: Sequence[Band]) -> Found:
    """The moment of one store as it stands, or why it has none."""
    if stands.closed_on and instant(stands.closed_on, time(), SHOP) <= stage.spans[0].begins:
        return StoreDrill.Unplaced.CLOSED
    if not stands.peopled:
        return StoreDrill.Unplaced.NOBODY
    placed = place(
        seed=stage.seed,
        store=stands.store,
        bands=open_bands(Drawn(stage.occurrence, tuple(bands)), stands.used, stage.plan.per_shift),
        ground=stage.ground,
        gap_minutes=stage.plan.gap_minutes,
        needs_seconds=stage.needs_seconds,
        taken=stands.taken,
        blackouts=[*stands.blackouts, *_shut(stage, stands)],
        shifts=stands.shifts,
        planned=stands.planned,
    )
    return placed if isinstance(placed, Moment) else _reason(placed, stands)


def _reason(unplaced: Unplaced, stands: Standing) -> StoreDrill.Unplaced:
    """Hours in which a store is shut are closed like days without drills, and are none."""
    if unplaced.reason == "blackout" and not stands.blackouts:
        return StoreDrill.Unplaced.NO_ROOM
    return StoreDrill.Unplaced(unplaced.reason)


def _shut(stage: Stage, stands: Standing) -> Iterator[Span]:
    """When the store is not open: at night where it has hours, and for good."""
    last = stage.spans[-1].ends
    if stands.closed_on:
        closed = instant(stands.closed_on, time(), SHOP)
        if closed < last:
            yield Span(closed, last + DAY)
    if stands.hours:
        opens, closes = stands.hours
        for day in (min(stage.ground.days) - DAY, *stage.ground.days):
            yield Span(instant(day, closes, SHOP), instant(day if closes < opens else day + DAY, opens, SHOP))
