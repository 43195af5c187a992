"""The board's reads: a fixed number of queries, however many stores and persons."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from django.utils import timezone

from people.doors import stores_for
from people.models import Chain, Person, Store
from people.written import Written
from readiness import overview
from readiness.addresses import region_url, store_url
from readiness.floors import Clerk, Floor, floors
from readiness.rules import (
    WORST_FIRST,
    PersonState,
    Reason,
    StoreState,
    Tally,
    Tonight,
    by_strokes,
    person_is,
    says,
    store_is,
)


class SeenStore(NamedTuple):
    """One open store that somebody sees."""

    pk: int
    code: str
    name: str
    region_code: str
    region: str


@dataclass(frozen=True)
class Sight:
    """What a person sees of one chain at one moment: its open stores by code."""

    chain: Chain
    at: datetime
    stores: tuple[SeenStore, ...]

    @property
    def regions(self) -> list[tuple[str, str]]:
        """(code, name) of the regions in which there is something to see."""
        return sorted({(store.region_code, store.region) for store in self.stores})


@dataclass(frozen=True)
class StoresWanted:
    """Which stores somebody looks for: a region's code, words of name or code, a state. Empty: all of them."""

    region: str = ""
    search: str = ""
    state: StoreState | None = None

    def names(self, store: SeenStore) -> bool:
        """Whether a store is meant, its state aside."""
        return self.region in ("", store.region_code) and says(self.search, store.name, store.code)


@dataclass(frozen=True)
class PeopleWanted:
    """Which people somebody looks for on the floors of some stores: words of name or number, a state, a reason."""

    stores: StoresWanted = StoresWanted()
    search: str = ""
    state: PersonState | None = None
    reason: Reason | None = None

    def has(self, clerk: Clerk) -> bool:
        fits = self.state is None or person_is(clerk.state, self.state)
        return fits and self.reason in (None, clerk.reason) and says(self.search, clerk.name, clerk.employee_number)


@dataclass(frozen=True)
class StoreLine:
    """One store of the board."""

    code: str
    name: str
    region_code: str
    region: str
    tally: Tally
    tonight: Tonight
    url: str


@dataclass(frozen=True)
class Street:
    """One region's stores."""

    region: str
    url: str
    stores: tuple[StoreLine, ...]


@dataclass(frozen=True)
class Board:
    """Some stores of one chain at one moment. `total` counts their people, each once; `covered` of the `planned`
    stores have somebody ready all night."""

    chain: Chain
    as_of: datetime
    total: Tally
    stores: tuple[StoreLine, ...]

    @property
    def planned(self) -> int:
        return self.covered + self.uncovered

    @property
    def covered(self) -> int:
        return sum(store.tonight == "covered" for store in self.stores)

    @property
    def uncovered(self) -> int:
        return sum(store.tonight == "uncovered" for store in self.stores)

    @property
    def unplanned(self) -> int:
        return len(self.stores) - self.planned

    @property
    def streets(self) -> list[Street]:
        """The stores by region, in their order within each."""
        region = attrgetter("region_code", "region")
        ordered = groupby(sorted(self.stores, key=region), key=region)
        return [Street(name, region_url(self.chain.slug, code), tuple(stores)) for (code, name), stores in ordered]


class ReasonCount(NamedTuple):
    """How many persons one reason holds for."""

    reason: Reason
    persons: int


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
PeopleSort = Literal["store", "name", "first"]
PEOPLE_SORTS: dict[PeopleSort, Callable[[PersonLine], Any]] = {
    "store": lambda line: (line.store_code, line.clerk.employee_number),
    "name": lambda line: (by_strokes(line.clerk.name), line.clerk.employee_number, line.store_code),
    "first": lambda line: (line.clerk.acts_by or date.max, line.store_code, line.clerk.employee_number),
}


SEEN = Written(
    lambda person, chain, at, today: (
        Store.objects.open(today)
        .filter(pk__in=stores_for(person, at).filter(chain=chain))
        .order_by("code")
        .values_list("pk", "code", "name", "region__code", "region__name")
    )
)


def sight(person: Person, chain: Chain, at: datetime) -> Sight:
    """What this person sees of a chain; one query."""
    rows = SEEN.rows(person=person.pk, chain=chain.pk, at=at, today=timezone.localtime(at).date())
    return Sight(chain, at, tuple(SeenStore(*row) for row in rows))


def board(seen: Sight, wanted: StoresWanted = StoresWanted(), sort: Sort = "code") -> Board:
    """The stores that are seen and looked for; `sort` is a key of `SORTS`. One query."""
    found = _counted(seen, wanted)
    lines = [_line(seen.chain, store, count) for store, count in found]
    return Board(
        seen.chain, seen.at, overview.total(count for _, count in found), tuple(sorted(lines, key=SORTS[sort]))
    )


def people_for(seen: Sight, wanted: PeopleWanted) -> Iterator[PersonLine]:
    """Everybody who is seen and looked for, by store and employee number, one at a time."""
    stores = _chosen(seen, wanted.stores)
    for floor in floors(Store.objects.filter(pk__in=[store.pk for store in stores]), seen.chain, seen.at):
        url = store_url(seen.chain.slug, floor.code)
        for clerk in floor.clerks:
            if wanted.has(clerk):
                yield PersonLine(floor.name, floor.code, floor.region, clerk, url)


def reasons(seen: Sight, wanted: StoresWanted) -> list[ReasonCount]:
    """Why people are, or are not, ready in the stores that are looked for: the worst first, each person once."""
    found = {line.clerk.person_id: line.clerk.reason for line in people_for(seen, PeopleWanted(wanted))}
    counted = Counter(found.values())
    return [ReasonCount(reason, counted[reason]) for reason in WORST_FIRST if counted[reason]]


def sorted_people(lines: Iterable[PersonLine], sort: PeopleSort) -> Iterable[PersonLine]:
    """The lines in the order that was asked for; those of `people_for` come by store already and need no waiting."""
    return lines if sort == "store" else sorted(lines, key=PEOPLE_SORTS[sort])


def persons(lines: Iterable[PersonLine]) -> int:
    """How many persons these are: who helps out at two stores stands in two lines."""
    return len({line.clerk.person_id for line in lines})


def clerks_of(floor: Floor) -> list[Clerk]:
    """The people on one store's floor, those who are not ready first, and of them who is due first."""
    rank = {"not_ready": 0, "expiring": 1, "ready": 2}
    return sorted(floor.clerks, key=lambda c: (rank[c.state], c.acts_by or date.max, c.employee_number))


def floor_of(store: Store, at: datetime) -> Floor:
    """One store with its people. Two queries."""
    (floor,) = floors(Store.objects.filter(pk=store.pk), store.chain, at)
    return floor


def _chosen(seen: Sight, wanted: StoresWanted) -> Sequence[SeenStore]:
    named = [store for store in seen.stores if wanted.names(store)]
    return [store for store, _ in _counted(seen, wanted)] if wanted.state else named


def _counted(seen: Sight, wanted: StoresWanted) -> list[tuple[SeenStore, overview.Count]]:
    named = [store for store in seen.stores if wanted.names(store)]
    counts = overview.counts(seen.chain.pk, [store.pk for store in named], seen.at)
    found = [(store, counts.get(store.pk, overview.NOBODY)) for store in named]
    state = wanted.state
    return [pair for pair in found if state is None or store_is(pair[1].tally, pair[1].tonight, state)]


def _line(chain: Chain, store: SeenStore, count: overview.Count) -> StoreLine:
    url = store_url(chain.slug, store.code)
    return StoreLine(store.code, store.name, store.region_code, store.region, count.tally, count.tonight, url)
