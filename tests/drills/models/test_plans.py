"""What a plan means in time."""

from datetime import date, time, timedelta

import pytest

from drills.models import Plan
from drills.rules.calendar import Period, Span
from drills.rules.recurrence import WrongRule
from tests.factories.drills import BEGINS, MONDAY

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_all_day_is_what_a_plan_begins_with():
    plan = Plan(window_days=2)
    assert plan.windows(MONDAY) == [Span(BEGINS, BEGINS + DAY), Span(BEGINS + DAY, BEGINS + 2 * DAY)]
    assert plan.bands == ("early", "late", "night")


def test_hours_may_go_over_midnight():
    plan = Plan(window_days=1, hours_from=time(22), hours_until=time(6))
    assert plan.windows(MONDAY) == [Span(BEGINS + 22 * HOUR, BEGINS + 30 * HOUR)]
    assert plan.bands == ("night",)


def test_occurrences_count_for_the_month_or_the_quarter_of_their_day():
    quarterly, monthly = Plan(period="quarter"), Plan(period="month")
    assert quarterly.period_of(MONDAY) == Period(date(2026, 1, 1), date(2026, 3, 31))
    assert monthly.period_of(MONDAY) == Period(date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.parametrize(("spare", "days"), [(True, {1}), (False, {27, 28, 1})])
def test_national_holidays_are_closed_where_the_plan_spares_them(spare, days):
    """27 February 2026 is made up for 228, which is a Saturday."""
    plan = Plan(window_days=3, spare_holidays=spare)
    ground = plan.ground(plan.windows(date(2026, 2, 27)))
    open_minutes = sum(until - since for minutes in ground.open.values() for since, until in minutes)
    assert open_minutes == len(days) * 1440


def test_a_window_over_new_year_knows_the_holidays_of_both_years():
    plan = Plan(window_days=3)
    ground = plan.ground(plan.windows(date(2026, 12, 31)))
    assert sum(until - since for minutes in ground.open.values() for since, until in minutes) == 2 * 1440


def test_a_rule_that_cannot_be_read_says_so():
    assert Plan(rule="FREQ=DAILY").recurrence.freq == "DAILY"
    with pytest.raises(WrongRule):
        _ = Plan(rule="FREQ=YEARLY").recurrence
