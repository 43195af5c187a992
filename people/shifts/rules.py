"""The time of the shop: shifts are planned and read by it, wherever the server stands. Plain Python."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHOP = ZoneInfo("Asia/Taipei")


def shop_day(at: datetime) -> date:
    """The calendar day of a moment in the shop."""
    return at.astimezone(SHOP).date()
