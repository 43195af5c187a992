"""Which runs are still to come, and which are to be planned now."""

from datetime import date, datetime, time, timedelta

import pytest

from drills.models import Plan
from drills.queries.occurrences import coming, due, left, next_ones
from people.shifts.rules import SHOP
from tests.factories import drills
from tests.factories.drills import BEGINS, MONDAY
from tests.factories.people import StoreFactory

pytestmark = pytest.mark.django_db
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
AT = BEGINS - 14 * DAY


@pytest.fixture
def plan():
    return drills.plan(StoreFactory())


def test_runs_are_due_two_weeks_before_their_window_begins(plan):
    assert due(AT - timedelta(seconds=1)) == []
    assert due(AT) == [(plan.pk, MONDAY)]
    assert due(AT + WEEK) == [(plan.pk, MONDAY), (plan.pk, MONDAY + WEEK)]


def test_the_window_begins_with_its_hours(plan):
    Plan.objects.update(hours_from=time(22), hours_until=time(6))
    assert due(AT + 22 * HOUR - timedelta(seconds=1)) == []
    assert due(AT + 22 * HOUR) == [(plan.pk, MONDAY)]


def test_what_is_planned_is_not_due(plan):
    drills.run(plan)
    assert due(AT + WEEK) == [(plan.pk, MONDAY + WEEK)]


def test_a_run_of_another_plan_is_none_of_this(plan):
    other = drills.plan(StoreFactory())
    drills.run(other)
    assert due(AT) == [(plan.pk, MONDAY)]


@pytest.mark.parametrize("state", ["draft", "paused", "ended"])
def test_only_live_plans_have_runs_to_plan(plan, state):
    Plan.objects.update(state=state)
    assert due(AT) == []


def test_a_window_that_has_begun_is_planned_while_something_of_it_is_left(plan):
    end = BEGINS + WEEK
    assert (plan.pk, MONDAY) in due(end - 11 * timedelta(minutes=1))
    assert (plan.pk, MONDAY) not in due(end - 10 * timedelta(minutes=1))


@pytest.mark.parametrize(("live_since", "planned"), [(HOUR, True), (WEEK / 2, True), (WEEK / 2 + HOUR, False)])
def test_a_window_that_was_more_than_half_over_when_the_plan_went_live_is_not(plan, live_since, planned):
    Plan.objects.update(live_since=BEGINS + live_since)
    assert ((plan.pk, MONDAY) in due(BEGINS + live_since)) is planned
    assert (plan.pk, MONDAY + WEEK) in due(BEGINS + live_since)


def test_hours_are_counted_and_not_days(plan):
    """From 12 to 13 of each of seven days: on Thursday at half past twelve half of it is left."""
    Plan.objects.update(hours_from=time(12), hours_until=time(13))
    noon = BEGINS + 3 * DAY + 12 * HOUR
    for minutes, planned in ((30, True), (31, False)):
        Plan.objects.update(live_since=noon + timedelta(minutes=minutes))
        assert ((plan.pk, MONDAY) in due(noon + timedelta(minutes=minutes))) is planned


def test_a_plan_whose_rule_cannot_be_read_does_not_keep_others_from_being_planned(plan, caplog):
    broken = drills.plan(StoreFactory(), rule="FREQ=YEARLY")
    assert due(AT) == [(plan.pk, MONDAY)]
    assert f"plan {broken.pk}" in caplog.text


def test_the_next_ones_end_with_the_rule(plan):
    assert next_ones(plan, AT, 3) == [MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK]
    plan.rule = "FREQ=WEEKLY;COUNT=2"
    assert next_ones(plan, AT, 8) == [MONDAY, MONDAY + WEEK]
    assert coming(plan, AT, MONDAY + DAY) == [MONDAY]
    assert next_ones(plan, BEGINS + 3 * WEEK, 8) == []


def test_a_draft_begins_with_the_next_window_that_is_mostly_to_come():
    plan = drills.plan(StoreFactory(), state="draft")
    assert next_ones(plan, BEGINS + HOUR, 1) == [MONDAY]
    assert next_ones(plan, BEGINS + 4 * DAY, 1) == [MONDAY + WEEK]


def test_daily_runs_whose_windows_overlap_are_all_to_come():
    plan = drills.plan(StoreFactory(), rule="FREQ=DAILY")
    at = datetime(2026, 3, 10, 12, tzinfo=SHOP)
    assert next_ones(plan, at, 2) == [date(2026, 3, 4), date(2026, 3, 5)]


def test_what_is_left_of_windows_begins_ten_minutes_from_now(plan):
    spans = plan.windows(MONDAY)
    assert left(spans, BEGINS - HOUR) == spans
    rest = left(spans, BEGINS + DAY + HOUR)
    assert (rest[0].begins, rest[-1].ends, len(rest)) == (BEGINS + DAY + 70 * timedelta(minutes=1), BEGINS + WEEK, 6)
