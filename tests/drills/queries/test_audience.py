"""Which stores a plan reaches, and how many it drills there."""

from datetime import timedelta

import pytest

from drills.queries.audience import Heads, audience, drilled, frame, heads, heads_of
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


def test_store_by_store_each_role_is_counted_and_each_person_once():
    store, empty = StoreFactory(), StoreFactory()
    alice = clerk(store)
    post(person=alice, role=Role.MANAGER, scope=store, by=None, at=LONG_AGO)
    clerk(store)
    posted(Role.OWNER, store)
    clerk(StoreFactory())
    plan = drills.plan(store, empty, owner=None)
    nobody = [("門市夥伴", 0), ("店長", 0)]
    assert heads_of(plan, [store, empty], LONG_AGO) == [
        Heads(store, [("門市夥伴", 2), ("店長", 1)], 2, 0),
        Heads(empty, nobody, 0, 0),
    ]


def test_who_has_been_there_too_long_is_counted_as_spared():
    store = StoreFactory()
    old, new = clerk(store), clerk(store)
    for person, days in ((old, 200), (new, 20)):
        person.joined_at = LONG_AGO - days * DAY
        person.save()
    plan = drills.plan(store, owner=None, newcomer_days=90, roles=["clerk"])
    assert heads_of(plan, [store], LONG_AGO) == [Heads(store, [("門市夥伴", 1)], 1, 1)]


def test_three_stores_take_as_many_queries_as_one(django_assert_num_queries):
    stores = [StoreFactory() for _ in range(3)]
    for store in stores:
        clerk(store)
    plan = drills.plan(*stores, owner=None)
    for some in (stores[:1], stores):
        with django_assert_num_queries(2):
            assert [line.people for line in heads_of(plan, some, LONG_AGO)] == [1] * len(some)
