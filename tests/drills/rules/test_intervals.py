"""Sets of minutes, held against Python's own."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drills.rules.intervals import at_index, common, minute, minute_after, moment, size, union, without

pairs = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


def flat(minutes):
    return [minute for since, until in minutes for minute in range(since, until)]


@given(pairs)
def test_a_union_has_each_minute_once_and_pairs_that_do_not_touch(some):
    found = union(some)
    assert flat(found) == sorted(set(flat(some)))
    assert all(before[1] < after[0] for before, after in pairwise(found))


@given(pairs, pairs)
def test_what_is_common_and_what_is_left(some, others):
    some, others = union(some), union(others)
    assert flat(common(some, others)) == sorted(set(flat(some)) & set(flat(others)))
    assert flat(without(some, others)) == sorted(set(flat(some)) - set(flat(others)))
    assert all(since < until for since, until in common(some, others) + without(some, others))


@given(pairs)
def test_minutes_are_counted_from_the_first(some):
    minutes = union(some)
    assert [at_index(minutes, n) for n in range(size(minutes))] == flat(minutes)
    with pytest.raises(IndexError):
        at_index(minutes, size(minutes))


@given(st.datetimes(datetime(1969, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_moment_lies_between_its_minutes(at):
    assert moment(minute(at)) <= at < moment(minute(at) + 1)
    assert moment(minute_after(at) - 1) < at <= moment(minute_after(at))
    assert moment(minute(at)) == at.replace(second=0, microsecond=0)
    assert minute_after(moment(minute(at)) + timedelta(microseconds=1)) == minute(at) + 1
