"""Writes of operators: founding a chain, taking over its roster of stores."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.actions import hire, keep, post
from people.brands.actions import BrandTold, set_brand
from people.founding.queries import compare_roster
from people.founding.reading import StoreLine
from people.models import Chain, Person, Region, Role, Store

UPDATED = ["region", "name", "address"]
SAYABLE = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and digits that nobody mixes up on the telephone."""


@dataclass(frozen=True)
class Founded:
    """A new chain with its first HR person, whose password is told here and nowhere else."""

    chain: Chain
    hr: Person
    password: str
    stores: int


@dataclass(frozen=True)
class Appointed:
    """An HR person, whose password is told here and nowhere else."""

    person: Person
    password: str


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
    brand: BrandTold | None = None,
    at: datetime | None = None,
) -> Founded:
    """Found a chain: itself, its brand, its regions and stores, its first HR person. All of it or nothing.

    Raises ValidationError where slug, name, brand or number make no sense or are taken.
    """
    chain = Chain(slug=slug, name=name)
    chain.full_clean()
    chain.save()
    keep("found_chain", chain, by=by, at=at, slug=slug)
    if brand is not None:
        set_brand(chain=chain, told=brand, by=by, at=at)
    taken = take_roster(chain=chain, stores=stores, by=by, at=at)
    appointed = appoint_hr(chain=chain, number=hr_number, name=hr_name, by=by, at=at)
    return Founded(chain, appointed.person, appointed.password, taken.new)


@transaction.atomic
def appoint_hr(*, chain: Chain, number: str, name: str, by: Person | None, at: datetime | None = None) -> Appointed:
    """Hire an HR person, ready to sign in. Raises ValidationError where the number makes no sense or is taken."""
    if Person.objects.filter(chain=chain, employee_number=number).exists():
        raise ValidationError(f"員工編號 {number} 在這家公司已經有人用了，請換一個。", code="taken")
    password = _password()
    hr = hire(chain=chain, employee_number=number, name=name, by=by, password=password, at=at)
    post(person=hr, role=Role.HR, scope=chain, by=by, at=at)
    return Appointed(hr, password)


@transaction.atomic
def take_roster(*, chain: Chain, stores: Sequence[StoreLine], by: Person | None, at: datetime | None = None) -> Taken:
    """Make the chain's stores what the roster says, in a few statements however long it is; said twice is said once.

    A store that the roster does not name is left alone: closing is a decision of people.
    """
    compared = compare_roster(chain=chain, stores=stores)
    regions = _regions(chain, stores)
    new = [_store(chain, line, regions) for line in compared.new]
    changed = [_store(chain, line, regions, known.pk) for known, line in compared.changed]
    Store.objects.bulk_create(new, batch_size=2000)
    Store.objects.bulk_update(changed, UPDATED, batch_size=1000)
    taken = Taken(len(new), len(changed), compared.same)
    keep("take_roster", chain, by=by, at=at, new=taken.new, changed=taken.changed, same=taken.same)
    return taken


def _password() -> str:
    """Three groups of four: 59 bits, and sayable."""
    return "-".join("".join(secrets.choice(SAYABLE) for _ in range(4)) for _ in range(3))


def _regions(chain: Chain, stores: Sequence[StoreLine]) -> dict[str, Region]:
    """The chain's regions by name; those that the roster names first are made, with codes that count on."""
    known = {region.name: region for region in chain.regions.all()}
    codes = {region.code for region in known.values()}
    free = (code for n in range(1, 10_000) if (code := f"R{n:02d}") not in codes)
    missing = [name for name in dict.fromkeys(line.region for line in stores) if name not in known]
    made = Region.objects.bulk_create([Region(chain=chain, code=next(free), name=name) for name in missing])
    return known | {region.name: region for region in made}


def _store(chain: Chain, line: StoreLine, regions: dict[str, Region], pk: int | None = None) -> Store:
    return Store(pk=pk, chain=chain, region=regions[line.region], code=line.code, name=line.name, address=line.address)
