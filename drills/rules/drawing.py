"""Which stores a plan drills in a period, at which of its occurrences, and in which band of the day.

    draw(*, seed: str, period: Period | str, frame: Mapping[region, Sequence[store]], share: int, per_store: int,
         per_shift: int, occurrences: Sequence[date], bands: Sequence[Band] = BANDS)
        -> dict[store, tuple[Drawn(occurrence, bands), …]]                             raises ImpossibleQuota
    open_bands(drawn: Drawn, used: Iterable[Band], per_shift: int) -> tuple[Band, …]
    sample_size(stores: int, share: int) -> int

Everything follows from SHA-256 of the seed and of what is asked about (`seeds.py`), so that an auditor who has the seed
and the frame draws the same. Of a store only its `str` counts.

What holds where the frame changes: the occurrences and bands of a store that is drawn both times are the same. Another
region's stores are the same. A store that is added to a region takes at most one other's place, or none where the
region's number grows with it; a store that is taken away gives its place, if it had one, to one other at most.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from drills.rules.calendar import BANDS, Band, Period
from drills.rules.quotas import check_quota
from drills.rules.seeds import number

RegionKey = TypeVar("RegionKey", bound=Hashable)
StoreKey = TypeVar("StoreKey", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drill of a store: at which occurrence, and the bands in the order in which they are tried."""

    occurrence: date
    bands: tuple[Band, ...]


def draw(
    *,
    seed: str,
    period: Period | str,
    frame: Mapping[RegionKey, Sequence[StoreKey]],
    share: int,
    per_store: int,
    per_shift: int,
    occurrences: Sequence[date],
    bands: Sequence[Band] = BANDS,
) -> dict[StoreKey, tuple[Drawn, ...]]:
    """The stores that are drilled in the period, each with its `per_store` drills by day.

    Of each region `share` per cent, rounded up, are drawn: those of the lowest numbers. `bands` are those that the
    plan's hours have. Raises ImpossibleQuota where a store cannot have as many drills.
    """
    check_quota(per_store=per_store, per_shift=per_shift, occurrences=len(occurrences), bands=len(bands))
    key = (seed, str(period))
    return {
        store: _drills((*key, store), per_store, per_shift, occurrences, bands)
        for stores in frame.values()
        for store in _sampled(key, stores, share)
    }


def _sampled(key: tuple[object, ...], stores: Sequence[StoreKey], share: int) -> list[StoreKey]:
    in_order = sorted(stores, key=lambda store: number(*key, store))
    return in_order[: sample_size(len(stores), share)]


def sample_size(stores: int, share: int) -> int:
    """How many of a region's stores are drawn: `share` per cent, rounded up; so at least one where there is any."""
    return -(-stores * share // 100)


def _drills(
    key: tuple[object, ...], per_store: int, per_shift: int, occurrences: Sequence[date], bands: Sequence[Band]
) -> tuple[Drawn, ...]:
    days = sorted(sorted(occurrences, key=lambda day: number(*key, day))[:per_store])
    places = sorted(((n, band) for n in range(per_shift) for band in bands), key=lambda place: number(*key, *place))
    return tuple(
        Drawn(day, (first, *sorted((b for b in bands if b != first), key=lambda b: number(*key, day, b))))
        for day, (_, first) in zip(days, places, strict=False)
    )


def open_bands(drawn: Drawn, used: Iterable[Band], per_shift: int) -> tuple[Band, ...]:
    """The bands in which this drill may still be placed, in its order: `used` are those in which the store's other
    drills of the same draw were placed. One that the draw meant for a later drill may be among them; that one then
    finds another, for there are as many places as drills."""
    counted = Counter(used)
    return tuple(band for band in drawn.bands if counted[band] < per_shift)
