"""Writes of absences: taking over a list, taking one out, forgetting those that are over."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet

from people.actions import keep
from people.models import Absence, Chain, Person, Store
from people.shifts.absences.reading import AbsenceLine
from people.shifts.actions import BATCH, Planned
from people.shifts.naming import Named, Scope, Times, named_by
from people.shifts.rows import ShiftsError
from people.shifts.rules import SHOP, shop_day

KEPT = timedelta(days=30)
"""How long an absence is kept once it is over."""

Span = tuple[date, date]


@transaction.atomic
def take_absences(
    *,
    chain: Chain,
    lines: Sequence[AbsenceLine],
    by: Person | None,
    stores: QuerySet[Store] | None = None,
    scope: Scope | None = None,
    at: datetime | None = None,
) -> Planned:
    """Make the list of each store that `lines` or the `scope` name what they say, for the days from the first to the
    last that they name of it; said twice is said once.

    An absence belongs to the day on which it begins: what began before stays, and so do other stores' lists, of the
    same person too. `stores` are those that may be planned (None: all of the chain). Raises ShiftsError, naming the
    line, where a store or a person is not there, or a person is not posted at that store at any moment of it; then
    nothing is changed. A handful of statements however long the list.
    """
    # Two lists at once could each take for new what the other has just written.
    Chain.objects.select_for_update(no_key=True).get(pk=chain.pk)
    named = named_by(lines, chain=chain, allowed=stores, scope=scope)
    told = {_key(absence): absence for absence in (_absence(line, named) for line in lines)}
    spans = _spans([(absence.store_id, shop_day(absence.starts_at)) for absence in told.values()], named, scope)
    there = {_key(absence): absence.pk for absence in _standing(spans)}
    gone = [pk for key, pk in there.items() if key not in told]
    Absence.objects.filter(pk__in=gone).delete()
    new = [absence for key, absence in told.items() if key not in there]
    Absence.objects.bulk_create(new, batch_size=BATCH)
    taken = Planned(len(new), len(gone), len(told) - len(new), len(spans))
    keep("take_absences", chain, by=by, at=at, new=taken.new, removed=taken.removed, same=taken.same)
    return taken


@transaction.atomic
def drop_absence(*, absence: Absence, by: Person, at: datetime | None = None) -> None:
    """Take one entry out of a store's list."""
    keep("drop_absence", absence.store, by=by, at=at)
    absence.delete()


def forget_absences(*, at: datetime) -> int:
    """Drop those that have been over for 30 days. Returns how many."""
    gone, _ = Absence.objects.filter(ends_at__lte=at - KEPT).delete()
    return gone


def _key(absence: Absence) -> tuple[int, int, datetime, datetime]:
    return absence.person_id, absence.store_id, absence.starts_at, absence.ends_at


def _absence(line: AbsenceLine, named: Named) -> Absence:
    store, person = named.meant(line)
    if not any(_touches(times, line) for times in named.postings(store, person)):
        who = f"{person.name}（{line.employee_number}）"
        raise ShiftsError(f"第 {line.line} 行：{who}那段時間不是{store.name}的人，請確認店號和日期。")
    return Absence(person=person, store=store, starts_at=line.starts_at, ends_at=line.ends_at)


def _touches(times: Times, line: AbsenceLine) -> bool:
    since, until = times
    return since < line.ends_at and (until is None or until > line.starts_at)


def _spans(days: Iterable[tuple[int, date]], named: Named, scope: Scope | None) -> dict[int, Span]:
    """From which day until which each store is told anew, both included."""
    scoped = [(store.pk, day) for store in named.within(scope) for day in (scope.first, scope.last)] if scope else []
    spans: dict[int, Span] = {}
    for store, day in [*days, *scoped]:
        first, last = spans.get(store, (day, day))
        spans[store] = min(first, day), max(last, day)
    return spans


def _standing(spans: Mapping[int, Span]) -> Collection[Absence]:
    """What stands so far in the lists of these stores for these days."""
    if not spans:
        return []
    begin = datetime.combine(min(first for first, _ in spans.values()), time.min, SHOP)
    end = datetime.combine(max(last for _, last in spans.values()) + timedelta(days=1), time.min, SHOP)
    between = Absence.objects.filter(store__in=spans, starts_at__gte=begin, starts_at__lt=end)
    return [a for a in between if spans[a.store_id][0] <= shop_day(a.starts_at) <= spans[a.store_id][1]]
