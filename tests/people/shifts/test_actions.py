"""Taking over a shift plan."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from people.actions import end_posting, post
from people.models import AuditEntry, Role, Shift, Store
from people.shifts.actions import Planned, take_shifts
from people.shifts.naming import Scope
from people.shifts.reading import ShiftLine
from people.shifts.rows import ShiftsError
from people.shifts.rules import SHOP
from tests.factories.people import StoreFactory, clerk, person, posted

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 23, 22, tzinfo=SHOP)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def line(who, store, start=NIGHT, hours=8, number=2):
    return ShiftLine(number, store.code, who.employee_number, start, start + hours * HOUR)


def scope(*stores, days=1):
    return Scope([store.code for store in stores], NIGHT.date(), (NIGHT + (days - 1) * DAY).date())


def take(store, *lines, **more):
    return take_shifts(chain=store.chain, lines=lines, by=None, **more)


def plan():
    return list(
        Shift.objects.order_by("starts_at", "person_id").values_list("person__name", "store__code", "starts_at")
    )


@pytest.fixture
def shop():
    store = StoreFactory()
    return {"store": store, "alice": clerk(store, "王小明"), "bob": clerk(store, "林小華")}


def test_a_plan_is_taken_and_kept_in_the_trail(shop):
    store, alice, bob = shop["store"], shop["alice"], shop["bob"]
    assert take(store, line(alice, store), line(bob, store, NIGHT + 8 * HOUR)) == Planned(2, 0, 0, 1)
    assert plan() == [("王小明", store.code, NIGHT), ("林小華", store.code, NIGHT + 8 * HOUR)]
    kept = AuditEntry.objects.get(verb="take_shifts")
    assert (kept.subject, kept.detail) == (f"people.chain:{store.chain.pk}", {"new": 2, "removed": 0, "same": 0})


def test_said_twice_is_said_once(shop):
    store, alice = shop["store"], shop["alice"]
    take(store, line(alice, store))
    before = Shift.objects.get().pk
    assert take(store, line(alice, store)) == Planned(0, 0, 1, 1)
    assert Shift.objects.get().pk == before


def test_a_days_plan_is_replaced_and_other_days_and_stores_stay(shop):
    store, alice, bob = shop["store"], shop["alice"], shop["bob"]
    beside = StoreFactory(region=store.region)
    carol = clerk(beside, "張小英")
    take(store, line(alice, store), line(alice, store, NIGHT + DAY), line(carol, beside))
    assert take(store, line(bob, store)) == Planned(1, 1, 0, 1)
    assert sorted(plan()) == sorted(
        [("林小華", store.code, NIGHT), ("張小英", beside.code, NIGHT), ("王小明", store.code, NIGHT + DAY)]
    )


def test_a_shift_after_midnight_belongs_to_its_own_day(shop):
    store, alice, bob = shop["store"], shop["alice"], shop["bob"]
    take(store, line(alice, store), line(bob, store, NIGHT + 3 * HOUR))
    assert take(store, line(bob, store, NIGHT - HOUR, 2)).removed == 1
    assert [(name, at) for name, _, at in plan()] == [("林小華", NIGHT - HOUR), ("林小華", NIGHT + 3 * HOUR)]


def test_days_of_a_scope_are_told_anew_even_where_no_line_names_them(shop):
    store, alice, bob = shop["store"], shop["alice"], shop["bob"]
    beside = StoreFactory(region=store.region)
    take(store, *(line(alice, store, NIGHT + n * DAY) for n in range(-1, 3)), line(clerk(beside, "張小英"), beside))
    taken = take(store, line(bob, store, NIGHT + DAY), scope=scope(store, StoreFactory(region=store.region), days=2))
    assert taken == Planned(1, 2, 0, 2)
    assert [(name, at) for name, code, at in plan() if code == store.code] == [
        ("王小明", NIGHT - DAY), ("林小華", NIGHT + DAY), ("王小明", NIGHT + 2 * DAY),
    ]  # fmt: skip
    assert take(store, scope=scope(store, beside)) == Planned(0, 1, 0, 2)
    assert take(store) == Planned(0, 0, 0, 0)


def test_a_scope_names_stores_that_may_be_planned_and_days_that_can_be_counted(shop):
    store, mine = shop["store"], Store.objects.filter(pk=shop["store"].pk)
    for other in (StoreFactory(region=store.region), StoreFactory()):
        with pytest.raises(ShiftsError, match=f"門市 {other.code} 找不到"):
            take(store, scope=scope(store, other), stores=mine)
    for days in (0, 93):
        with pytest.raises(ShiftsError, match="最多 92 天"):
            scope(store, days=days)
    assert take(store, scope=scope(store, days=92), stores=mine).stores == 1


def test_two_persons_may_change_places(shop):
    store, alice, bob = shop["store"], shop["alice"], shop["bob"]
    take(store, line(alice, store), line(bob, store, NIGHT - 8 * HOUR))
    assert take(store, line(bob, store), line(alice, store, NIGHT - 8 * HOUR)) == Planned(2, 2, 0, 1)


@pytest.mark.parametrize("change", ["code", "foreign", "closed", "not mine"])
def test_a_store_that_is_not_to_be_planned_is_named_by_line_and_nothing_changes(shop, change):
    store, alice = shop["store"], shop["alice"]
    other = StoreFactory(region=store.region, closed_on=NIGHT.date() if change == "closed" else None)
    if change == "foreign":
        other = StoreFactory()
    helper = clerk(other, "幫手")
    told = ShiftLine(7, "nope" if change == "code" else other.code, helper.employee_number, NIGHT, NIGHT + HOUR)
    mine = Store.objects.filter(pk=store.pk) if change == "not mine" else None
    with pytest.raises(ShiftsError, match="第 7 行的門市"):
        take(store, line(alice, store), told, stores=mine)
    assert (plan(), AuditEntry.objects.filter(verb="take_shifts").count()) == ([], 0)


def test_a_person_of_another_chain_or_who_has_left_is_nobody_here(shop):
    store, alice = shop["store"], shop["alice"]
    foreigner = clerk(StoreFactory(), "別家")
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    for who in (foreigner, alice):
        with pytest.raises(ShiftsError, match=f"第 2 行的員工編號 {who.employee_number} 找不到"):
            take(store, line(who, store))


def test_who_is_not_posted_there_for_the_whole_shift_is_refused(shop):
    store, alice = shop["store"], shop["alice"]
    nobody, owner = person(store.chain, "沒有職務"), posted(Role.OWNER, store)
    for who in (nobody, owner):
        with pytest.raises(ShiftsError, match="請先請人資排職務"):
            take(store, line(who, store))
    end_posting(posting=alice.postings.get(), by=None, at=NIGHT + 4 * HOUR)
    with pytest.raises(ShiftsError, match="請先請人資排職務"):
        take(store, line(alice, store))
    assert take(store, line(alice, store, hours=4)).new == 1


def test_a_manager_and_who_begins_tomorrow_can_be_planned(shop):
    store = shop["store"]
    manager = posted(Role.MANAGER, store, "陳店長")
    new = person(store.chain, "新人")
    post(person=new, role=Role.CLERK, scope=store, by=None, at=NIGHT)
    assert take(store, line(manager, store), line(new, store)).new == 2


def test_nobody_stands_in_two_places_at_once(shop):
    store, alice = shop["store"], shop["alice"]
    beside = StoreFactory(region=store.region)
    post(person=alice, role=Role.CLERK, scope=beside, by=None, at=NIGHT - DAY)
    take(store, line(alice, beside))
    with pytest.raises(ShiftsError, match=r"第 5 行：E[0-9]+ 那時候已經排了另一個班"):
        take(store, line(alice, store, NIGHT + 7 * HOUR, number=5))
    with pytest.raises(ShiftsError, match=r"第 5 行：E[0-9]+ 那時候已經排了另一個班"):
        take(store, line(alice, store, NIGHT - HOUR, 16, number=5))
    assert take(store, line(alice, store, NIGHT + 8 * HOUR)).new == 1
    assert len(plan()) == 2


@pytest.mark.parametrize("days", [1, 30])
def test_any_number_of_shifts_takes_as_many_statements(shop, days):
    store, alice = shop["store"], shop["alice"]
    lines = [line(alice, store, NIGHT + n * DAY) for n in range(days)]
    take(store, *(line(alice, store, NIGHT + n * DAY, 4) for n in range(days)))
    with CaptureQueriesContext(connection) as caught:
        take(store, *lines)
    assert len(caught) == 11


@pytest.mark.parametrize(
    ("hours", "name"), [(0, "shift_ends"), (-1, "shift_ends"), (17, "at_most_16"), (16.01, "at_most_16")]
)
def test_the_table_refuses_a_shift_without_length_or_too_long(shop, hours, name):
    with pytest.raises(IntegrityError, match=name):
        Shift.objects.create(person=shop["alice"], store=shop["store"], starts_at=NIGHT, ends_at=NIGHT + hours * HOUR)


def test_the_table_keeps_one_shift_per_person_and_start(shop):
    take(shop["store"], line(shop["alice"], shop["store"]))
    with pytest.raises(IntegrityError, match="one_shift_per_person_and_start"):
        Shift.objects.create(person=shop["alice"], store=StoreFactory(), starts_at=NIGHT, ends_at=NIGHT + HOUR)
