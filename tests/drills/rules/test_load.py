"""What a plan asks of the stores week by week."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drills.rules.load import Week, weekly
from drills.rules.quotas import foreseen
from drills.rules.recurrence import parse

MONDAY = date(2027, 1, 4)


def quarter(text, start=date(2027, 1, 1)):
    return foreseen(parse(text), start, "quarter", start, start)


def test_a_run_of_one_day_is_the_load_of_its_week():
    found = weekly(quarter("FREQ=MONTHLY;BYDAY=2TU"), stores=90, per_store=2, window_days=1, people=1.5)
    assert [week for week in found if week.calls] == [
        Week(date(2027, 1, 11), 60, 90),
        Week(date(2027, 2, 8), 60, 90),
        Week(date(2027, 3, 8), 60, 90),
    ]
    assert [week.begins for week in found] == [date(2027, 1, 11) + n * timedelta(days=7) for n in range(9)]
    assert found[1] == Week(date(2027, 1, 18), 0, 0)


def test_a_window_over_sunday_is_shared_by_its_weeks():
    rule = "FREQ=MONTHLY;BYDAY=1SA;BYMONTH=1;COUNT=1"
    assert weekly(quarter(rule), stores=70, per_store=2, window_days=7, people=1) == [
        Week(date(2026, 12, 28), 20, 20),
        Week(MONDAY, 50, 50),
    ]


def test_nothing_foreseen_is_no_load():
    assert weekly([], stores=70, per_store=2, window_days=7, people=1) == []


@given(
    st.integers(1, 31),
    st.integers(1, 3),
    st.integers(0, 500),
    st.sampled_from(["FREQ=WEEKLY", "FREQ=DAILY;INTERVAL=9"]),
)
def test_no_drill_is_lost(window_days, per_store, stores, text):
    found = weekly(quarter(text), stores=stores, per_store=per_store, window_days=window_days, people=1)
    assert sum(week.store_drills for week in found) == pytest.approx(stores * per_store, abs=len(found) / 2)
    assert all(week.begins.weekday() == 0 for week in found)
