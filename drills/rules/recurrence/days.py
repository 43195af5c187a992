"""Which days a rule means.

dateutil knows which days the parts `BY…` name; `INTERVAL`, `COUNT` and `UNTIL` are counted here. For dateutil looks on
until the year 9999 for the next day of a rule that has no more, whatever end it was given; asked without an interval
about days that do come again, it is done with as many days as it is asked about.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile

from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, rrule, weekday

from drills.rules.recurrence.model import LONGEST_MONTHS, Recurrence, Weekday, WrongRule

HORIZON = timedelta(days=3653)
"""Ten years. How far ahead a first day is looked for: who plans further will have other scripts by then."""

FREQUENCIES = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY}


def occurrences(rule: Recurrence, start: date, since: date, until: date) -> list[date]:
    """The days from `since` to `until`, both included, of a rule that starts on `start`, in order.

    `COUNT` counts from `start`; so does `INTERVAL`. A start that the rule does not name is no occurrence. The work
    grows with the days from `since` to `until` (from `start` where the rule has a `COUNT`).
    """
    return list(takewhile(lambda day: day <= until, _from(rule, start, since, until)))


def upcoming(rule: Recurrence, start: date, since: date, most: int) -> list[date]:
    """The next occurrences from `since` on, at most `most`, and none beyond the horizon."""
    return list(islice(_from(rule, start, since, max(start, since) + HORIZON), most))


def check(rule: Recurrence, start: date) -> None:
    """Raise WrongRule where the rule has no day at all from `start` on, as far as the horizon."""
    if rule.until and rule.until < start:
        raise WrongRule(f"UNTIL 在開始日之前，一次都不會演練。請改成 {start:%Y%m%d} 以後的日期。", "UNTIL")
    if not upcoming(rule, start, start, 1):
        part = "INTERVAL" if rule.interval > 1 else "BYMONTHDAY" if rule.by_month_day else "BYDAY"
        raise WrongRule(f"照這個規則，從開始日起十年內沒有任何一天要演練。請改 {part}，或換一個開始日。", part)


def comes(rule: Recurrence) -> bool:
    """Whether some day of some year is one that the parts `BY…` name, whatever the start."""
    return any(
        _named(rule, month, day, length, (first + day - 1) % 7)
        for month in rule.by_month or range(1, 13)
        for length in ((28, 29) if month == 2 else (LONGEST_MONTHS[month - 1],))
        for first in range(7)
        for day in range(1, length + 1)
    )


def _named(rule: Recurrence, month: int, day: int, length: int, day_of_week: int) -> bool:
    nths = {0, (day + 6) // 7, -((length - day) // 7 + 1)}
    return (
        (not rule.by_month or month in rule.by_month)
        and (not rule.by_month_day or day in rule.by_month_day or day - 1 - length in rule.by_month_day)
        and (not rule.by_day or any(d.day == day_of_week and d.nth in nths for d in rule.by_day))
    )


def _from(rule: Recurrence, start: date, since: date, until: date) -> Iterator[date]:
    """The occurrences from `since` on; may go on after `until`, until which it is asked at most."""
    filled = _filled(rule, start)
    last = min(until, rule.until or until)
    if not comes(filled):
        return
    counted = rule.count is not None
    named = _days(filled, start if counted else max(start, since), last)
    hits = islice((day for day in named if _phase(rule, start, day) == 0), rule.count)
    yield from (day for day in hits if day >= since)


def _filled(rule: Recurrence, start: date) -> Recurrence:
    """What RFC 5545 takes from the start where the rule leaves it open: the day of the week, or of the month."""
    if rule.freq == "WEEKLY" and not rule.by_day:
        return replace(rule, by_day=(Weekday(0, start.weekday()),))
    if rule.freq == "MONTHLY" and not rule.by_day and not rule.by_month_day:
        return replace(rule, by_month_day=(start.day,))
    return rule


def _days(rule: Recurrence, first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last` that the parts `BY…` name. They do come again, so that dateutil ends."""
    found = rrule(
        FREQUENCIES[rule.freq],
        dtstart=datetime.combine(first, time()),
        wkst=MO,
        bymonth=rule.by_month or None,
        bymonthday=rule.by_month_day or None,
        byweekday=[weekday(d.day, d.nth or None) for d in rule.by_day] or None,
    )
    return takewhile(lambda day: day <= last, (at.date() for at in found))


def _phase(rule: Recurrence, start: date, day: date) -> int:
    """How many days, weeks or months after one that the interval meets; 0 where it meets this one."""
    if rule.freq == "DAILY":
        passed = (day - start).days
    elif rule.freq == "WEEKLY":
        passed = (day - start + timedelta(days=start.weekday())).days // 7
    else:
        passed = (day.year - start.year) * 12 + day.month - start.month
    return passed % rule.interval
