"""The time of the shop: shifts are planned and read by it, wherever the server stands. Plain Python."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

SHOP = ZoneInfo("Asia/Taipei")


def shop_day(at: datetime) -> date:
    """The calendar day of a moment in the shop."""
    return at.astimezone(SHOP).date()


def is_open(opens_at: time, closes_at: time, hour: time) -> bool:
    """Whether a store with these hours is open at this time of the day; over midnight where it closes earlier."""
    if opens_at < closes_at:
        return opens_at <= hour < closes_at
    return hour >= opens_at or hour < closes_at
