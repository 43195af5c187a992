"""When something was done."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drills.rules.clock import Judged, judged

SENT = datetime(2026, 11, 29, 18, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def at(seconds):
    return SENT + seconds * SECOND


@pytest.mark.parametrize(
    ("tapped", "received", "skew", "counted"),
    [
        (20, 21, 0, (21, False)),
        (20, 30, 0, (30, False)),
        (20, 31, 0, (20, True)),
        (20, 3600, 0, (20, True)),
        (140, 3600, 120, (20, True)),
        (-100, 3600, -120, (20, True)),
        (141, 3600, 121, (3600, False)),
        (-101, 3600, -121, (3600, False)),
        (20, 3600, None, (3600, False)),
        (None, 3600, 0, (3600, False)),
        (-1, 3600, 0, (3600, False)),
        (0, 3600, 0, (0, True)),
        (119, 3600, 120, (3600, False)),
        (3601, 3600, 0, (3600, False)),
        (9000, 3600, 0, (3600, False)),
        (20, 12 * 3600, 0, (20, True)),
        (20, 12 * 3600 + 1, 0, (12 * 3600 + 1, False)),
    ],
)
def test_the_clock_that_counts(tapped, received, skew, counted):
    tapped_at = None if tapped is None else at(tapped)
    assert judged(SENT, tapped_at, at(received), skew) == Judged(at(counted[0]), phone_timed=counted[1])


seconds = st.integers(-86_400, 2 * 86_400)


@given(seconds, st.integers(0, 2 * 86_400), st.none() | st.floats(-300, 300))
def test_whatever_a_phone_says_nothing_is_before_the_sending_or_after_the_arrival(tapped, received, skew):
    found = judged(SENT, at(tapped), at(received), skew)
    assert SENT <= found.at <= at(received)
    assert found.phone_timed or found.at == at(received)
    assert not found.phone_timed or at(received) - found.at > 10 * SECOND


@given(st.integers(0, 3600), st.integers(0, 11 * 3600), st.integers(-120, 120))
def test_a_skew_within_the_bound_does_not_matter(tapped, way, skew):
    assert judged(SENT, at(tapped + skew), at(tapped + way), skew) == judged(SENT, at(tapped), at(tapped + way), 0)
