"""A store's plan as its page shows it."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Absence, Shift, StoreHours
from people.shifts.rules import SHOP
from readiness.plans.queries import plan_page
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEN = datetime(2026, 3, 1, 22, tzinfo=SHOP)
AT = TEN - 4 * HOUR
MIDNIGHT = TEN - 22 * HOUR


@pytest.fixture
def shop():
    store = StoreFactory()
    return {"store": store, "alice": clerk(store, "王小明")}


def on_shift(shop, begin=0, end=8):
    Shift.objects.create(
        person=shop["alice"], store=shop["store"], starts_at=TEN + begin * HOUR, ends_at=TEN + end * HOUR
    )


def on_leave(shop, begins, ends, store=None):
    Absence.objects.create(person=shop["alice"], store=store or shop["store"], starts_at=begins, ends_at=ends)


def test_the_coming_week_day_by_day(shop):
    for begin in (0, 24 * 6, 24 * 7, -24):
        on_shift(shop, begin, begin + 8)
    days = plan_page(shop["store"], AT, plans=False).days
    assert [(day.day, len(day.shifts)) for day in days] == [
        (date(2026, 3, 1) + n * DAY, int(n in (0, 6))) for n in range(7)
    ]


@pytest.mark.parametrize(
    ("begins", "ends", "told"),
    [
        (MIDNIGHT, MIDNIGHT + DAY, (1, 1, "", "")),
        (MIDNIGHT - DAY, MIDNIGHT + 2 * DAY, (28, 2, "", "")),
        (MIDNIGHT + 13 * HOUR, MIDNIGHT + 19 * HOUR, (1, 1, "13:00", "19:00")),
        (MIDNIGHT + 13 * HOUR, MIDNIGHT + DAY, (1, 1, "13:00", "24:00")),
        (MIDNIGHT, MIDNIGHT + 36 * HOUR, (1, 2, "00:00", "12:00")),
    ],
)
def test_leave_is_told_in_days_or_by_the_clock(shop, begins, ends, told):
    on_leave(shop, begins, ends)
    (leave,) = plan_page(shop["store"], AT, plans=True).leave
    assert (leave.name, leave.first.day, leave.last.day, leave.begins, leave.ends) == ("王小明", *told)


def test_leave_that_is_over_or_of_another_stores_list_is_not_told_and_the_next_comes_first(shop):
    on_leave(shop, MIDNIGHT + 5 * DAY, MIDNIGHT + 6 * DAY)
    on_leave(shop, MIDNIGHT + DAY, MIDNIGHT + 2 * DAY)
    on_leave(shop, MIDNIGHT, AT)
    on_leave(shop, MIDNIGHT, MIDNIGHT + DAY, StoreFactory())
    assert [leave.first.day for leave in plan_page(shop["store"], AT, plans=True).leave] == [2, 6]


def test_who_only_looks_is_told_neither_leave_nor_hours(shop):
    on_leave(shop, MIDNIGHT, MIDNIGHT + DAY)
    hours = StoreHours.objects.create(store=shop["store"], opens_at=time(7), closes_at=time(23))
    pages = [plan_page(shop["store"], AT, plans=plans) for plans in (True, False)]
    assert [(len(page.leave or ()), page.hours) for page in pages] == [(1, hours), (0, None)]


@pytest.mark.parametrize(("plans", "queries"), [(True, 3), (False, 1)])
@pytest.mark.parametrize("rows", [1, 3])
def test_three_shifts_and_leaves_take_as_many_queries_as_one(shop, rows, plans, queries):
    for n in range(rows):
        on_shift(shop, 24 * n, 24 * n + 8)
        on_leave(shop, MIDNIGHT + n * DAY, MIDNIGHT + (n + 1) * DAY)
    with CaptureQueriesContext(connection) as caught:
        plan_page(shop["store"], AT, plans=plans)
    assert len(caught) == queries
