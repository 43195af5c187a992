"""What today's page shows of 「我在班上」."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from people.models import Person, Posting, Presence, Shift, Store
from people.shifts.presence.rules import HOURS, USUAL_HOURS
from people.shifts.rules import SHOP, shop_day


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
    def hours(self) -> list[tuple[int, bool]]:
        """How long one may say to stay, and whether that is the usual."""
        return [(hours, hours == USUAL_HOURS) for hours in HOURS]


def on_shift(person: Person, at: datetime) -> OnShift:
    """What a person says of being on shift, and where they might; one query."""
    floors = floors_of(person, at).annotate(until=_said(person, at), planned=_planned(at))
    unplanned = []
    for pk, name, until, planned in floors.order_by("code", "pk").values_list("pk", "name", "until", "planned"):
        if until:
            return OnShift(Floor(pk, name), until)
        if not planned:
            unplanned.append(Floor(pk, name))
    return OnShift(floors=tuple(unplanned))


def floors_of(person: Person, at: datetime) -> QuerySet[Store]:
    """The open stores on whose floor this person is posted."""
    mine = Posting.objects.alive(at).on_the_floor().filter(person=person, store=OuterRef("pk"))
    return Store.objects.open(shop_day(at)).filter(Exists(mine))


def floor_for(person: Person, store: int, at: datetime) -> Store:
    """One of them; Http404 elsewhere."""
    found = floors_of(person, at).filter(pk=store).first()
    if found is None:
        raise Http404
    return found


def _said(person: Person, at: datetime) -> Subquery:
    there = Presence.objects.under_way(at).filter(person=person, store=OuterRef("pk"))
    return Subquery(there.values("until")[:1])


def _planned(at: datetime) -> Q:
    """That the store's plan speaks for the moment, as `people.shifts.queries.planned_at` has it."""
    midnight = datetime.combine(shop_day(at), time.min, SHOP)
    shifts = Shift.objects.filter(store=OuterRef("pk"))
    today = shifts.filter(starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1))
    return Q(Exists(today)) | Q(Exists(shifts.under_way(at)))
