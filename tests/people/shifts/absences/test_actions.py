"""Taking over a list of leave."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.actions import end_posting, post
from people.models import Absence, AuditEntry, Role, Store
from people.shifts.absences.actions import drop_absence, forget_absences, take_absences
from people.shifts.absences.reading import AbsenceLine
from people.shifts.actions import Planned
from people.shifts.naming import Scope
from people.shifts.rows import ShiftsError
from people.shifts.rules import SHOP
from people.work import tidy
from tests.factories.people import LONG_AGO, StoreFactory, clerk, person, posted

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, tzinfo=SHOP)
DAY = timedelta(days=1)


def line(who, store, start=0, days=1, number=2):
    begin = MONDAY + start * DAY
    return AbsenceLine(number, store.code, who.employee_number, begin, begin + days * DAY)


def take(store, *lines, **more):
    return take_absences(chain=store.chain, lines=lines, by=None, **more)


def listed(store):
    """Who is away from which day, counted from Monday."""
    rows = Absence.objects.filter(store=store).order_by("starts_at", "person_id")
    return [(a.person.name, (a.starts_at - MONDAY) // DAY) for a in rows]


@pytest.fixture
def shop():
    store = StoreFactory()
    return {"store": store, "alice": clerk(store, "王小明"), "bob": clerk(store, "林小華")}


def test_a_list_is_taken_and_the_trail_says_how_many_and_not_who(shop):
    store, alice, bob = shop["store"], shop["alice"], shop["bob"]
    assert take(store, line(alice, store), line(bob, store, 1, 3)) == Planned(2, 0, 0, 1)
    assert listed(store) == [("王小明", 0), ("林小華", 1)]
    kept = AuditEntry.objects.get(verb="take_absences")
    assert (kept.subject, kept.detail) == (f"people.chain:{store.chain.pk}", {"new": 2, "removed": 0, "same": 0})


def test_said_twice_is_said_once_in_one_list_and_in_two(shop):
    store, alice = shop["store"], shop["alice"]
    take(store, line(alice, store), line(alice, store, number=3))
    before = Absence.objects.get().pk
    assert take(store, line(alice, store)) == Planned(0, 0, 1, 1)
    assert Absence.objects.get().pk == before


def test_from_the_first_to_the_last_day_of_a_list_it_replaces_what_stood_there(shop):
    store, alice, bob = shop["store"], shop["alice"], shop["bob"]
    take(store, line(alice, store, -5, 30), line(alice, store, 1), line(bob, store, 2), line(bob, store, 5))
    assert take(store, line(bob, store, 0), line(alice, store, 4)) == Planned(2, 2, 0, 1)
    assert listed(store) == [("王小明", -5), ("林小華", 0), ("王小明", 4), ("林小華", 5)]


def test_another_stores_list_stays_even_of_the_same_person_and_days(shop):
    store, alice = shop["store"], shop["alice"]
    beside = StoreFactory(region=store.region)
    post(person=alice, role=Role.CLERK, scope=beside, by=None, at=LONG_AGO)
    take(store, line(alice, beside), line(alice, beside, 1), line(alice, store, 9))
    take(store, line(alice, store), line(alice, store, 2))
    assert (listed(beside), listed(store)) == ([("王小明", 0), ("王小明", 1)], [("王小明", n) for n in (0, 2, 9)])


def test_the_last_leave_of_a_store_is_taken_out_by_a_scope(shop):
    store, alice = shop["store"], shop["alice"]
    take(store, line(alice, store), line(alice, store, 6))
    week = Scope([store.code], MONDAY.date(), (MONDAY + 5 * DAY).date())
    assert take(store, scope=week) == Planned(0, 1, 0, 1)
    assert listed(store) == [("王小明", 6)]
    assert take(store) == Planned(0, 0, 0, 0)


@pytest.mark.parametrize("change", ["code", "foreign", "closed", "not mine"])
def test_a_store_that_is_not_ones_own_is_named_by_line_and_nothing_changes(shop, change):
    store, alice = shop["store"], shop["alice"]
    other = StoreFactory(region=store.region, closed_on=MONDAY.date() if change == "closed" else None)
    if change == "foreign":
        other = StoreFactory()
    told = line(clerk(other, "幫手"), other, number=7)
    if change == "code":
        told = AbsenceLine(7, "nope", alice.employee_number, MONDAY, MONDAY + DAY)
    mine = Store.objects.filter(pk=store.pk) if change == "not mine" else None
    with pytest.raises(ShiftsError, match="第 7 行的門市"):
        take(store, line(alice, store), told, stores=mine)
    assert (Absence.objects.count(), AuditEntry.objects.filter(verb="take_absences").count()) == (0, 0)


def test_somebody_who_is_nobody_here_at_any_moment_of_it_is_refused(shop):
    store, alice = shop["store"], shop["alice"]
    with pytest.raises(ShiftsError, match="第 2 行的員工編號"):
        take(store, line(clerk(StoreFactory(), "別家"), store))
    for who in (person(store.chain, "沒有職務"), posted(Role.OWNER, store)):
        with pytest.raises(ShiftsError, match=r"第 2 行：.+那段時間不是"):
            take(store, line(who, store))
    end_posting(posting=alice.postings.get(), by=None, at=MONDAY)
    with pytest.raises(ShiftsError, match="那段時間不是"):
        take(store, line(alice, store))
    assert take(store, line(alice, store, -1, 2)).new == 1


@pytest.mark.parametrize("days", [1, 30])
def test_any_number_of_absences_takes_as_many_statements(shop, days):
    store, alice = shop["store"], shop["alice"]
    take(store, *(line(alice, store, n, 2) for n in range(days)))
    with CaptureQueriesContext(connection) as caught:
        take(store, *(line(alice, store, n) for n in range(days)))
    assert len(caught) == 10


def test_one_entry_is_taken_out_and_the_trail_says_by_whom(shop):
    store, alice, manager = shop["store"], shop["alice"], posted(Role.MANAGER, shop["store"])
    take(store, line(alice, store), line(alice, store, 1))
    drop_absence(absence=Absence.objects.first(), by=manager)
    assert listed(store) == [("王小明", 1)]
    kept = AuditEntry.objects.get(verb="drop_absence")
    assert (kept.subject, kept.by, kept.detail) == (f"people.store:{store.pk}", manager, {})


def test_what_has_been_over_for_thirty_days_is_forgotten(shop):
    store, alice = shop["store"], shop["alice"]
    take(store, line(alice, store), line(alice, store, 1))
    assert forget_absences(at=MONDAY + 31 * DAY - timedelta(seconds=1)) == 0
    assert forget_absences(at=MONDAY + 31 * DAY) == 1
    assert listed(store) == [("王小明", 1)]


def test_the_daily_tidying_forgets_leave_of_long_ago(shop):
    take(shop["store"], line(shop["alice"], shop["store"], -300), line(shop["bob"], shop["store"], 9999))
    tidy("2026-11-29")
    assert [name for name, _ in listed(shop["store"])] == ["林小華"]
