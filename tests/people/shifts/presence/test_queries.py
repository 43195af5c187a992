"""What today's page shows of 「我在班上」."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from people.actions import end_posting, post
from people.models import Presence, Role, Shift
from people.shifts.presence.queries import Floor, OnShift, floor_for, on_shift
from people.shifts.rules import SHOP
from tests.factories.people import LONG_AGO, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 23, 22, tzinfo=SHOP)
HOUR = timedelta(hours=1)


def floor(store):
    return Floor(store.pk, store.name)


def helping(alice, store):
    """Alice stands in this store, too."""
    post(person=alice, role=Role.CLERK, scope=store, by=None, at=LONG_AGO)
    return store


@pytest.fixture
def store():
    return StoreFactory(code="2")


@pytest.fixture
def alice(store):
    return clerk(store)


def shift(store, start, hours=8):
    return Shift.objects.create(person=clerk(store), store=store, starts_at=start, ends_at=start + hours * HOUR)


def test_a_clerk_of_stores_without_a_plan_is_asked_at_which(store, alice):
    first = helping(alice, StoreFactory(region=store.region, code="1"))
    StoreFactory(region=store.region)
    assert on_shift(alice, NIGHT) == OnShift(floors=(floor(first), floor(store)))


@pytest.mark.parametrize(
    ("start", "asked"),
    [(NIGHT - 15 * HOUR, False), (NIGHT + HOUR, False), (NIGHT - 23 * HOUR, True), (NIGHT + 2 * HOUR, True)],
)
def test_a_store_that_is_planned_for_today_asks_nobody(store, alice, start, asked):
    shift(store, start)
    assert on_shift(alice, NIGHT).asked is asked


def test_a_shift_under_way_since_yesterday_is_a_plan(store, alice):
    shift(store, NIGHT)
    assert [on_shift(alice, NIGHT + n * HOUR).asked for n in (2, 7, 8)] == [False, False, True]


def test_who_said_so_is_told_where_and_how_long_whatever_was_planned_since(store, alice):
    Presence.objects.create(person=alice, store=store, since=NIGHT, until=NIGHT + 8 * HOUR)
    Presence.objects.create(person=clerk(store), store=store, since=NIGHT, until=NIGHT + 9 * HOUR)
    helping(alice, StoreFactory(region=store.region, code="1"))
    told = OnShift(floor(store), NIGHT + 8 * HOUR)
    assert on_shift(alice, NIGHT + HOUR) == told
    shift(store, NIGHT)
    assert on_shift(alice, NIGHT + HOUR) == told
    assert on_shift(alice, NIGHT + 8 * HOUR).there is None


@pytest.mark.parametrize("role", list(Role))
def test_only_who_stands_on_a_floor_is_asked(store, role):
    assert on_shift(posted(role, store), NIGHT).asked is (role in (Role.CLERK, Role.MANAGER))


def test_neither_a_closed_store_nor_one_that_was_left_asks_anybody(store, alice):
    closed = helping(alice, StoreFactory(region=store.region, closed_on=NIGHT.date()))
    end_posting(posting=alice.postings.get(store=store), by=None, at=NIGHT)
    assert on_shift(alice, NIGHT).asked is False
    for other in (closed, store):
        with pytest.raises(Http404):
            floor_for(alice, other.pk, NIGHT)
    assert floor_for(alice, store.pk, NIGHT - HOUR) == store


def test_eight_hours_are_the_usual():
    assert [hours for hours, usual in OnShift().hours if usual] == [8]
    assert max(hours for hours, _ in OnShift().hours) == 12


@pytest.mark.parametrize("stores", [1, 3])
def test_three_stores_take_as_many_queries_as_one(store, alice, stores):
    for _ in range(stores - 1):
        helping(alice, StoreFactory(region=store.region))
    with CaptureQueriesContext(connection) as caught:
        assert len(on_shift(alice, NIGHT).floors) == stores
    assert len(caught) == 1
