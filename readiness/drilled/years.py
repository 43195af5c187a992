"""A store's drills: its running quarter, and its last four with how fast it was, difficulty by difficulty."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median_low

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Extract

from drills.models import Call, StoreDrill
from drills.rules.calendar import Period, period_of
from drills.rules.difficulty import Level, level_of
from people.models import Store
from people.shifts.rules import shop_day
from readiness.drilled.quotas import NOTHING, Quota, quotas

QUARTERS = 4
LEVELS: tuple[Level, ...] = ("easy", "middling", "hard")
WIDE, HIGH = 320, 80
"""Of the picture of a trend. The standard lies in its middle; what took twice as long or more is at its top."""


@dataclass(frozen=True)
class Held:
    """One drill of a store: `answered` and `passed` of `called` persons. `seconds`: half of those who reported had done
    so that long after their answer, for which the script gives `target_seconds`; None where nobody did."""

    pk: int
    title: str
    at: datetime
    occurrence: date
    level: Level
    target_seconds: int
    called: int
    answered: int
    passed: int
    debriefed: bool
    seconds: int | None = None


@dataclass(frozen=True)
class Quarter:
    """A store's drills of a quarter that have been alerted, the last first, and what its plans want."""

    begins: date
    ends: date
    held: Sequence[Held]
    quota: Quota


@dataclass(frozen=True)
class Dot:
    """A drill in the picture of its trend."""

    held: Held
    x: float
    y: float


@dataclass(frozen=True)
class Trend:
    """A store's drills of one difficulty in which somebody reported, the first first: like is compared with like."""

    level: Level
    dots: Sequence[Dot]


@dataclass(frozen=True)
class Year:
    """A store's last four quarters, the running one first, and its trends."""

    quarters: Sequence[Quarter]
    trends: Sequence[Trend]


def quarter_of(store: Store, lang: str, at: datetime) -> Quarter:
    """A store's running quarter; two queries."""
    period = period_of(shop_day(at), "quarter")
    held = [_held(drill, lang) for drill in _alerted(store, period, at) if _called(drill)]
    return Quarter(period.begins, period.ends, held, quotas([store.pk], period).get((store.pk, period.begins), NOTHING))


def year_of(store: Store, lang: str, at: datetime) -> Year:
    """A store's last four quarters; three queries."""
    periods = list(_last(period_of(shop_day(at), "quarter")))
    whole = Period(periods[-1].begins, periods[0].ends)
    found = quotas([store.pk], whole)
    alerted = [drill for drill in _alerted(store, whole, at) if _called(drill)]
    waits = _waits(alerted)
    held = [_held(drill, lang, waits.get(drill.pk, ())) for drill in alerted]
    quarters = [
        Quarter(
            period.begins,
            period.ends,
            [one for one in held if one.occurrence in period],
            found.get((store.pk, period.begins), NOTHING),
        )
        for period in periods
    ]
    return Year(quarters, [trend for level in LEVELS if (trend := _trend(level, held, whole)).dots])


def year_rows(store: Store, at: datetime) -> Iterator[Sequence[str]]:
    """The same for a file, a line a drill."""
    for quarter in year_of(store, "zh-Hant", at).quarters:
        for one in quarter.held:
            yield [
                f"{quarter.begins:%Y-%m-%d}",
                one.at.isoformat(timespec="seconds"),
                one.title,
                one.level,
                str(one.called),
                str(one.answered),
                str(one.passed),
                "" if one.seconds is None else str(one.seconds),
                str(one.target_seconds),
                "1" if one.debriefed else "0",
            ]


YEAR_HEAD = ("季", "時間", "演練", "難度", "應到", "回應", "通過", "一半的人幾秒內報出去", "標準（秒）", "檢討過")


def _last(running: Period) -> Iterator[Period]:
    for _ in range(QUARTERS):
        yield running
        running = period_of(running.begins - timedelta(days=1), "quarter")


def _alerted(store: Store, over: Period, at: datetime) -> QuerySet[StoreDrill]:
    """The store's drills of these occurrences that are no secret any more, the last first."""
    first = Q(calls__makeup_of=None)
    return (
        StoreDrill.objects.filter(store=store, at__lte=at, run__occurrence__range=(over.begins, over.ends))
        .annotate(
            called=Count("calls", filter=first & ~Q(calls__result="excused")),
            answered=Count("calls", filter=first & Q(calls__acknowledged_at__isnull=False)),
            passed=Count("calls", filter=first & Q(calls__result="passed")),
        )
        .select_related("run__plan__script")
        .order_by("-at")
    )


def _called(drill: StoreDrill) -> int:
    return int(drill.called)  # type: ignore[attr-defined]  # annotated


def _waits(drills: Sequence[StoreDrill]) -> dict[int, list[float]]:
    """By drill (pk), how many seconds each report took, in order."""
    told = Call.objects.filter(
        store_drill__in=drills, makeup_of=None, acknowledged_at__isnull=False, reported_at__isnull=False
    )
    waits = told.annotate(wait=Extract(F("reported_at") - F("acknowledged_at"), "epoch"))
    found: dict[int, list[float]] = defaultdict(list)
    for drill, wait in waits.order_by("wait").values_list("store_drill", "wait"):
        found[drill].append(float(wait))
    return found


def _held(drill: StoreDrill, lang: str, waits: Sequence[float] = ()) -> Held:
    run = drill.run
    return Held(
        pk=drill.pk,
        title=run.plan.script.title(lang),
        at=drill.at or run.begins_at,
        occurrence=run.occurrence,
        level=level_of(run.difficulty),
        target_seconds=run.target_seconds,
        called=_called(drill),
        answered=drill.answered,  # type: ignore[attr-defined]  # annotated
        passed=drill.passed,  # type: ignore[attr-defined]  # annotated
        debriefed=drill.debriefed_at is not None,
        seconds=round(median_low(waits)) if waits else None,
    )


def _trend(level: Level, held: Sequence[Held], over: Period) -> Trend:
    days = (over.ends - over.begins).days
    alike = [one for one in reversed(held) if one.level == level and one.seconds is not None]
    return Trend(
        level,
        [
            Dot(
                one,
                # Half a dot from either edge.
                round(4 + (WIDE - 8) * min(1, max(0, (shop_day(one.at) - over.begins).days / days)), 1),
                round(4 + (HIGH - 8) * (1 - min((one.seconds or 0) / one.target_seconds, 2) / 2), 1),
            )
            for one in alike
        ],
    )
