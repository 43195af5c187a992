"""The time of the shop."""

from datetime import UTC, date, datetime, time

import pytest

from people.shifts.rules import SHOP, is_open, shop_day


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 23, 15, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 23, 23, 59, tzinfo=SHOP), date(2026, 11, 23)),
    ],
)
def test_a_day_begins_at_midnight_in_the_shop(at, day):
    assert shop_day(at) == day


@pytest.mark.parametrize(
    ("opens", "closes", "hours"),
    [
        (time(7), time(23), set(range(7, 23))),
        (time(16), time(2), {*range(16, 24), 0, 1}),
        (time(7), time(0), set(range(7, 24))),
        (time(0), time(12), set(range(12))),
    ],
)
def test_a_store_is_open_from_its_first_hour_until_just_before_its_last(opens, closes, hours):
    assert {hour for hour in range(24) if is_open(opens, closes, time(hour))} == hours
