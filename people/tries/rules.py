"""How many wrong tries there may be in five minutes. Plain Python.

Per account, known or not: five. Per address: 200, for a store's thirty clerks stand behind one address and each may
mistype a few times, while somebody who tries one password on account after account is stopped at 200.
"""

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

WINDOW = timedelta(minutes=5)
MOST_PER_ACCOUNT = 5
MOST_PER_ADDRESS = 200


def recent(tries: Sequence[datetime], at: datetime) -> list[datetime]:
    """Those of the tries that still count at `at`, the oldest first."""
    return sorted(one for one in tries if one > at - WINDOW)


def closed_until(tries: Sequence[datetime], most: int, at: datetime) -> datetime | None:
    """Until when nothing more may be tried, or None where there is room for another try at `at`."""
    counting = recent(tries, at)
    return counting[-most] + WINDOW if len(counting) >= most else None


def minutes_left(until: datetime, at: datetime) -> int:
    """The minutes to wait as they are told to people: whole ones, at least one."""
    return max(1, ceil((until - at) / timedelta(minutes=1)))


def network_of(address: str) -> str:
    """What one customer of a provider may hold: an IPv4 address, the first 64 bits of an IPv6 one, or ""."""
    try:
        told = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(told, ipaddress.IPv6Address) and told.ipv4_mapped is None:
        return str(ipaddress.ip_network((told, 64), strict=False))
    return str(getattr(told, "ipv4_mapped", None) or told)
