"""Which stores a plan reaches, and how many it drills there."""

from datetime import timedelta

import pytest

from drills.queries.audience import audience, drilled, frame, heads
from people.actions import post
from people.models import Role
from people.shifts.rules import shop_day
from tests.factories import drills
from tests.factories.people import LONG_AGO, RegionFactory, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_chains_regions_and_stores_are_reached_together_each_store_once():
    one, other, elsewhere = RegionFactory(), RegionFactory(), RegionFactory()
    of_chain = [StoreFactory(region=one), StoreFactory(region=RegionFactory(chain=one.chain))]
    of_region = [StoreFactory(region=other)]
    single = StoreFactory(region=elsewhere)
    StoreFactory(region=RegionFactory(chain=other.chain))
    StoreFactory(region=elsewhere)
    plan = drills.plan(one.chain, other, single, of_chain[0], owner=None)
    assert sorted(audience(plan, LONG_AGO), key=lambda s: s.pk) == [*of_chain, *of_region, single]


def test_closed_stores_are_not_reached_from_the_day_on():
    store = StoreFactory(closed_on=shop_day(LONG_AGO) + DAY)
    plan = drills.plan(store)
    assert [audience(plan, at).exists() for at in (LONG_AGO, LONG_AGO + DAY)] == [True, False]


def test_heads_count_each_person_once_a_store():
    store, empty = StoreFactory(), StoreFactory()
    alice = clerk(store)
    post(person=alice, role=Role.MANAGER, scope=store, by=None, at=LONG_AGO)
    clerk(store)
    clerk(store, at=LONG_AGO + DAY)
    posted(Role.OWNER, store)
    clerk(StoreFactory())
    plan = drills.plan(store, empty, owner=None)
    assert heads(plan, LONG_AGO) == {store.pk: 2}
    assert drilled(plan, LONG_AGO).count() == 3


def test_the_frame_has_the_open_stores_by_region():
    one, other = RegionFactory(), RegionFactory()
    stores = [StoreFactory(region=region) for region in (one, other, one)]
    StoreFactory(region=one, closed_on=shop_day(LONG_AGO))
    plan = drills.plan(one, other, owner=None)
    assert frame(plan, LONG_AGO) == {one.pk: [stores[0].pk, stores[2].pk], other.pk: [stores[1].pk]}
