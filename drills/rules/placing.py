"""When a store is alerted: one minute of a run's window, each that is allowed as likely as any other.

    Ground.of(windows: Iterable[Span], holidays: Collection[date], zone: ZoneInfo) -> Ground       once per run
    place(*, seed: str, store, bands: Sequence[Band], ground: Ground, gap_minutes: int, needs_seconds: int,
          taken: Iterable[Taken] = (), blackouts: Iterable[Span] = (), shifts: Iterable[Span] = (),
          planned: Collection[date] = ()) -> Moment(at, band) | Unplaced(reason)

Where it is known who is in the store, a drill fits into somebody's shift: `shifts` are those of the people whom the
plan would call, `planned` the days on which any shift of the store begins. On other days everybody may be there, but
for the minutes in which somebody's shift is known and too little of it is left.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from drills.rules.calendar import DAY, EARLY, LATE, NIGHT, Band, Span, instant
from drills.rules.intervals import (
    Interval,
    Minutes,
    at_index,
    common,
    minute,
    minute_after,
    moment,
    size,
    union,
    without,
)
from drills.rules.seeds import index

Taken = tuple[datetime, int]
"""The moment of another drill of the store, and the gap in minutes that its own plan keeps."""

Reason = Literal["no_room", "holiday", "blackout", "nobody", "too_near"]
"""Why a store has no moment: the first of these that leaves nothing. `no_room` is for hours without an open band,
`nobody` for shifts that are all planned and too short; the table `StoreDrill` has them in words."""

PIECES: tuple[tuple[Band, time, time], ...] = (
    ("night", time(), EARLY), ("early", EARLY, LATE), ("late", LATE, NIGHT), ("night", NIGHT, time()),
)  # fmt: skip
"""A day from midnight to midnight, in bands."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The minute at which a store is alerted, aware and in UTC, and the band in which it lies."""

    at: datetime
    band: Band


@dataclass(frozen=True, slots=True)
class Unplaced:
    """There is no such minute."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Ground:
    """The minutes of a run's windows, by band; the same without holidays; and the minutes of each day they touch."""

    wide: Mapping[Band, Minutes]
    open: Mapping[Band, Minutes]
    days: Mapping[date, Interval]

    @classmethod
    def of(cls, windows: Iterable[Span], holidays: Collection[date], zone: ZoneInfo) -> "Ground":
        """What is the same for all stores of a run."""
        minutes = union((minute_after(span.begins), minute_after(span.ends)) for span in windows)
        if not minutes:
            return cls({}, {}, {})
        days = list(_days(moment(minutes[0][0]), moment(minutes[-1][1] - 1), zone))
        wide, opened = (_by_band(minutes, kept, zone) for kept in (days, [d for d in days if d not in holidays]))
        return cls(wide, opened, {day: _between(day, time(), day + DAY, time(), zone) for day in days})


def place(
    *,
    seed: str,
    store: Hashable,
    bands: Sequence[Band],
    ground: Ground,
    gap_minutes: int,
    needs_seconds: int,
    taken: Iterable[Taken] = (),
    blackouts: Iterable[Span] = (),
    shifts: Iterable[Span] = (),
    planned: Collection[date] = (),
) -> Moment | Unplaced:
    """The moment of one store in one run, in the first of `bands` that has an allowed minute.

    Allowed is a minute of the window, on no holiday, that is far enough from all of `taken` (the store's other drills,
    of whatever plan), in no blackout, and from which `needs_seconds` pass before a blackout begins or the shift ends
    that holds it. Between two drills lies the wider gap of both plans. The moment follows from `seed`, `store` and the
    window; the seed is the plan's.
    """
    limits = _Limits(ground, gap_minutes, needs_seconds, tuple(taken), tuple(blackouts), tuple(shifts), planned)
    closed = union([*limits.blacked_out(), *limits.too_near()])
    known = limits.without_anybody()
    for band in bands:
        allowed = without(without(ground.open.get(band, ()), closed), known)
        if allowed:
            chosen = index(size(allowed), seed, store, min(ground.days), band)
            return Moment(moment(at_index(allowed, chosen)), band)
    return Unplaced(limits.reason(bands))


@dataclass(frozen=True, slots=True)
class _Limits:
    """What one store adds to the ground of a run; each gives the minutes that it closes."""

    ground: Ground
    gap_minutes: int
    needs_seconds: int
    taken: tuple[Taken, ...]
    blackouts: tuple[Span, ...]
    shifts: tuple[Span, ...]
    planned: Collection[date]

    def too_near(self) -> Iterator[Interval]:
        for at, kept in self.taken:
            gap = max(kept, self.gap_minutes)
            yield minute(at) - gap + 1, minute_after(at) + gap

    def blacked_out(self) -> Iterator[Interval]:
        for span in self.blackouts:
            yield self._too_late_for(span.begins), minute_after(span.ends)

    def without_anybody(self) -> list[Interval]:
        """The minutes of which it is known that nobody is there who could finish."""
        if not self.shifts and not self.planned:
            return []
        known = [(minute_after(span.begins), minute_after(span.ends)) for span in self.shifts]
        known += [span for day, span in self.ground.days.items() if day in self.planned]
        fit = union((minute_after(span.begins), self._too_late_for(span.ends)) for span in self.shifts)
        return without(union(known), fit)

    def _too_late_for(self, at: datetime) -> int:
        """The first minute from which a drill is not over by `at`; at the latest the one that begins then."""
        return min(minute(at - timedelta(seconds=self.needs_seconds)) + 1, minute_after(at))

    def reason(self, bands: Sequence[Band]) -> Reason:
        """Which limit, in the order of the reasons, leaves nothing in all of these bands together."""
        opened = _together(self.ground.open, bands)
        if not opened:
            return "holiday" if _together(self.ground.wide, bands) else "no_room"
        left = without(opened, union(self.blacked_out()))
        if not left:
            return "blackout"
        return "too_near" if without(left, self.without_anybody()) else "nobody"


def _together(minutes: Mapping[Band, Minutes], bands: Iterable[Band]) -> list[Interval]:
    return union(interval for band in bands for interval in minutes.get(band, ()))


def _days(first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[date]:
    day, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    while day <= end:
        yield day
        day += DAY


def _by_band(minutes: Minutes, days: Iterable[date], zone: ZoneInfo) -> dict[Band, list[Interval]]:
    pieces: dict[Band, list[Interval]] = {}
    for day in days:
        for band, begins, ends in PIECES:
            pieces.setdefault(band, []).append(_between(day, begins, day if ends > begins else day + DAY, ends, zone))
    return {band: common(minutes, union(found)) for band, found in pieces.items()}


def _between(first: date, begins: time, last: date, ends: time, zone: ZoneInfo) -> Interval:
    return minute_after(instant(first, begins, zone)), minute_after(instant(last, ends, zone))
