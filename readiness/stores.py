"""One store on one evening, as the one who answers for it has to see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import Func, OuterRef

from people.models import Absence, Store
from readiness.floors import Clerk
from readiness.nights import Duty, Night, Stretch, dark_stretches, held, tonight
from readiness.queries import clerks_of, floor_of
from readiness.rules import Tally, Tonight

Deed = Literal["hold", "chase", "renew", "go_on", "plan", "nothing"]


class OnDuty(NamedTuple):
    """One shift of tonight. `clerk` is None for somebody who stands on this floor no more. `leave`: when the person is
    away in it."""

    name: str
    starts_at: datetime
    ends_at: datetime
    leave: Sequence[Stretch]
    clerk: Clerk | None


@dataclass(frozen=True)
class Evening:
    """Tonight at one store: who is on shift, and in which pieces of the night nobody ready is there."""

    night: Night
    state: Tonight
    duties: Sequence[OnDuty]
    dark: Sequence[Stretch]


class Step(NamedTuple):
    """The one thing to do next, and for whom."""

    deed: Deed
    clerk: Clerk | None = None


@dataclass(frozen=True)
class StorePage:
    """A store, its people, its night."""

    store: Store
    as_of: datetime
    clerks: Sequence[Clerk]
    tally: Tally
    evening: Evening
    step: Step


def store_page(store: Store, at: datetime) -> StorePage:
    """One store at one moment; three queries."""
    floor = floor_of(store, at)
    clerks, evening = clerks_of(floor), evening_of(store, floor.clerks, at)
    return StorePage(store, at, clerks, floor.tally, evening, next_step(clerks, evening))


def evening_of(store: Store, clerks: Sequence[Clerk], at: datetime) -> Evening:
    """Tonight, by the plan and by who is ready now; one query."""
    night, here = tonight(at), {clerk.person_id: clerk for clerk in clerks}
    plan = store.shifts.filter(starts_at__gte=night.planned_from, starts_at__lt=night.ends)
    away = Absence.objects.filter(person=OuterRef("person")).during(OuterRef("starts_at"), OuterRef("ends_at"))
    spans = Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField())
    rows = plan.order_by("starts_at").values_list(
        "person_id", "person__name", "starts_at", "ends_at", ArraySubquery(away.values_list(spans))
    )
    shifts = [
        OnDuty(name, begin, end, [Stretch(span.lower, span.upper) for span in leave], here.get(person))
        for person, name, begin, end, leave in rows
    ]
    duties = [
        Duty(s.starts_at, s.ends_at, s.clerk.readiness.carried_until if s.clerk else None, s.leave) for s in shifts
    ]
    state = held(night, duties)
    dark = dark_stretches(night, duties) if state == "uncovered" else []
    return Evening(night, state, [s for s in shifts if s.ends_at > night.begins], dark)


def next_step(clerks: Sequence[Clerk], evening: Evening) -> Step:
    """What to do first: the night, then who is late, then who will be. `clerks` as `clerks_of` sorts them."""
    if evening.state == "uncovered":
        return Step("hold")
    late = [c for c in clerks if c.reason in ("expired", "overdue")]
    renewing = [c for c in clerks if c.state == "expiring"]
    missing = [c for c in clerks if c.reason in ("in_progress", "not_begun")]
    deeds: list[tuple[Deed, list[Clerk]]] = [("chase", late), ("go_on", missing), ("renew", renewing)]
    for deed, found in deeds:
        if found:
            return Step(deed, found[0])
    return Step("plan" if evening.state == "unplanned" else "nothing")
