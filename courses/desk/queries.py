"""Reads of the desk of chains."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from content.models import LibraryPage
from content.rules import SOURCE_LOCALE
from courses.models import Assignment
from people.founding.reading import StoreLine
from people.models import Brand, Chain, Person, Posting, Region, Role, Store
from people.models.posting import alive_at

FIRST_LINES = 5


@dataclass(frozen=True)
class ChainPage:
    """One chain as the desk shows it. `hr` are the postings alive today, `past_hr` those that ended."""

    chain: Chain
    brand: Brand | None
    regions: list[Region]
    stores: int
    persons: int
    hr: list[Posting]
    past_hr: list[Posting]
    assignments: list[Assignment]
    library: LibraryPage | None


@dataclass(frozen=True)
class Preview:
    """What a roster holds: regions with their number of stores in the order of the file, and its first lines."""

    stores: int
    regions: list[tuple[str, int]]
    first: Sequence[StoreLine]

    @property
    def more(self) -> int:
        return self.stores - len(self.first)


def chains(at: datetime) -> QuerySet[Chain]:
    """All chains with `stores_open`, `persons_there`, `hr_name`, `hr_number` (the first HR person of today) and
    `begun_at` (when the first person came); one query."""
    hr = Posting.objects.alive(at).filter(role=Role.HR, chain=OuterRef("pk")).order_by("since", "pk")
    first = Person.objects.filter(chain=OuterRef("pk"), joined_at__isnull=False).order_by("joined_at")
    return Chain.objects.select_related("brand").annotate(
        stores_open=_counted(Store.objects.open(timezone.localdate(at))),
        persons_there=_counted(Person.objects.filter(is_active=True)),
        hr_name=Subquery(hr.values("person__name")[:1]),
        hr_number=Subquery(hr.values("person__employee_number")[:1]),
        begun_at=Subquery(first.values("joined_at")[:1]),
    )


def chain_page(chain: Chain, at: datetime) -> ChainPage:
    """All that the desk shows of one chain; a fixed number of queries."""
    hr = Posting.objects.filter(role=Role.HR, chain=chain).select_related("person").order_by("since", "pk")
    now_there = list(hr.filter(alive_at(at)))
    today = timezone.localdate(at)
    assignments = Assignment.objects.filter(chain=chain, ended_at=None).select_related("course").order_by("pk")
    regions = chain.regions.annotate(stores_open=_counted_in_region(today))
    return ChainPage(
        chain,
        Brand.objects.filter(chain=chain).first(),
        list(regions),
        chain.stores.open(today).count(),
        chain.persons.filter(is_active=True).count(),
        now_there,
        [posting for posting in hr if posting not in now_there],
        list(assignments),
        LibraryPage.objects.filter(chain=chain, locale__language_code=SOURCE_LOCALE).first(),
    )


def preview_of(stores: Sequence[StoreLine]) -> Preview:
    """What stands in a roster, before it is taken."""
    counts: dict[str, int] = {}
    for line in stores:
        counts[line.region] = counts.get(line.region, 0) + 1
    return Preview(len(stores), list(counts.items()), stores[:FIRST_LINES])


def _counted(rows: "QuerySet[Store] | QuerySet[Person]") -> Coalesce:
    per_chain = rows.order_by().filter(chain=OuterRef("pk")).values("chain").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(per_chain, output_field=IntegerField()), 0)


def _counted_in_region(today: date) -> Coalesce:
    there = Store.objects.open(today).order_by().filter(region=OuterRef("pk"))
    return Coalesce(
        Subquery(there.values("region").annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
    )
