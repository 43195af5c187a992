"""Whom and which store the lines of a file mean, for all of them in three statements."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from django.db.models import QuerySet

from people.models import Chain, Person, Posting, Store
from people.models.posting import ON_THE_FLOOR
from people.shifts.rows import ShiftsError

Times = tuple[datetime, datetime | None]
MOST_DAYS = 92


@dataclass(frozen=True)
class Scope:
    """Days of stores, by code, that are told anew even where no line names them: so that the last line of a day can be
    taken out as well. Both ends belong to it. Raises ShiftsError where it makes no sense."""

    stores: Collection[str]
    first: date
    last: date

    def __post_init__(self) -> None:
        if not 0 <= (self.last - self.first).days < MOST_DAYS:
            raise ShiftsError(f"until 不能比 from 早，一次最多 {MOST_DAYS} 天。")

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


class Line(Protocol):
    """What all lines have that say something of somebody's time at a store."""

    @property
    def line(self) -> int: ...
    @property
    def store(self) -> str: ...
    @property
    def employee_number(self) -> str: ...
    @property
    def day(self) -> date: ...


@dataclass(frozen=True)
class Named:
    """The stores by code and the persons by number that lines name, where there are such, and when each of these
    persons stands on each of these floors."""

    stores: Mapping[str, Store]
    persons: Mapping[str, Person]
    posted: Mapping[tuple[int, int], Sequence[Times]]

    def meant(self, line: Line) -> tuple[Store, Person]:
        """Raises ShiftsError, naming the line, where the store is none or closed, or the person nobody."""
        store, person = self.stores.get(line.store), self.persons.get(line.employee_number)
        if store is None or (store.closed_on and store.closed_on <= line.day):
            raise ShiftsError(
                f"第 {line.line} 行的門市 {line.store} 找不到，請確認店號，也確認是你負責、還開著的門市。"
            )
        if person is None:
            raise ShiftsError(f"第 {line.line} 行的員工編號 {line.employee_number} 找不到，請確認編號，也確認還在職。")
        return store, person

    def within(self, scope: Scope) -> list[Store]:
        """Raises ShiftsError where a store of the scope is none."""
        for code in scope.stores:
            if code not in self.stores:
                raise ShiftsError(f"門市 {code[:30]} 找不到，請確認店號，也確認是你負責的門市。")
        return [self.stores[code] for code in scope.stores]

    def postings(self, store: Store, person: Person) -> Sequence[Times]:
        return self.posted.get((person.pk, store.pk), ())


def named_by(
    lines: Iterable[Line], *, chain: Chain, allowed: QuerySet[Store] | None, scope: Scope | None = None
) -> Named:
    """What these lines and this scope name of a chain, of the stores that are `allowed` (None: all)."""
    told = list(lines)
    codes = {line.store for line in told} | set(scope.stores if scope else ())
    mine = Store.objects.all() if allowed is None else allowed
    stores = {store.code: store for store in mine.filter(chain=chain, code__in=codes)}
    numbers = {line.employee_number for line in told}
    persons = {p.employee_number: p for p in chain.persons.filter(is_active=True, employee_number__in=numbers)}
    return Named(stores, persons, _postings(persons.values(), stores.values()))


def _postings(persons: Collection[Person], stores: Collection[Store]) -> dict[tuple[int, int], list[Times]]:
    found: dict[tuple[int, int], list[Times]] = {}
    rows = Posting.objects.filter(person__in=persons, store__in=stores, role__in=ON_THE_FLOOR)
    for person, store, since, until in rows.values_list("person_id", "store_id", "since", "until"):
        found.setdefault((person, store), []).append((since, until))
    return found
