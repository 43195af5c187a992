"""What can be asked of a plan."""

from datetime import date, time

import pytest

from drills.rules.calendar import Period
from drills.rules.quotas import (
    Foreseen,
    ImpossibleQuota,
    check_foreseen,
    check_hours,
    check_quota,
    foreseen,
    quota_of,
)
from drills.rules.recurrence import parse

MONTHLY = parse("FREQ=MONTHLY;BYDAY=2TU")
MIDDLE = date(2026, 11, 20)


def quarters(rule=MONTHLY, start=MIDDLE, until=date(2027, 6, 1)):
    return foreseen(rule, start, "quarter", start, until)


def test_periods_are_foreseen_with_all_their_days():
    fourth, first = Period(date(2026, 10, 1), date(2026, 12, 31)), Period(date(2027, 1, 1), date(2027, 3, 31))
    assert quarters(until=date(2027, 1, 1)) == [
        Foreseen(fourth, (date(2026, 12, 8),), whole=False),
        Foreseen(first, (date(2027, 1, 12), date(2027, 2, 9), date(2027, 3, 9)), whole=True),
    ]


def test_a_period_in_which_the_rule_ends_is_not_whole():
    wholes = [one.whole for one in quarters(parse("FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270301"))]
    assert wholes == [False, False]
    assert [one.whole for one in quarters(parse("FREQ=MONTHLY;BYDAY=2TU;COUNT=5"))] == [False, True, False]


def test_a_plan_that_starts_with_a_period_has_it_whole():
    assert quarters(start=date(2027, 1, 1), until=date(2027, 1, 1))[0].whole is True
    assert quarters(start=date(2027, 1, 2), until=date(2027, 1, 2))[0].whole is False


def test_a_period_without_an_occurrence_asks_for_nothing():
    yearly = quarters(parse("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=1"), date(2027, 1, 1), date(2028, 12, 31))
    assert [one.period.begins for one in yearly] == [date(2027, 1, 1), date(2028, 1, 1)]
    check_foreseen(yearly, per_store=1, per_shift=1, bands=3)


def test_of_a_period_that_is_covered_in_part_less_is_asked():
    assert [quota_of(one, 2) for one in quarters()] == [1, 2, 2]
    check_foreseen(quarters(), per_store=3, per_shift=1, bands=3)


def test_a_quota_too_large_for_a_whole_period_is_refused_by_its_name():
    with pytest.raises(ImpossibleQuota, match="2027 年第 1 季只有 3 個演練日，排不下每家門市 4 次") as refused:
        check_foreseen(quarters(), per_store=4, per_shift=2, bands=3)
    assert refused.value.part == "per_store"
    months = foreseen(parse("FREQ=WEEKLY;INTERVAL=2"), date(2027, 1, 1), "month", date(2027, 1, 1), date(2027, 12, 1))
    with pytest.raises(ImpossibleQuota, match="2027 年 2 月只有 2 個演練日"):
        check_foreseen(months, per_store=3, per_shift=1, bands=3)


def test_a_quota_of_more_than_the_bands_hold_is_refused():
    check_quota(per_store=6, per_shift=2, occurrences=6, bands=3)
    with pytest.raises(ImpossibleQuota, match="3 個時段，每個時段最多 1 次") as refused:
        check_quota(per_store=4, per_shift=1, occurrences=6, bands=3)
    assert refused.value.part == "per_shift"


def test_a_gap_of_an_hour_or_less_is_refused():
    check_hours(hours_from=time(8), hours_until=time(20), gap_minutes=61, needs_seconds=180)
    with pytest.raises(ImpossibleQuota, match="至少要隔 61 分鐘") as refused:
        check_hours(hours_from=time(8), hours_until=time(20), gap_minutes=60, needs_seconds=180)
    assert refused.value.part == "gap_minutes"


@pytest.mark.parametrize(
    ("hours", "gap", "wide"),
    [
        (("08:00", "09:00"), 61, 60),
        (("23:30", "00:30"), 61, 60),
        (("08:00", "09:04"), 61, 64),
        (("02:00", "01:00"), 1440, 1380),
    ],
)
def test_hours_no_longer_than_gap_and_drill_are_refused(hours, gap, wide):
    begins, ends = map(time.fromisoformat, hours)
    with pytest.raises(ImpossibleQuota, match=f"一天只有 {wide} 分鐘") as refused:
        check_hours(hours_from=begins, hours_until=ends, gap_minutes=gap, needs_seconds=180)
    assert refused.value.part == "hours_until"


@pytest.mark.parametrize("hours", [("08:00", "09:05"), ("00:00", "00:00"), ("23:30", "00:35")])
def test_hours_just_longer_are_not(hours):
    begins, ends = map(time.fromisoformat, hours)
    check_hours(hours_from=begins, hours_until=ends, gap_minutes=61, needs_seconds=180)


def test_a_whole_day_is_long_enough_for_every_gap():
    check_hours(hours_from=time(8), hours_until=time(8), gap_minutes=1440, needs_seconds=180)
