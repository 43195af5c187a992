"""Writes of shifts: taking over a plan, whole or not at all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from operator import itemgetter

from django.db import transaction
from django.db.models import QuerySet

from people.actions import keep
from people.models import Chain, Person, Posting, Shift, Store
from people.models.posting import ON_THE_FLOOR
from people.shifts.reading import ShiftLine, ShiftsError
from people.shifts.rules import SHOP, shop_day

BATCH = 2000


@dataclass(frozen=True)
class Planned:
    """What taking over a plan came to, in shifts; `stores` is how many stores it was about."""

    new: int
    removed: int
    same: int
    stores: int


@transaction.atomic
def take_shifts(
    *,
    chain: Chain,
    lines: Sequence[ShiftLine],
    by: Person | None,
    stores: QuerySet[Store] | None = None,
    at: datetime | None = None,
) -> Planned:
    """Make the plan of each store on each day that `lines` name what they say; said twice is said once.

    A shift belongs to the day on which it begins. Days and stores that are not named stay as they are. `stores` are
    those that may be planned (None: all of the chain). Raises ShiftsError, naming the line, where a store or a person
    is not there, a person is not posted at that store for the whole shift, or would stand in two places at once; then
    nothing is changed. A handful of statements however long the plan.
    """
    # Two plans at once could each be right and wrong together.
    Chain.objects.select_for_update(no_key=True).get(pk=chain.pk)
    told = _told(chain, lines, Store.objects.all() if stores is None else stores)
    there = {_key(shift): shift.pk for shift in _planned([shift for _, shift in told])}
    for _, shift in told:
        shift.pk = there.pop(_key(shift), None)
    Shift.objects.filter(pk__in=there.values()).delete()
    _refuse_two_places(told)
    new = Shift.objects.bulk_create((shift for _, shift in told if shift.pk is None), batch_size=BATCH)
    planned = Planned(len(new), len(there), len(told) - len(new), len({shift.store_id for _, shift in told}))
    keep("take_shifts", chain, by=by, at=at, new=planned.new, removed=planned.removed, same=planned.same)
    return planned


def _key(shift: Shift) -> tuple[int, int, datetime, datetime]:
    return shift.person_id, shift.store_id, shift.starts_at, shift.ends_at


def _told(chain: Chain, lines: Sequence[ShiftLine], allowed: QuerySet[Store]) -> list[tuple[ShiftLine, Shift]]:
    """The lines with the shifts that they mean."""
    stores = {s.code: s for s in allowed.filter(chain=chain, code__in={line.store for line in lines})}
    numbers = {line.employee_number for line in lines}
    persons = {p.employee_number: p for p in chain.persons.filter(is_active=True, employee_number__in=numbers)}
    posted = _postings(persons.values(), stores.values())
    return [(line, _shift(line, stores.get(line.store), persons.get(line.employee_number), posted)) for line in lines]


Times = tuple[datetime, datetime | None]
Posted = Mapping[tuple[int, int], Sequence[Times]]


def _shift(line: ShiftLine, store: Store | None, person: Person | None, posted: Posted) -> Shift:
    if store is None or (store.closed_on and store.closed_on <= line.day):
        raise ShiftsError(f"第 {line.line} 行的門市 {line.store} 找不到，請確認店號，也確認是你負責、還開著的門市。")
    if person is None:
        raise ShiftsError(f"第 {line.line} 行的員工編號 {line.employee_number} 找不到，請確認編號，也確認還在職。")
    if not any(_covers(times, line) for times in posted.get((person.pk, store.pk), [])):
        who = f"{person.name}（{line.employee_number}）"
        raise ShiftsError(f"第 {line.line} 行：{who}那時候不是{store.name}的人，請先請人資排職務。")
    return Shift(person=person, store=store, starts_at=line.starts_at, ends_at=line.ends_at)


def _postings(persons: Collection[Person], stores: Collection[Store]) -> Posted:
    """From when until when each of these persons stands on each of these floors."""
    found: dict[tuple[int, int], list[Times]] = {}
    rows = Posting.objects.filter(person__in=persons, store__in=stores, role__in=ON_THE_FLOOR)
    for person, store, since, until in rows.values_list("person_id", "store_id", "since", "until"):
        found.setdefault((person, store), []).append((since, until))
    return found


def _covers(times: Times, line: ShiftLine) -> bool:
    since, until = times
    return since <= line.starts_at and (until is None or until >= line.ends_at)


def _planned(told: Collection[Shift]) -> list[Shift]:
    """What stands so far in the plans of the stores and days that are told anew."""
    days = {(shift.store_id, shop_day(shift.starts_at)) for shift in told}
    first, last = min(day for _, day in days), max(day for _, day in days)
    begin, end = (datetime.combine(day, time.min, SHOP) for day in (first, last + timedelta(days=1)))
    between = Shift.objects.filter(store__in={store for store, _ in days}, starts_at__gte=begin, starts_at__lt=end)
    return [shift for shift in between if (shift.store_id, shop_day(shift.starts_at)) in days]


def _refuse_two_places(told: Collection[tuple[ShiftLine, Shift]]) -> None:
    """Raise ShiftsError where a person would stand in two places at once, with what stays of older plans."""
    begin, end = min(line.starts_at for line, _ in told), max(line.ends_at for line, _ in told)
    stays = Shift.objects.during(begin, end).filter(person__in={shift.person_id for _, shift in told})
    spans: list[tuple[int, datetime, datetime, ShiftLine | None]]
    spans = [(s.person_id, s.starts_at, s.ends_at, None) for s in stays.exclude(pk__in=[s.pk for _, s in told if s.pk])]
    spans += [(shift.person_id, line.starts_at, line.ends_at, line) for line, shift in told]
    for before, after in pairwise(sorted(spans, key=itemgetter(0, 1))):
        line = after[3] or before[3]
        if line and before[0] == after[0] and after[1] < before[2]:
            raise ShiftsError(f"第 {line.line} 行：{line.employee_number} 那時候已經排了另一個班，請先改掉其中一個。")
