"""The board's reads: a fixed number of queries, however many stores and persons."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from people.doors import stores_for
from people.models import Chain, Person, Store
from readiness.floors import Clerk, Floor, floors
from readiness.rules import PersonState, StoreState, Tally, by_strokes, person_is, says, store_is, tally


@dataclass(frozen=True)
class StoresWanted:
    """Which stores somebody looks for: a region's code, words of name or code, a state. Empty: all of them."""

    region: str = ""
    search: str = ""
    state: StoreState | None = None

    def has(self, floor: Floor) -> bool:
        return says(self.search, floor.name, floor.code) and (self.state is None or store_is(floor.tally, self.state))


@dataclass(frozen=True)
class PeopleWanted:
    """Which people somebody looks for on the floors of some stores: words of name or number, a state."""

    stores: StoresWanted = StoresWanted()
    search: str = ""
    state: PersonState | None = None

    def has(self, clerk: Clerk) -> bool:
        fits = self.state is None or person_is(clerk.state, self.state)
        return fits and says(self.search, clerk.name, clerk.employee_number)


@dataclass(frozen=True)
class StoreLine:
    """One store of the board."""

    code: str
    name: str
    region_code: str
    region: str
    tally: Tally
    url: str


@dataclass(frozen=True)
class Street:
    """One region's stores."""

    region: str
    stores: tuple[StoreLine, ...]


@dataclass(frozen=True)
class Board:
    """What a person sees of one chain on one day. `total` counts the people of the stores that are shown."""

    as_of: datetime
    total: Tally
    stores: tuple[StoreLine, ...]

    @property
    def streets(self) -> list[Street]:
        """The stores by region, in their order within each."""
        region = attrgetter("region_code", "region")
        ordered = groupby(sorted(self.stores, key=region), key=region)
        return [Street(name, tuple(stores)) for (_, name), stores in ordered]


@dataclass(frozen=True)
class PersonLine:
    """One person at one store."""

    store: str
    store_code: str
    region: str
    clerk: Clerk
    url: str


Sort = Literal["code", "name", "readiness"]
SORTS: dict[Sort, Callable[[StoreLine], Any]] = {
    "code": attrgetter("code"),
    "name": lambda line: (by_strokes(line.name), line.code),
    "readiness": lambda line: (line.tally.share, -line.tally.not_ready, line.code),
}


def regions_for(person: Person, chain: Chain, at: datetime) -> list[tuple[str, str]]:
    """(code, name) of the regions in which this person sees an open store of the chain; one query."""
    seen = _stores(person, chain, at).order_by("region__code").values_list("region__code", "region__name")
    return list(seen.distinct())


def board(
    person: Person, chain: Chain, at: datetime, wanted: StoresWanted = StoresWanted(), sort: Sort = "code"
) -> Board:
    """The stores of one chain that this person sees and looks for; `sort` is a key of `SORTS`. Two queries."""
    shown = list(floors_for(person, chain, at, wanted))
    lines = [_line(chain, floor) for floor in shown]
    # Who helps out at two stores is one person of the chain.
    states = {clerk.person_id: clerk.state for floor in shown for clerk in floor.clerks}
    return Board(at, tally(states.values()), tuple(sorted(lines, key=SORTS[sort])))


def floors_for(person: Person, chain: Chain, at: datetime, wanted: StoresWanted) -> Iterator[Floor]:
    """The floors of the stores that this person sees and looks for, by the store's code, one at a time."""
    stores = _stores(person, chain, at)
    if wanted.region:
        stores = stores.filter(region__code=wanted.region)
    return (floor for floor in floors(stores, chain, at) if wanted.has(floor))


def people_for(person: Person, chain: Chain, at: datetime, wanted: PeopleWanted) -> Iterator[PersonLine]:
    """Everybody whom this person sees and looks for, by store and employee number, one at a time."""
    for floor in floors_for(person, chain, at, wanted.stores):
        url = reverse("board-store", args=[chain.slug, floor.code])
        for clerk in floor.clerks:
            if wanted.has(clerk):
                yield PersonLine(floor.name, floor.code, floor.region, clerk, url)


def persons(lines: Iterable[PersonLine]) -> int:
    """How many persons these are: who helps out at two stores stands in two lines."""
    return len({line.clerk.person_id for line in lines})


def clerks_of(store: Store, at: datetime) -> list[Clerk]:
    """The people on one store's floor, those who are not ready first."""
    rank = {"not_ready": 0, "expiring": 1, "ready": 2}
    found = [clerk for floor in floors(Store.objects.filter(pk=store.pk), store.chain, at) for clerk in floor.clerks]
    return sorted(found, key=lambda clerk: (rank[clerk.state], clerk.employee_number))


def _stores(person: Person, chain: Chain, at: datetime) -> QuerySet[Store]:
    today = timezone.localtime(at).date()
    return Store.objects.open(today).filter(pk__in=stores_for(person, at).filter(chain=chain))


def _line(chain: Chain, floor: Floor) -> StoreLine:
    url = reverse("board-store", args=[chain.slug, floor.code])
    return StoreLine(floor.code, floor.name, floor.region_code, floor.region, floor.tally, url)
