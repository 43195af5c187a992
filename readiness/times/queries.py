"""Learning time per person and month, for those who have to count it as working time: a report, no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Subquery, Sum
from django.http import Http404

from attempts.models import LearningDay
from attempts.queries.times import midnight, summed_until
from attempts.rules import minutes_of
from people.doors import stores_for
from people.models import Chain, Person, Posting, Role, Store
from readiness.rules import says

WHO_COUNTS_TIME = (Role.HR, Role.AUDITOR, Role.OWNER)
"""Who employs, and who checks those who employ: hours are no business of a store's or a region's daily work."""


@dataclass(frozen=True)
class TimesWanted:
    """Which time somebody looks for: of a month (its first day), a region (code), words of store or person."""

    month: date
    region: str = ""
    store: str = ""
    search: str = ""


@dataclass(frozen=True)
class TimeLine:
    """How long one person learned in one month; the store is the last that they were posted to by its end."""

    employee_number: str
    name: str
    store_code: str
    store: str
    region: str
    ms: int

    @property
    def minutes(self) -> int:
        return minutes_of(self.ms)


@dataclass(frozen=True)
class Times:
    """The lines of a month by store and employee number; `until` is the last day that is counted (None: none yet)."""

    lines: tuple[TimeLine, ...]
    until: date | None

    @property
    def minutes(self) -> int:
        """The sum of the lines' minutes: whoever adds up the file comes to the same."""
        return sum(line.minutes for line in self.lines)

    @property
    def total_ms(self) -> int:
        """The same in milliseconds, as pages tell it."""
        return self.minutes * 60_000


def counted_stores(person: Person, chain_slug: str, at: datetime) -> dict[int, Store]:
    """The door: the stores of a chain whose time this person counts, closed ones too, by pk, with chain and region.

    Raises Http404 where there are none.
    """
    found = stores_for(person, at, roles=WHO_COUNTS_TIME).filter(chain__slug=chain_slug)
    stores = {store.pk: store for store in found.select_related("region", "chain")}
    if not stores:
        raise Http404
    return stores


def times(chain: Chain, stores: dict[int, Store], wanted: TimesWanted) -> Times:
    """Everybody of these stores who learned in that month, and is looked for. Two queries."""
    shown = {pk: store for pk, store in stores.items() if _is_wanted(store, wanted)}
    lines = [
        TimeLine(number, name, shown[store].code, shown[store].name, shown[store].region.name, ms)
        for number, name, store, ms in _rows(chain, wanted.month)
        if store in shown and says(wanted.search, name, number)
    ]
    return Times(tuple(sorted(lines, key=lambda line: (line.store_code, line.employee_number))), summed_until())


def _is_wanted(store: Store, wanted: TimesWanted) -> bool:
    return wanted.region in ("", store.region.code) and says(wanted.store, store.name, store.code)


def _rows(chain: Chain, month: date) -> Iterable[tuple[str, str, int | None, int]]:
    """(employee number, name, store, ms) of everybody of the chain who learned in that month."""
    following = (month + timedelta(days=31)).replace(day=1)
    posted = Posting.objects.on_the_floor().filter(person=OuterRef("person"), since__lt=midnight(following))
    last = posted.order_by("-since", "-pk").values("store")[:1]
    spent = LearningDay.objects.filter(day__gte=month, day__lt=following, person__chain=chain)
    by_person = spent.values("person", "person__employee_number", "person__name").annotate(spent=Sum("ms"))
    rows = by_person.annotate(store=Subquery(last)).order_by()
    return rows.values_list("person__employee_number", "person__name", "store", "spent")
