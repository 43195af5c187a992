"""The board of a run while it goes, and the runs that somebody watches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Extract

from drills.models import Call, Event, Run, StoreDrill
from drills.queries.doors import EVERYTHING, Watched
from drills.rules.difficulty import Level, level_of

BINS = 12
"""Columns of the picture of response times; the last is for all that took longer."""

LAST_EVENTS, LAST_RUNS = 20, 50


@dataclass(frozen=True)
class Counts:
    """How many first calls of a run stand where; each is counted once in every member that is true of it."""

    all: int
    sent: int
    acknowledged: int
    done: int
    passed: int
    missed: int
    excused: int
    aborted: int


@dataclass(frozen=True)
class Bin:
    """One column of the picture: `n` responses from `begin` seconds on, `x` and `height` in the picture's units."""

    begin: int
    n: int
    x: float
    height: float


@dataclass(frozen=True)
class Board:
    """A run while it goes, or what is seen of it (`whole`: all). `median` in seconds, None before anybody responded."""

    run: Run
    whole: bool
    level: Level
    counts: Counts
    stores: int
    unplaced: Sequence[tuple[str, int]]
    bins: Sequence[Bin]
    median: int | None
    events: Sequence[Event]


def board_of(run: Run, seen: Watched = EVERYTHING) -> Board:
    """One run; five queries, whatever its size. `run` with its plan."""
    first = Call.objects.filter(seen.stores("store_drill__store"), run=run, makeup_of=None)
    waits = _waits(first)
    drills = StoreDrill.objects.filter(seen.stores("store"), run=run)
    placed = drills.filter(at__isnull=False).count()
    labels = dict(StoreDrill.Unplaced.choices)
    unplaced = drills.filter(at=None).order_by().values_list("unplaced").annotate(Count("pk"))
    return Board(
        run=run,
        whole=seen.whole(run),
        level=level_of(run.difficulty),
        counts=_counts(first),
        stores=placed,
        unplaced=[(str(labels[reason]), n) for reason, n in unplaced],
        bins=_bins(waits, run.target_seconds),
        median=waits[len(waits) // 2] if waits else None,
        events=list(run.events.select_related("by").order_by("-at", "-pk")[:LAST_EVENTS]),
    )


def _counts(calls: QuerySet[Call]) -> Counts:
    told = calls.aggregate(
        all=Count("pk"),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        acknowledged=Count("pk", filter=Q(acknowledged_at__isnull=False)),
        done=Count("pk", filter=Q(result__in=["passed", "failed"])),
        **{result: Count("pk", filter=Q(result=result)) for result in ("passed", "missed", "excused", "aborted")},
    )
    return Counts(**told)


def _waits(calls: QuerySet[Call]) -> list[int]:
    """How long each response took, in whole seconds, the fastest first."""
    answered = calls.filter(acknowledged_at__isnull=False, sent_at__isnull=False)
    seconds = answered.annotate(wait=Extract(F("acknowledged_at") - F("sent_at"), "epoch"))
    return [round(float(wait)) for wait in seconds.order_by("wait").values_list("wait", flat=True)]


def _bins(waits: Sequence[int], target: int) -> list[Bin]:
    width = max(1, target // (BINS - 2))
    counts = [0] * BINS
    for wait in waits:
        counts[min(wait // width, BINS - 1)] += 1
    most = max(counts) or 1
    return [
        Bin(place * width, n, round(place * 100 / BINS, 2), round(40 * n / most, 2)) for place, n in enumerate(counts)
    ]


@dataclass(frozen=True)
class RunLine:
    """One run in the list, with how many were called and how many of them responded and passed."""

    run: Run
    sent: int
    acknowledged: int
    passed: int


def run_lines(seen: Watched) -> list[RunLine]:
    """The newest runs, as far as they are seen; two queries."""
    found = list(seen.runs.order_by("-begins_at", "-pk")[:LAST_RUNS])
    first = Call.objects.filter(seen.stores("store_drill__store"), run__in=found, makeup_of=None)
    told = (
        first.order_by()
        .values_list("run")
        .annotate(
            sent=Count("pk", filter=Q(sent_at__isnull=False)),
            answered=Count("pk", filter=Q(acknowledged_at__isnull=False)),
            well=Count("pk", filter=Q(result="passed")),
        )
    )
    counts = {run: numbers for run, *numbers in told}
    return [RunLine(run, *counts.get(run.pk, (0, 0, 0))) for run in found]


def call_rows(run: Run, seen: Watched = EVERYTHING) -> Iterator[Sequence[str]]:
    """Every call of a run that is seen, for the file, streamed: store, person, moments, seconds, result."""
    calls = Call.objects.filter(seen.stores("store_drill__store"), store_drill__run=run).select_related(
        "store_drill__store__region", "person"
    )
    for call in calls.order_by("store_drill__store__code", "person__employee_number", "due_at").iterator(500):
        store = call.store_drill.store
        yield [
            store.region.name,
            store.code,
            store.name,
            call.person.employee_number,
            call.person.name,
            _moment(call.sent_at),
            _seconds(call, call.acknowledged_at),
            _seconds(call, call.first_correct_at),
            _seconds(call, call.reported_at),
            str(call.get_excuse_display() if call.excuse else call.get_result_display()),
            "1" if call.phone_timed else "0",
            "1" if call.makeup_of_id else "0",
        ]


CALLS_HEAD = (
    "區域", "店號", "門市", "員工編號", "姓名", "送出", "回應（秒）", "第一個對的動作（秒）", "報出去（秒）", "結果",
    "手機計時", "補練",
)  # fmt: skip


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _seconds(call: Call, at: datetime | None) -> str:
    seconds = call.seconds_until(at)
    return "" if seconds is None else str(seconds)
