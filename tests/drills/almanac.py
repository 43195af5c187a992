"""A calendar of its own, for the checker: days and minutes are whole numbers since 1970, nothing comes from `datetime`.

It shares no code with what it helps to check, not even the standard library's: zones are their laws, rules are read
letter by letter.
"""

import re
from functools import cache

WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = 1440


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year, month):
    return 29 if month == 2 and is_leap(year) else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


@cache
def day_number(text):
    """Of `2028-02-29`."""
    year, month, day = (int(part) for part in text.split("-"))
    before = year - 1
    in_year = sum(month_length(year, m) for m in range(1, month)) + day
    return 365 * year + before // 4 - before // 100 + before // 400 + in_year - 719_528


@cache
def civil(day):
    """Year, month, day of a day number."""
    year = 1970 + day // 366
    while day_number(f"{year + 1}-1-1") <= day:
        year += 1
    left, month = day - day_number(f"{year}-1-1"), 1
    while left >= month_length(year, month):
        left, month = left - month_length(year, month), month + 1
    return year, month, left + 1


def weekday(day):
    """0 is Monday; the first of January 1970 was a Thursday."""
    return (day + 3) % 7


def minute_of_day(text):
    """Of `14:30`."""
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def nth_sunday(year, month, nth):
    """The day number of a month's `nth` Sunday, or its last where `nth` is -1."""
    first = day_number(f"{year}-{month}-1")
    sundays = [day for day in range(first, first + month_length(year, month)) if weekday(day) == 6]
    return sundays[nth if nth < 0 else nth - 1]


def offset(zone, minute):
    """Minutes that clocks are ahead of UTC, by the law of the zone as it has been since 2008."""
    if zone == "Asia/Taipei":
        return 480
    year = civil(minute // DAY)[0]
    if zone == "Europe/Berlin":
        return 120 if _at(year, 3, -1, 60) <= minute < _at(year, 10, -1, 60) else 60
    if zone == "America/New_York":
        return -240 if _at(year, 3, 2, 420) <= minute < _at(year, 11, 1, 360) else -300
    if zone == "Australia/Lord_Howe":
        return 630 if _at(year, 4, 1, -540) <= minute < _at(year, 10, 1, -510) else 660
    raise LookupError(zone)


@cache
def _at(year, month, nth, minute):
    return nth_sunday(year, month, nth) * DAY + minute


def shown(zone, minute):
    """The day number and the minute of the day that clocks show."""
    return divmod(minute + offset(zone, minute), DAY)


def shown_before(zone, minute):
    """Whether clocks show this for the second time."""
    return any(shown(zone, minute - back) == shown(zone, minute) for back in (30, 60))


def days_of_rule(rule, starts, until):
    """The day numbers that an RRULE means from its start to `until`, each day asked for itself."""
    parts = dict(part.split("=") for part in rule.split(";"))
    start, last = day_number(starts), until
    if "UNTIL" in parts:
        last = min(last, day_number(re.sub(r"(....)(..)(..)", r"\1-\2-\3", parts["UNTIL"])))
    found = [day for day in range(start, last + 1) if _means(parts, start, day)]
    return found[: int(parts["COUNT"])] if "COUNT" in parts else found


def _means(parts, start, day):
    (year, month, in_month), (first_year, first_month, first_day) = civil(day), civil(start)
    length = month_length(year, month)
    passed = {
        "DAILY": day - start,
        "WEEKLY": (day - weekday(day) - start + weekday(start)) // 7,
        "MONTHLY": (year - first_year) * 12 + month - first_month,
    }[parts["FREQ"]]
    names = {WEEK[weekday(day)]}
    names |= {f"{(in_month + 6) // 7}{WEEK[weekday(day)]}", f"-{(length - in_month) // 7 + 1}{WEEK[weekday(day)]}"}
    if not {"BYDAY", "BYMONTHDAY"} & set(parts):
        if parts["FREQ"] == "WEEKLY" and weekday(day) != weekday(start):
            return False
        if parts["FREQ"] == "MONTHLY" and in_month != first_day:
            return False
    return (
        passed % int(parts.get("INTERVAL", 1)) == 0
        and _listed(parts, "BYMONTH", {str(month)})
        and _listed(parts, "BYMONTHDAY", {str(in_month), str(in_month - length - 1)})
        and _listed(parts, "BYDAY", names)
    )


def _listed(parts, name, values):
    return name not in parts or not values.isdisjoint(parts[name].split(","))
