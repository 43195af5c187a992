"""Pass rules and due dates, without a database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules import certifies, due_at, is_complete, met_at, works_of

WORKS = [UUID(int=n) for n in range(1, 5)]


def body(works, need="all"):
    return {"works": [{"work": str(work)} for work in works], "pass": {"need": need}}


@pytest.mark.parametrize(
    ("need", "passed", "complete"),
    [
        ("all", WORKS, True),
        ("all", WORKS[:3], False),
        ("all", [], False),
        (2, WORKS[1:3], True),
        (2, WORKS[:1], False),
        (1, WORKS[3:], True),
        (9, WORKS[:3], False),
        (9, WORKS, True),
    ],
)
def test_the_rule_asks_for_all_or_for_so_many(need, passed, complete):
    assert is_complete(body(WORKS, need), passed) is complete


def test_a_course_without_works_is_never_complete():
    assert is_complete(body([]), WORKS) is False
    assert is_complete(body([], 1), WORKS) is False


def test_a_rule_that_asks_for_nothing_is_never_met():
    assert is_complete(body(WORKS, 0), []) is False


def test_works_of_other_courses_do_not_count():
    assert is_complete(body(WORKS, 2), [WORKS[0], UUID(int=99), UUID(int=98)]) is False


def test_a_work_that_is_passed_twice_counts_once():
    assert is_complete(body(WORKS, 2), [WORKS[0], WORKS[0]]) is False


@given(st.lists(st.sampled_from(WORKS), unique=True), st.lists(st.sampled_from(WORKS)), st.integers(1, 5))
def test_passing_more_never_undoes_a_completion(works, passed, need):
    for asked in ("all", need):
        before = is_complete(body(works, asked), passed)
        assert is_complete(body(works, asked), [*passed, *WORKS]) >= before
        assert is_complete(body(works, asked), list(reversed(passed))) is before


def test_works_keep_their_order():
    assert works_of(body(reversed(WORKS))) == WORKS[::-1]


def test_a_course_is_due_at_the_same_hour_so_many_days_later():
    assert due_at(datetime(2026, 2, 20, 2, 30, tzinfo=UTC), 14) == datetime(2026, 3, 6, 2, 30, tzinfo=UTC)


NOON = datetime(2026, 2, 20, 4, 0, tzinfo=UTC)


def passed(*works):
    """One pass an hour, from noon on."""
    return [(work, NOON + timedelta(hours=hour)) for hour, work in enumerate(works)]


@pytest.mark.parametrize(
    ("need", "works", "hour"),
    [
        ("all", WORKS, 3),
        ("all", [*WORKS, WORKS[0]], 3),
        ("all", [WORKS[0], WORKS[0], *WORKS[1:]], 4),
        (2, WORKS, 1),
        (1, WORKS, 0),
    ],
)
def test_the_rule_is_met_with_the_first_pass_that_is_enough(need, works, hour):
    assert met_at(body(WORKS, need), passed(*works)) == NOON + timedelta(hours=hour)


@pytest.mark.parametrize("works", [[], WORKS[:3], [UUID(int=99)]])
def test_a_rule_that_is_not_met_has_no_time(works):
    assert met_at(body(WORKS), passed(*works)) is None


@given(st.lists(st.sampled_from(WORKS)), st.sampled_from(["all", 1, 2, 3]))
def test_there_is_a_time_exactly_where_the_rule_is_met(works, need):
    assert (met_at(body(WORKS, need), passed(*works)) is not None) is is_complete(body(WORKS, need), works)


def test_a_course_certifies_unless_it_says_otherwise():
    assert (certifies({}), certifies({"certifies": False})) == (True, False)
