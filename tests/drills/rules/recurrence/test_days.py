"""Which days a rule means, held against dateutil asked for everything at once."""

from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from drills.rules.recurrence import HORIZON, WrongRule, check, occurrences, parse, upcoming
from drills.rules.recurrence.days import comes
from tests.drills.rules.recurrence.rules import rules, starts

START = date(2026, 12, 1)
DAY = timedelta(days=1)


def named_days(rule):
    """Whether each day of 28 years, in which every kind of year begins on every day of the week, is named."""
    found = []
    for n in range(28 * 366):
        day = date(2000, 1, 1) + n * DAY
        after = day.replace(day=28) + 4 * DAY
        left = (after.replace(day=1) - day).days
        in_month = not rule.by_month or day.month in rule.by_month
        on_day = not rule.by_month_day or day.day in rule.by_month_day or -left in rule.by_month_day
        of_week = not rule.by_day or any(
            day.weekday() == d.day and (not d.nth or d.nth in ((day.day + 6) // 7, -((left + 6) // 7)))
            for d in rule.by_day
        )
        if in_month and on_day and of_week:
            found.append(day)
    return found


@given(rules, starts)
def test_the_days_are_dateutils(rule, start):
    until = start + 1200 * DAY
    found = occurrences(rule, start, start, until) + upcoming(rule, start, until + DAY, 1)
    # Asked for one more than there is, dateutil would look for it until the year 9999.
    theirs = islice(rrulestr(str(rule), dtstart=datetime.combine(start, time())), len(found))
    assert [at.date() for at in theirs] == found


@settings(max_examples=40)
@given(rules)
def test_a_rule_comes_where_a_day_of_28_years_is_named(rule):
    assert comes(rule) is bool(named_days(rule))


@given(rules, starts)
def test_what_is_upcoming_are_the_first_occurrences(rule, start):
    found = upcoming(rule, start, start, 5)
    assert found == occurrences(rule, start, start, start + HORIZON)[:5]


@given(rules, starts, st.integers(0, 2000), st.integers(0, 400))
def test_a_piece_of_the_time_has_its_piece_of_the_days(rule, start, after, length):
    since, until = start + after * DAY, start + (after + length) * DAY
    whole = occurrences(rule, start, start, start + 3000 * DAY)
    assert occurrences(rule, start, since, until) == [day for day in whole if since <= day <= until]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("FREQ=DAILY", ["2026-12-01", "2026-12-02"]),
        ("FREQ=DAILY;INTERVAL=366", ["2026-12-01", "2027-12-02"]),
        ("FREQ=WEEKLY", ["2026-12-01", "2026-12-08"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", ["2026-12-06", "2026-12-14", "2026-12-20", "2026-12-28"]),
        ("FREQ=MONTHLY;BYDAY=2TU", ["2026-12-08", "2027-01-12"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["2026-12-25", "2027-01-29"]),
        ("FREQ=MONTHLY;BYDAY=5TU", ["2026-12-29", "2027-03-30"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["2026-12-31", "2027-01-31", "2027-03-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2026-12-31", "2027-01-31", "2027-02-28"]),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29", "2032-02-29", "2036-02-29"]),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", ["2027-08-13", "2028-10-13"]),
        ("FREQ=MONTHLY;COUNT=2", ["2026-12-01", "2027-01-01"]),
    ],
)
def test_the_next_days(text, first):
    assert upcoming(parse(text), START, START, len(first)) == [date.fromisoformat(day) for day in first]


def test_a_month_without_the_starts_day_is_left_out():
    assert upcoming(parse("FREQ=MONTHLY"), date(2027, 1, 31), date(2027, 1, 31), 3) == [
        date(2027, 1, 31), date(2027, 3, 31), date(2027, 5, 31),
    ]  # fmt: skip


def test_until_is_the_last_day_that_counts():
    rule = parse("FREQ=DAILY;UNTIL=20261203")
    assert occurrences(rule, START, START, date(2027, 1, 1)) == [START, START + DAY, START + 2 * DAY]


def test_a_count_is_counted_from_the_start():
    rule = parse("FREQ=DAILY;COUNT=3")
    assert occurrences(rule, START, START + 2 * DAY, date(2027, 1, 1)) == [START + 2 * DAY]
    assert occurrences(rule, START, START + 3 * DAY, date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("FREQ=DAILY;UNTIL=20261130", "UNTIL"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "INTERVAL"),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTH=2", "INTERVAL"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=WE", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTH=2;BYDAY=5WE", "BYDAY"),
    ],
)
def test_a_rule_without_a_day_from_the_start_on_is_refused_by_its_part(text, part):
    with pytest.raises(WrongRule) as refused:
        check(parse(text), START)
    assert refused.value.part == part
    assert part in str(refused.value)


def test_a_rule_whose_start_no_month_has_is_refused():
    rule = parse("FREQ=MONTHLY;BYMONTH=2")
    with pytest.raises(WrongRule, match="十年內沒有任何一天"):
        check(rule, date(2027, 1, 30))
    check(rule, date(2027, 1, 29))


@given(rules, starts)
def test_a_rule_that_is_let_through_has_a_day(rule, start):
    try:
        check(rule, start)
    except WrongRule:
        assert upcoming(rule, start, start, 1) == []
    else:
        assert len(upcoming(rule, start, start, 1)) == 1
