"""What today's page shows of 「我在班上」."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.http import Http404

from people.models import Person, Posting, Presence, Shift, Store
from people.shifts.presence.rules import HOURS, USUAL_HOURS
from people.shifts.rules import SHOP, shop_day
from people.written import Question, Rows, Written


class Floor(NamedTuple):
    """A store on whose floor somebody is posted."""

    pk: int
    name: str


@dataclass(frozen=True)
class OnShift:
    """`there` and `until`: where somebody says that they are, and how long; None where they say nothing. Then `floors`
    are the stores of theirs that nobody has planned for now."""

    there: Floor | None = None
    until: datetime | None = None
    floors: tuple[Floor, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether there is anything to show."""
        return self.there is not None or bool(self.floors)

    @property
    def hours(self) -> tuple[tuple[int, bool], ...]:
        """How long one may say to stay, and whether that is the usual."""
        return tuple((hours, hours == USUAL_HOURS) for hours in HOURS)


FLOORS = Written(
    lambda person, at, day, midnight, next_midnight: (
        _floors(person, at, day)
        .annotate(until=_said(person, at), planned=_planned(at, midnight, next_midnight))
        .order_by("code", "pk")
        .values_list("pk", "name", "until", "planned")
    )
)


def on_shift(person: Person, at: datetime) -> OnShift:
    """What a person says of being on shift, and where they might; one query."""
    return asked_shift(person, at).answer()


def asked_shift(person: Person, at: datetime) -> Question[OnShift]:
    """The same, to be asked with others."""
    day = shop_day(at)
    midnight = datetime.combine(day, time.min, SHOP)
    moments = {"at": at, "day": day, "midnight": midnight, "next_midnight": midnight + timedelta(days=1)}
    return Question((FLOORS.sql(person=person.pk, **moments),), _shift)


def _shift(floors: Rows) -> OnShift:
    unplanned = []
    for pk, name, until, planned in floors:
        if until:
            return OnShift(Floor(pk, name), until)
        if not planned:
            unplanned.append(Floor(pk, name))
    return OnShift(floors=tuple(unplanned))


def floor_for(person: Person, store: int, at: datetime) -> Store:
    """One of them; Http404 elsewhere."""
    found = _floors(person, at, shop_day(at)).filter(pk=store).first()
    if found is None:
        raise Http404
    return found


def _floors(person: Person | Value, at: datetime | Value, day: date | Value) -> QuerySet[Store]:
    """The open stores on whose floor this person is posted."""
    mine = Posting.objects.alive(at).on_the_floor().filter(person=person, store=OuterRef("pk"))
    return Store.objects.open(day).filter(Exists(mine))


def _said(person: Value, at: Value) -> Subquery:
    there = Presence.objects.under_way(at).filter(person=person, store=OuterRef("pk"))
    return Subquery(there.values("until")[:1])


def _planned(at: Value, midnight: Value, next_midnight: Value) -> Q:
    """That the store's plan speaks for the moment, as `people.shifts.queries.planned_at` has it."""
    shifts = Shift.objects.filter(store=OuterRef("pk"))
    today = shifts.filter(starts_at__gte=midnight, starts_at__lt=next_midnight)
    return Q(Exists(today)) | Q(Exists(shifts.under_way(at)))
