"""The bounds of trying: five in any five minutes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.tries.rules import WINDOW, closed_until, minutes_left, network_of, recent

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def ago(*minutes):
    return [NOW - timedelta(minutes=m) for m in minutes]


def test_it_works():
    assert closed_until(ago(4, 3, 2, 1), 5, NOW) is None
    assert closed_until(ago(4, 3, 2, 1, 0), 5, NOW) == NOW + timedelta(minutes=1)


def test_what_is_five_minutes_old_counts_no_longer():
    assert closed_until(ago(5, 4, 3, 2, 1), 5, NOW) is None
    assert recent(ago(1, 5, 9, 2), NOW) == ago(2, 1)


@given(st.lists(st.integers(0, 1200), max_size=60))
def test_never_more_than_five_are_let_through_in_any_five_minutes(seconds):
    taken: list[datetime] = []
    for at in sorted(NOW + timedelta(seconds=s) for s in seconds):
        if closed_until(taken, 5, at) is None:
            taken.append(at)
    assert all(sum(start <= one < start + WINDOW for one in taken) <= 5 for start in taken)


@pytest.mark.parametrize(("seconds", "told"), [(1, 1), (60, 1), (61, 2), (300, 5), (0, 1)])
def test_the_minutes_to_wait_are_whole_ones(seconds, told):
    assert minutes_left(NOW + timedelta(seconds=seconds), NOW) == told


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", ""),
        ("unix:", ""),
        ("1.2.3.4\x00", ""),
        ("9" * 4000, ""),
    ],
)
def test_an_address_is_known_by_what_one_customer_holds(address, network):
    assert network_of(address) == network
