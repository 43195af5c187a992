"""Who holds the night, without a database."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.shifts.rules import SHOP
from readiness.nights import Duty, Night, Stretch, dark_stretches, held, tonight

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
TEN = datetime(2026, 11, 23, 22, tzinfo=SHOP)
NIGHT = Night(TEN, TEN + 8 * HOUR)
FAR = date(2027, 11, 23)


def duty(begin, end, until=FAR, *leave):
    """Hours counted from 22:00."""
    away = [Stretch(TEN + begins * HOUR, TEN + ends * HOUR) for begins, ends in leave]
    return Duty(TEN + begin * HOUR, TEN + end * HOUR, until, away)


def hours(stretches):
    return [((s.begins - TEN) / HOUR, (s.ends - TEN) / HOUR) for s in stretches]


@pytest.mark.parametrize(
    ("at", "begins"),
    [
        (TEN - HOUR, TEN),
        (TEN, TEN),
        (TEN + 2 * HOUR, TEN),
        (TEN + 8 * HOUR - MINUTE, TEN),
        (TEN + 8 * HOUR, TEN + DAY),
        (TEN - 16 * HOUR, TEN),
    ],
)
def test_tonight_is_the_night_under_way_or_the_next(at, begins):
    assert tonight(at) == Night(begins, begins + 8 * HOUR)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(SHOP)))  # noqa: DTZ001
def test_tonight_is_never_over_and_never_more_than_a_day_away(at):
    night = tonight(at)
    assert at < night.ends
    assert night.begins - at <= 16 * HOUR


@pytest.mark.parametrize(
    ("duties", "state", "dark"),
    [
        ([], "unplanned", [(0, 8)]),
        ([duty(0, 8)], "covered", []),
        ([duty(-2, 9)], "covered", []),
        ([duty(0, 4), duty(4, 8)], "covered", []),
        ([duty(4, 8), duty(-4, 4)], "covered", []),
        ([duty(0, 8), duty(2, 3)], "covered", []),
        ([duty(0, 8, None)], "uncovered", [(0, 8)]),
        ([duty(0, 8, None), duty(1, 7)], "uncovered", [(0, 1), (7, 8)]),
        ([duty(0, 4), duty(5, 8)], "uncovered", [(4, 5)]),
        ([duty(0, 7.5)], "uncovered", [(7.5, 8)]),
        ([duty(-15, -7)], "uncovered", [(0, 8)]),
        ([duty(-22, -14)], "uncovered", [(0, 8)]),
        ([duty(-23, -15)], "unplanned", [(0, 8)]),
        ([duty(8, 16)], "unplanned", [(0, 8)]),
        ([duty(0, 8, TEN.date())], "uncovered", [(2, 8)]),
        ([duty(0, 8, TEN.date() + DAY)], "covered", []),
        ([duty(0, 8, TEN.date() - DAY)], "uncovered", [(0, 8)]),
        ([duty(0, 8, FAR, (-9, 20))], "uncovered", [(0, 8)]),
        ([duty(0, 8, FAR, (3, 4), (1, 2))], "uncovered", [(1, 2), (3, 4)]),
        ([duty(0, 8, FAR, (1, 3), (2, 4))], "uncovered", [(1, 4)]),
        ([duty(0, 8, FAR, (-2, 0), (8, 9))], "covered", []),
        ([duty(0, 8, FAR, (0, 4)), duty(0, 5)], "covered", []),
    ],
)
def test_a_night_is_held_when_somebody_ready_is_there_at_each_moment(duties, state, dark):
    assert (held(NIGHT, duties), hours(dark_stretches(NIGHT, duties))) == (state, dark)


halves = st.integers(-48, 40).map(lambda n: n / 2)
duties = st.lists(
    st.builds(
        lambda begin, length, until, leave: duty(begin, begin + length / 2, until, *leave),
        halves,
        st.integers(1, 32),
        st.none() | st.integers(-2, 3).map(lambda n: TEN.date() + n * DAY),
        st.lists(st.builds(lambda begin, length: (begin, begin + length / 2), halves, st.integers(1, 16)), max_size=2),
    ),
    max_size=6,
)


def lit_at(moment, plan):
    """The sentence of the definition, asked of one moment."""
    return any(
        d.carried_until
        and d.starts_at <= moment < d.ends_at
        and moment.astimezone(SHOP).date() <= d.carried_until
        and not any(leave.begins <= moment < leave.ends for leave in d.leave)
        for d in plan
    )


@given(duties)
def test_a_moment_is_dark_exactly_when_nobody_ready_is_on_shift_then(plan):
    dark = dark_stretches(NIGHT, plan)
    for minutes in range(0, 8 * 60, 15):
        moment = TEN + minutes * MINUTE
        assert any(s.begins <= moment < s.ends for s in dark) is not lit_at(moment, plan)


@given(duties)
def test_dark_stretches_are_apart_in_order_and_inside_the_night(plan):
    edges = [edge for s in dark_stretches(NIGHT, plan) for edge in (s.begins, s.ends)]
    assert edges == sorted(set(edges))
    assert all(NIGHT.begins <= edge <= NIGHT.ends for edge in edges)


@given(duties, duties)
def test_one_more_on_shift_never_darkens_a_planned_night(plan, more):
    rank = {"uncovered": 0, "covered": 1}
    if plan and held(NIGHT, plan) != "unplanned":
        assert rank[held(NIGHT, [*plan, *more])] >= rank[held(NIGHT, plan)]


@given(duties, st.randoms())
def test_the_order_of_the_plan_plays_no_part(plan, chance):
    shuffled = list(plan)
    chance.shuffle(shuffled)
    assert (held(NIGHT, shuffled), dark_stretches(NIGHT, shuffled)) == (held(NIGHT, plan), dark_stretches(NIGHT, plan))


def test_a_whole_night_without_anybody_is_one_stretch():
    assert dark_stretches(NIGHT, []) == [Stretch(NIGHT.begins, NIGHT.ends)]
