"""What a plan asks of the stores week by week, before it starts.

weekly(foreseen: Iterable[Foreseen], *, stores: int, per_store: int, window_days: int, people: float) -> list[Week]
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from drills.rules.calendar import DAY
from drills.rules.quotas import Foreseen, quota_of

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """The load of one week, which begins on a Monday: how many store drills and calls are to be expected in it, on
    average; of a small plan less than one."""

    begins: date
    store_drills: float
    calls: float


def weekly(foreseen: Iterable[Foreseen], *, stores: int, per_store: int, window_days: int, people: float) -> list[Week]:
    """The weeks from the first to the last that a run touches, quiet ones between them included.

    `stores` are drawn in each period, and `people` called in a store on average. A period's drills are spread over its
    occurrences, those of an occurrence over the days of its window: what chance does on average.
    """
    drills: defaultdict[date, Fraction] = defaultdict(Fraction)
    for day, share in _shares(foreseen, per_store, window_days):
        drills[day - timedelta(days=day.weekday())] += share * stores
    return [Week(monday, float(drills[monday]), float(drills[monday] * Fraction(people))) for monday in _weeks(drills)]


def _shares(foreseen: Iterable[Foreseen], per_store: int, window_days: int) -> Iterator[tuple[date, Fraction]]:
    """How many of one store's drills are expected on each day of each run."""
    for period in foreseen:
        share = Fraction(quota_of(period, per_store), len(period.occurrences) * window_days)
        for occurrence in period.occurrences:
            for n in range(window_days):
                yield occurrence + n * DAY, share


def _weeks(found: Iterable[date]) -> Iterator[date]:
    mondays = set(found)
    if mondays:
        monday, last = min(mondays), max(mondays)
        while monday <= last:
            yield monday
            monday += WEEK
