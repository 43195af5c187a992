"""Writes of shifts: taking over a plan, whole or not at all; and when a store is open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from operator import itemgetter

from django.db import transaction
from django.db.models import QuerySet

from people.actions import keep
from people.models import Chain, Person, Shift, Store, StoreHours
from people.shifts.naming import Named, Scope, Times, named_by
from people.shifts.reading import ShiftLine
from people.shifts.rows import ShiftsError
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
    scope: Scope | None = None,
    at: datetime | None = None,
) -> Planned:
    """Make the plan of each store on each day that `lines` or the `scope` name what they say; said twice is said once.

    A shift belongs to the day on which it begins. Days and stores that are not named stay as they are. `stores` are
    those that may be planned (None: all of the chain). Raises ShiftsError, naming the line, where a store or a person
    is not there, a person is not posted at that store for the whole shift, or would stand in two places at once; then
    nothing is changed. A handful of statements however long the plan.
    """
    # Two plans at once could each be right and wrong together.
    Chain.objects.select_for_update(no_key=True).get(pk=chain.pk)
    named = named_by(lines, chain=chain, allowed=stores, scope=scope)
    told = [(line, _shift(line, named)) for line in lines]
    days = {(shift.store_id, line.day) for line, shift in told} | _days(named, scope)
    there = {_key(shift): shift.pk for shift in _standing(days)}
    for _, shift in told:
        shift.pk = there.pop(_key(shift), None)
    Shift.objects.filter(pk__in=there.values()).delete()
    _refuse_two_places(told)
    new = Shift.objects.bulk_create((shift for _, shift in told if shift.pk is None), batch_size=BATCH)
    planned = Planned(len(new), len(there), len(told) - len(new), len({store for store, _ in days}))
    keep("take_shifts", chain, by=by, at=at, new=planned.new, removed=planned.removed, same=planned.same)
    return planned


@transaction.atomic
def set_hours(*, store: Store, hours: tuple[time, time] | None, by: Person | None, at: datetime | None = None) -> None:
    """Say from when until when a store is open, over midnight where it closes at the earlier hour; None: it never
    closes."""
    StoreHours.objects.filter(store=store).delete()
    if hours:
        StoreHours.objects.create(store=store, opens_at=hours[0], closes_at=hours[1])
    keep("set_hours", store, by=by, at=at, hours=[f"{hour:%H:%M}" for hour in hours or ()])


def _key(shift: Shift) -> tuple[int, int, datetime, datetime]:
    return shift.person_id, shift.store_id, shift.starts_at, shift.ends_at


def _shift(line: ShiftLine, named: Named) -> Shift:
    store, person = named.meant(line)
    if not any(_covers(times, line) for times in named.postings(store, person)):
        who = f"{person.name}（{line.employee_number}）"
        raise ShiftsError(f"第 {line.line} 行：{who}那時候不是{store.name}的人，請先請人資排職務。")
    return Shift(person=person, store=store, starts_at=line.starts_at, ends_at=line.ends_at)


def _covers(times: Times, line: ShiftLine) -> bool:
    since, until = times
    return since <= line.starts_at and (until is None or until >= line.ends_at)


def _days(named: Named, scope: Scope | None) -> set[tuple[int, date]]:
    return {(store.pk, day) for store in named.within(scope) for day in scope.days} if scope else set()


def _standing(days: Collection[tuple[int, date]]) -> list[Shift]:
    """What stands so far in the plans of these stores on these days."""
    if not days:
        return []
    first, last = min(day for _, day in days), max(day for _, day in days)
    begin, end = (datetime.combine(day, time.min, SHOP) for day in (first, last + timedelta(days=1)))
    between = Shift.objects.filter(store__in={store for store, _ in days}, starts_at__gte=begin, starts_at__lt=end)
    return [shift for shift in between if (shift.store_id, shop_day(shift.starts_at)) in days]


def _refuse_two_places(told: Collection[tuple[ShiftLine, Shift]]) -> None:
    """Raise ShiftsError where a person would stand in two places at once, with what stays of older plans."""
    if not told:
        return
    begin, end = min(line.starts_at for line, _ in told), max(line.ends_at for line, _ in told)
    stays = Shift.objects.during(begin, end).filter(person__in={shift.person_id for _, shift in told})
    spans: list[tuple[int, datetime, datetime, ShiftLine | None]]
    spans = [(s.person_id, s.starts_at, s.ends_at, None) for s in stays.exclude(pk__in=[s.pk for _, s in told if s.pk])]
    spans += [(shift.person_id, line.starts_at, line.ends_at, line) for line, shift in told]
    for before, after in pairwise(sorted(spans, key=itemgetter(0, 1))):
        line = after[3] or before[3]
        if line and before[0] == after[0] and after[1] < before[2]:
            raise ShiftsError(f"第 {line.line} 行：{line.employee_number} 那時候已經排了另一個班，請先改掉其中一個。")
