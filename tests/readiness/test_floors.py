"""One stream of stores with their people."""

import tracemalloc
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.actions import post
from people.models import Person, Posting, Role, Store
from readiness.floors import LastDrill, floors
from tests.factories import drills
from tests.factories.people import LONG_AGO, RegionFactory, StoreFactory, clerk, person, posted
from tests.factories.walks import certified

pytestmark = pytest.mark.django_db
SPRING = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def stream(chain, at=SPRING):
    return floors(Store.objects.all(), chain, at)


def crowd(store, number):
    """So many clerks more at a store."""
    made = Person.objects.bulk_create(
        Person(chain=store.chain, employee_number=f"{store.code}-{n:05d}", name="林小華") for n in range(number)
    )
    Posting.objects.bulk_create(Posting(person=p, role=Role.CLERK, store=store, since=LONG_AGO) for p in made)


def test_it_works():
    walked, credential = certified()
    (floor,) = stream(walked.chain)
    (found,) = floor.clerks
    region = walked.store.region
    assert (floor.code, floor.name, floor.region_code, floor.region) == (
        walked.store.code,
        walked.store.name,
        region.code,
        region.name,
    )
    assert (found.person_id, found.name, found.employee_number, found.job) == (
        walked.clerk.pk,
        "王小明",
        walked.clerk.employee_number,
        "門市夥伴",
    )
    assert (found.state, found.reason, found.valid_until) == ("ready", "certified", credential.valid_until)


def test_a_clerk_carries_the_last_drill_that_counts():
    walked, _ = certified()
    plan = drills.plan(walked.store)
    for days, result in ((40, "missed"), (30, "passed"), (2, "excused"), (-1, "failed")):
        at = SPRING - timedelta(days=days)
        drill = drills.store_drill(drills.run(plan, occurrence=at.date()), walked.store, at=at)
        drills.call(drill, walked.clerk, state="completed", result=result)
    (floor,) = stream(walked.chain)
    assert floor.clerks[0].drill == LastDrill("passed", date(2026, 1, 30))
    (floor,) = stream(walked.chain, SPRING - timedelta(days=50))
    assert floor.clerks[0].drill is None


def test_stores_come_by_code_and_people_by_number_each_once():
    region = RegionFactory()
    last, _, first = (StoreFactory(region=region, code=code) for code in ("3", "2", "1"))
    crowd(first, 3)
    boss = clerk(last)
    post(person=boss, role=Role.MANAGER, scope=last, by=None, at=LONG_AGO)
    crowd(last, 2)
    found = {floor.code: [c.employee_number for c in floor.clerks] for floor in stream(region.chain)}
    assert list(found) == ["1", "2", "3"]
    assert found == {"1": ["1-00000", "1-00001", "1-00002"], "2": [], "3": ["3-00000", "3-00001", boss.employee_number]}
    assert {c.job for f in stream(region.chain) for c in f.clerks if c.person_id == boss.pk} == {"店長"}


def test_two_persons_with_one_number_of_two_chains_are_two():
    store = StoreFactory()
    mine, guest = clerk(store), person(RegionFactory().chain)
    guest.employee_number = mine.employee_number
    guest.save()
    post(person=guest, role=Role.CLERK, scope=store, by=None, at=LONG_AGO)
    (floor,) = stream(store.chain)
    assert sorted(c.person_id for c in floor.clerks) == sorted([mine.pk, guest.pk])


def test_stores_of_another_chain_are_left_out_whatever_is_handed_in():
    here, there = StoreFactory(), StoreFactory()
    clerk(there)
    assert [floor.code for floor in stream(here.chain)] == [here.code]


@pytest.mark.parametrize("number", [3, 300])
def test_any_number_of_people_takes_two_queries(number):
    store = StoreFactory()
    crowd(store, number)
    posted(Role.HR, store.chain)
    with CaptureQueriesContext(connection) as caught:
        assert sum(len(floor.clerks) for floor in stream(store.chain)) == number
    assert len(caught) == 2


def peak(chain):
    """Bytes that Python holds at most while the stream runs through."""
    tracemalloc.start()
    try:
        for _ in stream(chain):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_chain():
    region = RegionFactory()
    for _ in range(12):
        crowd(StoreFactory(region=region), 100)
    peak(region.chain)
    small = peak(region.chain)
    for _ in range(24):
        crowd(StoreFactory(region=region), 100)
    assert peak(region.chain) < 1.3 * small
