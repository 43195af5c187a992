"""The time of the shop."""

from datetime import UTC, date, datetime

import pytest

from people.shifts.rules import SHOP, shop_day


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
