"""Quiet hours hold, over midnight too, and never longer than they were chosen."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.notices.rules import FOR_NOW, Choice, Quiet, is_news, ring_at
from people.shifts.rules import SHOP

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive, what is drawn is not
CLOCKS = st.times()
QUIETS = st.builds(Quiet, CLOCKS, CLOCKS)


def at(clock, day=10):
    return datetime.combine(datetime(2026, 12, day, tzinfo=SHOP).date(), time.fromisoformat(clock), SHOP)


@pytest.mark.parametrize(
    ("clock", "over"),
    [
        ("22:59:59", "22:59:59"),
        ("07:00", "07:00"),
        ("12:00", "12:00"),
        ("06:59:59.999999", "07:00"),
        ("00:00", "07:00"),
    ],
)
def test_by_default_nothing_rings_between_eleven_and_seven(clock, over):
    assert Quiet().over(at(clock)) == at(over)


def test_the_evening_waits_for_the_next_morning():
    assert Quiet().over(at("23:00")) == at("07:00", 11)


def test_who_works_at_night_sleeps_by_day():
    by_day = Quiet(time(8), time(16))
    assert (by_day.over(at("08:00")), by_day.over(at("03:00"))) == (at("16:00"), at("03:00"))


def test_the_same_hour_twice_is_no_quiet_at_all():
    never = Quiet(time(9), time(9))
    assert [never.holds(at(clock)) for clock in ("08:59", "09:00", "21:00")] == [False] * 3


@given(MOMENTS, QUIETS)
def test_nothing_ever_rings_inside_quiet_hours(moment, quiet):
    assert not quiet.holds(quiet.over(moment))


@given(MOMENTS, QUIETS)
def test_it_waits_less_than_a_day_and_never_goes_back(moment, quiet):
    assert timedelta() <= quiet.over(moment) - moment < timedelta(days=1)


@given(MOMENTS, QUIETS)
def test_it_waits_no_longer_than_it_has_to(moment, quiet):
    until = quiet.over(moment)
    assert until == moment or quiet.holds(until - timedelta(microseconds=1))


@given(MOMENTS, QUIETS, st.booleans(), st.booleans())
def test_the_one_rule_says_never_where_channel_or_kind_is_silent(moment, quiet, channel_off, kind_off):
    choice = Choice(quiet, frozenset(["line"] if channel_off else []), frozenset(["overdue"] if kind_off else []))
    rings = ring_at(moment, kind="overdue", channel="line", choice=choice)
    assert rings == (None if channel_off or kind_off else quiet.over(moment))


@given(MOMENTS, QUIETS)
def test_a_drill_rings_at_once_for_who_is_at_work_and_else_like_everything(moment, quiet):
    choice = Choice(quiet)
    for kind in FOR_NOW:
        assert ring_at(moment, kind=kind, channel="line", choice=choice, working=True) == moment
        assert ring_at(moment, kind=kind, channel="line", choice=choice) == quiet.over(moment)
    assert ring_at(moment, kind="overdue", channel="line", choice=choice, working=True) == quiet.over(moment)


def test_who_is_at_work_has_their_silence_all_the_same():
    for choice in (Choice(silent_channels=frozenset(["line"])), Choice(silent_kinds=frozenset(["drill_call"]))):
        assert ring_at(at("03:00"), kind="drill_call", channel="line", choice=choice, working=True) is None


def test_another_channel_or_kind_is_not_silenced_with_it():
    choice = Choice(silent_channels=frozenset(["mail"]), silent_kinds=frozenset(["enrolled"]))
    assert ring_at(at("12:00"), kind="overdue", channel="line", choice=choice) == at("12:00")


def test_what_is_three_days_old_is_no_news():
    now = at("12:00")
    assert (is_news(now - timedelta(days=3), now), is_news(now - timedelta(days=2, hours=23), now)) == (False, True)
