"""The formula of learning time, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attempts.rules import LONGEST_STEP_MS, learned_ms

NOON = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
MINUTE = 60_000


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("steps", "ms"),
    [
        ([], 0),
        ([(at(0), 3000)], 3000),
        ([(at(0), 3000), (at(10), 4000)], 7000),
        ([(at(0), 0)], 0),
        ([(at(0), 24 * 60 * MINUTE)], LONGEST_STEP_MS),
        ([(at(0), 5000), (at(2), 5000)], 7000),
        ([(at(0), 5000), (at(0), 5000)], 5000),
        ([(at(100), 100_000), (at(60), 10_000)], 100_000),
        ([(at(0), 3000), (datetime(2900, 1, 1, tzinfo=UTC), 4000), (datetime(1970, 1, 1, tzinfo=UTC), 1000)], 8000),
    ],
    ids=["none", "one", "two", "no time", "a day", "overlap", "twice at once", "nested", "clocks that are absurd"],
)
def test_the_formula(steps, ms):
    assert learned_ms(steps) == ms


SPANS = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 2 * LONGEST_STEP_MS // 1000)), max_size=25)


@given(SPANS)
def test_it_is_the_number_of_seconds_that_any_step_covers(spans):
    longest = LONGEST_STEP_MS // 1000
    covered = {second for end, long in spans for second in range(end - min(long, longest), end)}
    assert learned_ms([(at(end), long * 1000) for end, long in spans]) == len(covered) * 1000


@given(SPANS, st.randoms())
def test_the_order_in_which_steps_come_does_not_matter_and_more_steps_are_never_less(spans, rng):
    steps = [(at(end), long * 1000) for end, long in spans]
    shuffled = rng.sample(steps, len(steps))
    assert learned_ms(shuffled) == learned_ms(steps)
    assert learned_ms(steps[:-1]) <= learned_ms(steps) <= sum(min(ms, LONGEST_STEP_MS) for _, ms in steps)
