"""What the database itself refuses of shifts, leave, presence and hours."""

from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from people.models import Absence, Person, Presence, Shift, StoreHours
from people.shifts.rules import SHOP
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 23, 22, tzinfo=SHOP)
HOUR = timedelta(hours=1)


@pytest.fixture
def store():
    return StoreFactory()


def present(who, store, since=NIGHT, hours=8):
    return Presence.objects.create(person=who, store=store, since=since, until=since + hours * HOUR)


@pytest.mark.parametrize("hours", [0, -1])
def test_leave_and_presence_last(store, hours):
    alice, until = clerk(store), NIGHT + hours * HOUR
    with pytest.raises(IntegrityError, match="absence_ends"), transaction.atomic():
        Absence.objects.create(person=alice, store=store, starts_at=NIGHT, ends_at=until)
    # The range of the other constraint cannot be made at all of an end before the beginning.
    with pytest.raises(Exception, match=r"presence_lasts|range lower bound"):
        Presence.objects.create(person=alice, store=store, since=NIGHT, until=until)


def test_presence_ends_within_twelve_hours(store):
    alice = clerk(store)
    present(alice, store, hours=12)
    with pytest.raises(IntegrityError, match="presence_is_at_most_12_hours"):
        present(alice, store, NIGHT + 12 * HOUR, 12.01)


@pytest.mark.parametrize(("begins", "refused"), [(-8, False), (-7, True), (0, True), (7, True), (8, False)])
def test_nobody_is_present_twice_at_once_wherever(store, begins, refused):
    alice, bob = clerk(store), clerk(store, "林小華")
    present(alice, store)
    present(bob, store, NIGHT + begins * HOUR)
    if refused:
        with pytest.raises(IntegrityError, match="nobody_is_present_twice_at_once"):
            present(alice, StoreFactory(), NIGHT + begins * HOUR)
    else:
        assert present(alice, StoreFactory(), NIGHT + begins * HOUR).pk


def test_the_same_leave_is_told_once_by_each_store(store):
    alice, told = clerk(store), {"starts_at": NIGHT, "ends_at": NIGHT + HOUR}
    Absence.objects.create(person=alice, store=StoreFactory(), **told)
    Absence.objects.create(person=alice, store=store, **told)
    with pytest.raises(IntegrityError, match="absence_is_told_once"):
        Absence.objects.create(person=alice, store=store, **told)


def test_hours_that_are_the_whole_day_are_not_written_down(store):
    with pytest.raises(IntegrityError, match="store_hours_are_not_the_whole_day"):
        StoreHours.objects.create(store=store, opens_at=time(7), closes_at=time(7))


@pytest.mark.parametrize(("minutes", "there"), [(-1, False), (0, True), (59, True), (60, False)])
def test_what_is_under_way_has_begun_and_is_not_over(store, minutes, there):
    alice, at = clerk(store), NIGHT + timedelta(minutes=minutes)
    Shift.objects.create(person=alice, store=store, starts_at=NIGHT, ends_at=NIGHT + HOUR)
    Absence.objects.create(person=alice, store=store, starts_at=NIGHT, ends_at=NIGHT + HOUR)
    present(alice, store, hours=1)
    assert [model.objects.under_way(at).exists() for model in (Shift, Absence, Presence)] == [there] * 3


@pytest.mark.parametrize(("begins", "ends", "shared"), [(-2, 0, False), (-2, 1, True), (1, 1.5, True), (2, 3, False)])
def test_leave_during_a_time_shares_a_moment_with_it(store, begins, ends, shared):
    Absence.objects.create(person=clerk(store), store=store, starts_at=NIGHT, ends_at=NIGHT + 2 * HOUR)
    assert Absence.objects.during(NIGHT + begins * HOUR, NIGHT + ends * HOUR).exists() is shared


def test_the_moment_may_come_from_the_query_around_it(store):
    alice, bob = clerk(store, at=NIGHT + HOUR), clerk(store, "林小華", at=NIGHT + 3 * HOUR)
    for who in (alice, bob):
        Absence.objects.create(person=who, store=store, starts_at=NIGHT, ends_at=NIGHT + 2 * HOUR)
    away = Absence.objects.under_way(OuterRef("joined_at")).filter(person=OuterRef("pk"))
    assert Person.objects.filter(Exists(away)).get() == alice
