"""A store's plan as its page shows it: the coming week, who is on leave, when it is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from people.models import Absence, Shift, Store, StoreHours
from people.shifts.rules import SHOP, shop_day

WEEK = timedelta(days=7)
MOST_LEAVE = 100
MIDNIGHT = time()


class DayPlan(NamedTuple):
    """The shifts that begin on one day."""

    day: date
    shifts: Sequence[Shift]


class Leave(NamedTuple):
    """Somebody's leave, by the clock of the shop. `begins` and `ends` are times of day, empty where all days are whole;
    a day ends at `24:00`."""

    pk: int
    name: str
    first: date
    last: date
    begins: str
    ends: str


@dataclass(frozen=True)
class PlanPage:
    """A store's plan from today on, day by day; days without any shift are there too. `leave` and `hours` are for who
    plans: None elsewhere; of `hours` also where the store never closes."""

    store: Store
    days: Sequence[DayPlan]
    leave: Sequence[Leave] | None = None
    hours: StoreHours | None = None


def plan_page(store: Store, at: datetime, *, plans: bool) -> PlanPage:
    """The coming week of one store in one query, in three for who `plans` it."""
    today = shop_day(at)
    begin = datetime.combine(today, MIDNIGHT, SHOP)
    shifts = Shift.objects.filter(store=store, starts_at__gte=begin, starts_at__lt=begin + WEEK).select_related(
        "person"
    )
    by_day: dict[date, list[Shift]] = {}
    for shift in shifts:
        by_day.setdefault(shop_day(shift.starts_at), []).append(shift)
    days = [DayPlan(day, by_day.get(day, [])) for day in (today + timedelta(days=n) for n in range(WEEK.days))]
    if not plans:
        return PlanPage(store, days)
    return PlanPage(store, days, _leave(store, at), StoreHours.objects.filter(store=store).first())


def _leave(store: Store, at: datetime) -> list[Leave]:
    """Who is on leave now or will be, those next to come first."""
    rows = Absence.objects.filter(store=store, ends_at__gt=at).select_related("person")
    return [_told(absence) for absence in rows[:MOST_LEAVE]]


def _told(absence: Absence) -> Leave:
    begins, ends = absence.starts_at.astimezone(SHOP), absence.ends_at.astimezone(SHOP)
    whole = begins.time() == ends.time() == MIDNIGHT
    last = (ends - timedelta(days=1)).date() if ends.time() == MIDNIGHT else ends.date()
    hours = ("", "") if whole else (f"{begins:%H:%M}", "24:00" if ends.time() == MIDNIGHT else f"{ends:%H:%M}")
    return Leave(absence.pk, absence.person.name, begins.date(), last, *hours)
