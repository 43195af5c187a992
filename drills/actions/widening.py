"""Adding stores to a run that is planned or under way."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drills.actions.calling import derive_calls
from drills.actions.placing import place_stores
from drills.models import Event, Run
from drills.queries.faults import BeyondReach, NotNow
from drills.queries.moments import Stage
from drills.rules.calendar import Band
from drills.rules.seeds import number
from people.actions import keep
from people.models import Person, Store


@dataclass(frozen=True)
class Widened:
    """How many stores were given a moment, how many there was no room for, and how many persons are called."""

    stores: int
    unplaced: int
    calls: int


@transaction.atomic
def widen_run(*, run: Run, stores: Collection[Store], by: Person | None, at: datetime) -> Widened:
    """Add stores to a run, at moments in what is left of its window; a store that is in it already stays as it is.

    Whoever adds a store goes over its quota, but never over how often a band may be drilled. Raises BeyondReach for
    another chain's store, NotNow where nothing is sent in the run any more or too little time is left.
    """
    run = Run.objects.select_for_update(no_key=True, of=("self",)).select_related("plan").get(pk=run.pk)
    owner = run.plan.owner_id
    if owner is not None and any(store.chain_id != owner for store in stores):
        raise BeyondReach(_("裡面有別的體系的門市，請只選自己體系的。"), "stores")
    stage = Stage.of_run(run, at)
    if not Run.objects.open().filter(pk=run.pk).exists() or not stage.spans:
        raise NotNow(_("這個場次已經結束、取消，或剩下的時間不夠了，不能再加門市。"))
    there = set(run.store_drills.values_list("store_id", flat=True))
    placed = place_stores(run, stage, _wanted(stage, {store.pk for store in stores} - there))
    given = placed.came_to.pop("", 0)
    widened = Widened(given, placed.came_to.total(), derive_calls(placed.drills))
    detail = {"stores": widened.stores, "unplaced": dict(placed.came_to), "calls": widened.calls}
    Event.objects.create(run=run, kind=Event.Kind.WIDENED, at=at, by=by, detail=detail)
    keep("widen_run", run, by=by, at=at, **detail)
    return widened


def _wanted(stage: Stage, stores: Collection[int]) -> dict[int, list[Band]]:
    """Each with the plan's bands in an order that follows from its seed."""
    return {
        store: sorted(stage.plan.bands, key=lambda band: number(stage.seed, stage.occurrence, store, band))
        for store in stores
    }
