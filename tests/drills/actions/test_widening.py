"""Adding stores to a run under way."""

from datetime import timedelta

import pytest

from drills.actions.widening import Widened, widen_run
from drills.models import Run, StoreDrill
from drills.queries.faults import BeyondReach, NotNow
from people.models import AuditEntry, Role
from tests.factories import drills
from tests.factories.drills import ALERT, BEGINS
from tests.factories.people import RegionFactory, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AT = BEGINS + 5 * DAY


def staffed(region):
    store = StoreFactory(region=region)
    clerk(store)
    return store


@pytest.fixture
def region():
    return RegionFactory()


@pytest.fixture
def run(region):
    """A run of one store, which was alerted long before `AT`."""
    store = staffed(region)
    drill = drills.store_drill(drills.run(drills.plan(store)), store)
    drills.call(drill, store.postings.get().person, state="missed")
    return drill.run


def widened(run, *stores, at=AT, by=None):
    return widen_run(run=run, stores=stores, by=by, at=at)


def test_added_stores_are_alerted_in_what_is_left_of_the_window(run, region):
    stores, by = [staffed(region) for _ in range(12)], posted(Role.TRAINER, region.chain)
    assert widened(run, *stores, by=by) == Widened(stores=12, unplaced=0, calls=12)

    added = run.store_drills.filter(store__in=stores)
    moments = set(added.values_list("at", flat=True))
    assert (added.count(), len(moments) > 10) == (12, True)
    assert all(AT + 10 * MINUTE <= at < run.ends_at for at in moments)
    detail = {"stores": 12, "unplaced": {}, "calls": 12}
    assert list(run.events.values_list("kind", "at", "by", "detail")) == [("widened", AT, by.pk, detail)]
    assert AuditEntry.objects.get(verb="widen_run").detail == detail


def test_a_store_that_is_in_the_run_stays_as_it_is(run, region):
    before = list(run.store_drills.values())
    assert widened(run, run.store_drills.get().store) == Widened(0, 0, 0)
    assert list(run.store_drills.values()) == before
    again = staffed(region)
    widened(run, again)
    at = run.store_drills.get(store=again).at
    assert (widened(run, again, at=AT + HOUR), run.store_drills.get(store=again).at) == (Widened(0, 0, 0), at)


def test_a_store_without_room_is_written_down_with_its_reason(run, region):
    empty, closed = StoreFactory(region=region), StoreFactory(region=region, closed_on=AT.date())
    assert widened(run, empty, closed) == Widened(stores=0, unplaced=2, calls=0)
    assert dict(run.store_drills.filter(at=None).values_list("store", "unplaced")) == {
        empty.pk: StoreDrill.Unplaced.NOBODY,
        closed.pk: StoreDrill.Unplaced.CLOSED,
    }


def test_a_widened_run_keeps_the_gap_to_other_drills(run, region):
    """Other drills stand every two hours through what is left: only what is an hour from both is left."""
    store = staffed(region)
    end = run.ends_at
    plan = drills.plan(store)
    others = [end - n * 122 * MINUTE for n in range(1, 20)]
    for n, at in enumerate(others):
        drills.store_drill(drills.run(plan, occurrence=BEGINS.date() - n * DAY), store, at=at)
    widened(run, store, at=end - DAY)
    at = run.store_drills.get(store=store).at
    assert min(abs(at - other) for other in others) >= 61 * MINUTE


def test_another_chains_store_is_refused(run, region):
    with pytest.raises(BeyondReach):
        widened(run, staffed(region), staffed(RegionFactory()))
    assert run.store_drills.count() == 1


def test_the_programmes_run_may_be_widened_by_any_chains_store():
    store, other = staffed(RegionFactory()), staffed(RegionFactory())
    run = drills.run(drills.plan(store, owner=None))
    assert widened(run, other).stores == 1


@pytest.mark.parametrize("state", [Run.State.CANCELLED, Run.State.OVER, Run.State.CLOSED])
def test_a_run_in_which_nothing_is_sent_any_more_is_not_widened(run, region, state):
    Run.objects.update(state=state)
    with pytest.raises(NotNow):
        widened(run, staffed(region))


@pytest.mark.parametrize("state", [Run.State.PLANNED, Run.State.PAUSED])
def test_one_that_is_still_to_go_on_is(run, region, state):
    Run.objects.update(state=state)
    assert widened(run, staffed(region)).stores == 1


def test_too_short_a_rest_is_refused(run, region):
    with pytest.raises(NotNow, match="剩下的時間"):
        widened(run, staffed(region), at=run.ends_at - 10 * MINUTE)


def test_a_band_is_not_drilled_more_often_for_it(run, region):
    """The store was drilled in two of its bands in this quarter, once in each, as often as the plan allows."""
    store = staffed(region)
    for n, band in enumerate(["early", "late"]):
        other = drills.run(run.plan, occurrence=BEGINS.date() - n * DAY)
        drills.store_drill(other, store, at=ALERT - (20 + n) * DAY, band=band)
    widened(run, store)
    assert run.store_drills.get(store=store).band == "night"
