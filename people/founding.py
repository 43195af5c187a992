"""Writes of operators: founding a chain, taking over its roster of stores."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from people.actions import hire, keep, post
from people.models import Chain, Person, Region, Role, Store
from people.rosters import StoreLine

UPDATED = ["region", "name", "address"]


@dataclass(frozen=True)
class Founded:
    """A new chain with its first HR person, whose password is told here and nowhere else."""

    chain: Chain
    hr: Person
    password: str
    stores: int


@dataclass(frozen=True)
class Taken:
    """What taking over a roster came to, in stores."""

    new: int
    changed: int
    same: int


@transaction.atomic
def found_chain(
    *,
    slug: str,
    name: str,
    stores: Sequence[StoreLine],
    hr_number: str,
    hr_name: str,
    by: Person | None,
    at: datetime | None = None,
) -> Founded:
    """Found a chain: itself, its regions and stores, its first HR person. All of it or nothing.

    Raises ValidationError where slug, name or number make no sense or are taken.
    """
    chain = Chain(slug=slug, name=name)
    chain.full_clean()
    chain.save()
    keep("found_chain", chain, by=by, at=at, slug=slug)
    taken = take_roster(chain=chain, stores=stores, by=by, at=at)
    password = secrets.token_urlsafe(9)
    hr = hire(chain=chain, employee_number=hr_number, name=hr_name, by=by, password=password, at=at)
    post(person=hr, role=Role.HR, scope=chain, by=by, at=at)
    return Founded(chain, hr, password, taken.new)


@transaction.atomic
def take_roster(*, chain: Chain, stores: Sequence[StoreLine], by: Person | None, at: datetime | None = None) -> Taken:
    """Make the chain's stores what the roster says, in a few statements however long it is; said twice is said once.

    A store that the roster does not name is left alone: closing is a decision of people.
    """
    regions = _regions(chain, stores)
    there = {store.code: store for store in chain.stores.all()}
    new, changed = [], []
    for line in stores:
        told = Store(chain=chain, region=regions[line.region], code=line.code, name=line.name, address=line.address)
        known = there.get(line.code)
        if known is None:
            new.append(told)
        elif _differs(known, told):
            told.pk = known.pk
            changed.append(told)
    Store.objects.bulk_create(new, batch_size=2000)
    Store.objects.bulk_update(changed, UPDATED, batch_size=1000)
    taken = Taken(len(new), len(changed), len(stores) - len(new) - len(changed))
    keep("take_roster", chain, by=by, at=at, new=taken.new, changed=taken.changed, same=taken.same)
    return taken


def _regions(chain: Chain, stores: Sequence[StoreLine]) -> dict[str, Region]:
    """The chain's regions by name; those that the roster names first are made, with codes that count on."""
    known = {region.name: region for region in chain.regions.all()}
    codes = {region.code for region in known.values()}
    free = (code for n in range(1, 10_000) if (code := f"R{n:02d}") not in codes)
    missing = [name for name in dict.fromkeys(line.region for line in stores) if name not in known]
    made = Region.objects.bulk_create([Region(chain=chain, code=next(free), name=name) for name in missing])
    return known | {region.name: region for region in made}


def _differs(known: Store, told: Store) -> bool:
    return (known.region_id, known.name, known.address) != (told.region_id, told.name, told.address)
