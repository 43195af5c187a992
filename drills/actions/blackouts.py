"""A store's own days without drills. What was planned for them is moved, or falls away."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from drills.actions.calling import derive_calls
from drills.actions.placing import hold
from drills.models import Blackout, Call, Event, Run, StoreDrill
from drills.queries.faults import PlanRefused
from drills.queries.moments import Found, Stage, moments
from drills.rules.calendar import span_of_days
from drills.rules.placing import Moment
from people.actions import keep
from people.models import Person, Store
from people.shifts.rules import SHOP, shop_day

MOST_DAYS = 31
"""Who wants more days than these without drills wants the store out of the plan."""


class WrongDays(PlanRefused):
    """These days cannot be kept free."""


@transaction.atomic
def set_blackout(*, store: Store, first_on: date, last_on: date, by: Person | None, at: datetime) -> Blackout:
    """Keep these days of a store, both included, free of drills. Drills that are planned for them and were not sent yet
    are given another moment of their run, or none. Said twice is said once. Raises WrongDays."""
    _refuse_days(first_on, last_on, at)
    hold([store.pk])
    blackout, new = Blackout.objects.get_or_create(
        store=store, first_on=first_on, last_on=last_on, defaults={"made_by": by, "made_at": at}
    )
    if new:
        moved = sum(_move(drill, at) for drill in _planned(store, blackout, at))
        days = {"first": str(first_on), "last": str(last_on)}
        keep("set_blackout", blackout, by=by, at=at, store=store.pk, moved=moved, **days)
    return blackout


@transaction.atomic
def lift_blackout(*, blackout: Blackout, by: Person | None, at: datetime) -> None:
    """Allow drills again on these days. What was moved stays where it is."""
    keep("lift_blackout", blackout, by=by, at=at, first=str(blackout.first_on), last=str(blackout.last_on))
    blackout.delete()


def _refuse_days(first_on: date, last_on: date, at: datetime) -> None:
    if last_on < first_on:
        raise WrongDays(_("最後一天不能早於第一天，請改正。"), "last_on")
    if last_on < shop_day(at):
        raise WrongDays(_("這些日子已經過了，請選今天以後的日子。"), "last_on")
    if (last_on - first_on).days >= MOST_DAYS:
        why = _("一次最多停練 %(most)d 天。要更久，請和安排演練的講師說。") % {"most": MOST_DAYS}
        raise WrongDays(why, "last_on")


def _planned(store: Store, blackout: Blackout, at: datetime) -> QuerySet[StoreDrill]:
    """What would come on these days and is not sent yet."""
    days = span_of_days(blackout.first_on, blackout.last_on, SHOP)
    open_runs = store.store_drills.filter(run__in=Run.objects.open(), at__gt=at)
    return open_runs.filter(at__gte=days.begins, at__lt=days.ends).select_related("run__plan")


def _move(drill: StoreDrill, at: datetime) -> bool:
    """Give a drill another moment, or none; False where somebody was called already, who then is not interrupted."""
    calls = drill.calls.filter(makeup_of=None)
    states = set(calls.select_for_update(of=("self",)).order_by("pk").values_list("state", flat=True))
    if states - {Call.State.PLANNED, Call.State.ARMED, Call.State.EXCUSED}:
        return False
    calls.exclude(state=Call.State.EXCUSED).delete()
    found = _another(drill, at)
    drill.at, drill.band = (found.at, found.band) if isinstance(found, Moment) else (None, "")
    drill.unplaced = "" if isinstance(found, Moment) else found
    drill.save(update_fields=["at", "band", "unplaced"])
    derive_calls([drill.pk])
    detail = {"moved": True, "unplaced": drill.unplaced}
    Event.objects.create(run=drill.run, store_drill=drill, kind=Event.Kind.PLANNED, at=at, detail=detail)
    return True


def _another(drill: StoreDrill, at: datetime) -> Found:
    """Where it may be instead: in its own band first."""
    run = drill.run
    stage = Stage.of_run(run, at)
    bands = sorted(run.plan.bands, key=lambda band: band != drill.band)
    found = dict(moments(stage, {drill.store_id: bands}))
    return found.get(drill.store_id, StoreDrill.Unplaced.BLACKOUT)
