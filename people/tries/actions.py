"""Counting tries: each is counted before it is looked at, and taken back where it was right.

So a hundred requests at the same moment are five tries, too. The count lies in PostgreSQL, like all facts: a wiped
Redis must not hand anybody five more tries.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from people.models import WrongTries
from people.tries.rules import MOST_PER_ACCOUNT, MOST_PER_ADDRESS, WINDOW, closed_until, network_of, recent

SALT = "people.tries"


class TooManyTries(Exception):
    """Nothing may be tried before `until`, whether it would have been right or not."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(f"closed until {until:%H:%M:%S}")


@dataclass(frozen=True)
class Try:
    """A try that is counted; `forgive` takes it back. `network` is empty where no address is known."""

    account: str
    network: str
    at: datetime


@transaction.atomic
def take_try(*, chain: str, employee_number: str, address: str, at: datetime | None = None) -> Try:
    """Count a try on an account, whether there is one by that name or not. Raises TooManyTries, and counts nothing,
    where the account or the address has had its tries.
    """
    now = at or timezone.now()
    network = network_of(address)
    taken = Try(_key("account", f"{chain}\n{employee_number}"), _key("address", network) if network else "", now)
    bounds = {taken.account: MOST_PER_ACCOUNT} | ({taken.network: MOST_PER_ADDRESS} if taken.network else {})
    rows = _locked(bounds)
    closed = [until for row in rows if (until := closed_until(row.tried_at, bounds[row.key], now))]
    if closed:
        raise TooManyTries(max(closed))
    for row in rows:
        row.tried_at = [*recent(row.tried_at, now), now]
        row.last_at = now
    WrongTries.objects.bulk_update(rows, ["tried_at", "last_at"])
    return taken


@transaction.atomic
def forgive(*, taken: Try) -> None:
    """It was right: the account begins anew, and its try does not count against the address."""
    rows = {row.key: row for row in WrongTries.objects.select_for_update().filter(key__in=_keys(taken)).order_by("key")}
    WrongTries.objects.filter(key=taken.account).delete()
    shared = rows.get(taken.network)
    if shared is not None:
        shared.tried_at = [one for one in shared.tried_at if one != taken.at]
        shared.save(update_fields=["tried_at"])


def forget_tries(*, at: datetime | None = None) -> int:
    """Drop what counts no longer; returns how many rows that were."""
    gone, _ = WrongTries.objects.filter(last_at__lt=(at or timezone.now()) - WINDOW).delete()
    return gone


def _locked(bounds: dict[str, int]) -> list[WrongTries]:
    # In the order of their keys everywhere, so that two requests never wait for each other.
    keys = sorted(bounds)
    WrongTries.objects.bulk_create([WrongTries(key=key) for key in keys], ignore_conflicts=True)
    return list(WrongTries.objects.select_for_update().filter(key__in=keys).order_by("key"))


def _keys(taken: Try) -> list[str]:
    return [key for key in (taken.account, taken.network) if key]


def _key(kind: str, name: str) -> str:
    # Hashed, because people type passwords into the field of the number, and an address is personal data.
    return salted_hmac(f"{SALT}.{kind}", name, algorithm="sha256").hexdigest()
