"""What the pages of invitations show: a fixed number of queries, however many stores and persons."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from people.doors import stores_to_staff
from people.joining.queries import StoreEntries, entries, waiting_in
from people.models import Chain, Person, Store
from people.models.moment import Moment
from people.written import Written
from readiness.rules import says

PER_PAGE = 50


@dataclass(frozen=True)
class Overview:
    """A page of stores with how far their people have come in, and before it those that are chosen already."""

    chosen: list[StoreEntries]
    found: list[StoreEntries]
    page: Page[Store]
    asking: list[tuple[Store, int]]
    """Stores in which somebody waits to be let in, with how many do."""


def staffable(person: Person, chain: Chain, at: datetime) -> QuerySet[Store]:
    """The open stores of one chain into which this person may bring people, each with `by_hr`."""
    return _staffable(person, chain, at, timezone.localtime(at).date())


def _staffable(person: Any, chain: Any, at: Moment, today: date | Combinable) -> QuerySet[Store]:
    return stores_to_staff(person, at).filter(chain=chain, pk__in=Store.objects.open(today))


def regions(person: Person, chain: Chain, at: datetime) -> list[tuple[str, str]]:
    """(code, name) of the regions of these stores; one query."""
    seen = staffable(person, chain, at).order_by("region__code").values_list("region__code", "region__name")
    return list(seen.distinct())


def overview(
    person: Person, chain: Chain, at: datetime, *, search: str, region: str, chosen: Collection[str], page: str | None
) -> Overview:
    """The stores that somebody looks for by words of code, name or region; three queries."""
    mine = staffable(person, chain, at)
    all_stores = list(mine.select_related("region"))
    taken = [store for store in all_stores if store.code in chosen]
    fits = [store for store in _fitting(all_stores, search, region) if store.code not in chosen]
    shown = Paginator(fits, PER_PAGE).get_page(page)
    found = entries([*taken, *shown.object_list], mine, at)
    waiting = dict(waiting_in(mine, at))
    asking = [(store, waiting[store.code]) for store in all_stores if store.code in waiting]
    return Overview(found[: len(taken)], found[len(taken) :], shown, asking)


ASKING = Written(lambda person, chain, at, today: waiting_in(_staffable(person, chain, at, today), at))


def asking_people(person: Person, chain: Chain, at: datetime) -> int:
    """How many wait for this person to let them into a store; one query."""
    rows = ASKING.rows(person=person.pk, chain=chain.pk, at=at, today=timezone.localtime(at).date())
    return sum(waiting for _, waiting in rows)


def found_stores(person: Person, chain: Chain, at: datetime, *, search: str, region: str) -> list[Store]:
    """All the stores that somebody looks for, with their regions; one query."""
    return _fitting(staffable(person, chain, at).select_related("region"), search, region)


def _fitting(stores: Iterable[Store], search: str, region: str) -> list[Store]:
    return [
        store
        for store in stores
        if region in ("", store.region.code) and says(search, store.code, store.name, store.region.name)
    ]


def chosen_stores(person: Person, chain: Chain, at: datetime, codes: Collection[str]) -> list[Store]:
    """Those of these stores into which this person may bring people, by code; one query."""
    plain = [code for code in codes if "\0" not in code]
    return list(staffable(person, chain, at).filter(code__in=plain).select_related("region"))
