"""Days, bands, periods, holidays and windows of drills, right in every zone.

Two conventions hold in all of `drills.rules`: a pair of days includes both; a `Span` of moments is half open, aware and
in UTC, so that its arithmetic is of time that passes and not of what clocks show.

    period_of(day: date, kind: "month" | "quarter") -> Period(begins, ends)
    band_at(at: datetime, zone: ZoneInfo) -> "early" | "late" | "night"
    bands_between(hours_from: time, hours_until: time) -> tuple[Band, ...]
    national_holidays(year: int, country: str = "TW") -> Mapping[date, str]           raises UnknownCountry
    windows(occurrence: date, days: int, hours_from: time, hours_until: time, zone: ZoneInfo) -> list[Span]
    span_of_days(first: date, last: date, zone: ZoneInfo) -> Span
    instant(day: date, hour: time, zone: ZoneInfo) -> datetime

Where summer time begins, the hour that clocks leave out is in no window. Where it ends, an hour is shown twice: only
its first time is in a window, so that a minute that a notice names is one minute and is as likely as any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

import holidays

Band = Literal["early", "late", "night"]
PeriodKind = Literal["month", "quarter"]

BANDS: tuple[Band, ...] = ("early", "late", "night")
EARLY, LATE, NIGHT = time(6), time(14), time(22)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MONTHS = {"month": 1, "quarter": 3}


class UnknownCountry(ValueError):
    """No national holidays are known for this country. The text says what to do."""


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """The first and the last day of a month or a quarter."""

    begins: date
    ends: date

    def __contains__(self, day: date) -> bool:
        return self.begins <= day <= self.ends

    def __str__(self) -> str:
        """`2026-07..2026-09`: what stands for the period in a draw."""
        return f"{self.begins:%Y-%m}..{self.ends:%Y-%m}"


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """From a moment until before another; aware, in UTC, and not empty."""

    begins: datetime
    ends: datetime


def period_of(day: date, kind: PeriodKind) -> Period:
    """The month or the quarter of a day."""
    months = MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, _month_after(first, months) - DAY)


def _month_after(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def band_at(at: datetime, zone: ZoneInfo) -> Band:
    """The band in which a moment lies by the clock of the shop."""
    return _band(at.astimezone(zone).time())


def _band(hour: time) -> Band:
    if EARLY <= hour < LATE:
        return "early"
    return "late" if LATE <= hour < NIGHT else "night"


def bands_between(hours_from: time, hours_until: time) -> tuple[Band, ...]:
    """The bands that share a minute with a plan's hours, in the order of the day."""
    cuts = [hour for hour in (EARLY, LATE, NIGHT) if _within(hour, hours_from, hours_until)]
    touched = {_band(hours_from), *map(_band, cuts)}
    return tuple(band for band in BANDS if band in touched)


def _within(hour: time, hours_from: time, hours_until: time) -> bool:
    """Whether the hours, over midnight where they are written so, hold this one. Equal hours are the whole day."""
    if hours_from < hours_until:
        return hours_from <= hour < hours_until
    return hour >= hours_from or hour < hours_until


@lru_cache(maxsize=64)
def national_holidays(year: int, country: str = "TW") -> Mapping[date, str]:
    """The national holidays of a year, days that are made up for included, with their names as the country has them.

    Raises UnknownCountry for a code (ISO 3166-1, two letters) of which none are known.
    """
    try:
        # Left to itself the library takes the language of the machine.
        language = holidays.country_holidays(country).default_language
        found = holidays.country_holidays(country, years=year, language=language)
    except NotImplementedError as error:
        raise UnknownCountry(f"沒有 {country} 的國定假日，請改用別的國家代碼，例如 TW。") from error
    return MappingProxyType({day: found[day] for day in sorted(found)})


def windows(occurrence: date, days: int, hours_from: time, hours_until: time, zone: ZoneInfo) -> list[Span]:
    """When a run may drill: the hours of each of `days` days from the occurrence on, in order, none overlapping.

    Hours go over midnight where `hours_from` is the later one; where both are the same each day is one of 24 hours (or
    what its clocks make of them). Days on which no such minute exists have no window.
    """
    over = 1 if hours_until <= hours_from else 0
    found: list[Span] = []
    for day in (occurrence + n * DAY for n in range(days)):
        begins, ends = instant(day, hours_from, zone), instant(day + over * DAY, hours_until, zone)
        found += _shown_once(begins, ends, zone)
    return found


def span_of_days(first: date, last: date, zone: ZoneInfo) -> Span:
    """From the beginning of the first day until the end of the last: a holiday, a blackout."""
    return Span(instant(first, time(), zone), instant(last + DAY, time(), zone))


def instant(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The first moment, in UTC, at which the clocks of the zone show this hour of this day, or a later one where they
    never show it."""
    shown = datetime.combine(day, hour, zone)
    at = shown.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == shown.replace(tzinfo=None):
        return at
    return _change(shown.replace(fold=1).astimezone(UTC), at, zone)


def _shown_once(begins: datetime, ends: datetime, zone: ZoneInfo) -> list[Span]:
    """The span without the minutes that clocks show for the second time; nothing where nothing is left."""
    set_back = _offset(begins, zone) - _offset(ends, zone)
    if set_back <= timedelta():
        pieces = [(begins, ends)]
    else:
        change = _change(begins, ends, zone)
        pieces = [(begins, change), (change + set_back, ends)]
    return [Span(since, until) for since, until in pieces if since < until]


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """When the clocks are changed, to the minute; they are once, after `before` and at `after` or earlier."""
    offset = _offset(before, zone)
    while after - before > MINUTE:
        middle = before + (after - before) // MINUTE // 2 * MINUTE
        before, after = (middle, after) if _offset(middle, zone) == offset else (before, middle)
    return after


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    if offset is None:
        raise ArithmeticError("an aware moment has an offset")
    return offset
