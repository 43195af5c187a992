"""What a plan would come to before it starts."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drills.actions.planning import plan_run
from drills.models import Blackout, Call, Draw, Event, Plan, Run, StoreDrill
from drills.queries.faults import NobodyToDrill, WrongTerms
from drills.queries.planning import preview
from people.models import AuditEntry
from people.shifts.rules import SHOP
from tests.factories import drills
from tests.factories.drills import BEGINS, MONDAY
from tests.factories.people import RegionFactory, StoreFactory, clerk

pytestmark = pytest.mark.django_db
DAY, WEEK = timedelta(days=1), timedelta(days=7)
AT = BEGINS - 14 * DAY


def region_of(stores, clerks=1):
    region = RegionFactory()
    for _ in range(stores):
        store = StoreFactory(region=region)
        for _ in range(clerks):
            clerk(store)
    return region


def test_the_next_eight_occurrences_with_their_windows_and_load():
    region = region_of(6, clerks=2)
    plan = drills.plan(region.chain, state="draft", hours_from=time(8), hours_until=time(20))
    seen = preview(plan, AT)

    assert (seen.rule, seen.stores, seen.people, seen.faults) == ("每個星期一", 6, 12, ())
    assert [one.occurrence for one in seen.occurrences] == [MONDAY + n * WEEK for n in range(8)]
    first = seen.occurrences[0]
    assert (first.begins_at, first.ends_at) == (BEGINS + timedelta(hours=8), BEGINS + 6 * DAY + timedelta(hours=20))
    in_march = seen.occurrences[:5]
    assert sum(one.stores for one in in_march) == 12
    assert [one.people for one in seen.occurrences] == [2 * one.stores for one in seen.occurrences]


def test_holidays_that_are_spared_are_named():
    plan = drills.plan(region_of(1), state="draft")
    april = {one.occurrence: one.holidays for one in preview(plan, AT).occurrences}
    assert april[MONDAY] == ()
    assert [day for day, _ in april[date(2026, 3, 30)]] == [date(2026, 4, day) for day in (3, 4, 5)]
    assert april[date(2026, 3, 30)][1][1] == "兒童節"
    plan.spare_holidays = False
    assert all(one.holidays == () for one in preview(plan, AT).occurrences)


def test_the_load_by_week():
    plan = drills.plan(region_of(10, clerks=3), state="draft")
    weeks = preview(plan, AT).weeks
    assert [week.begins for week in weeks[:2]] == [MONDAY, MONDAY + WEEK]
    assert {(week.store_drills, week.calls) for week in weeks[:4]} == {(4, 12)}


def test_examples_are_moments_that_keep_to_what_stands_and_are_not_the_real_ones():
    region = region_of(8)
    plan = drills.plan(region.chain, rule="FREQ=MONTHLY;BYMONTHDAY=2", period="month", per_store=1)
    store = region.chain.stores.order_by("pk").first()
    Blackout.objects.create(store=store, first_on=MONDAY, last_on=MONDAY + 5 * DAY, made_at=AT)
    examples = preview(plan, AT).examples

    assert len({example.store for example in examples}) == 5
    assert all(BEGINS <= example.at < BEGINS + WEEK for example in examples)
    assert {e.at.astimezone(SHOP).date() for e in examples if e.store == store} <= {MONDAY + 6 * DAY}
    run = plan_run(plan=plan, occurrence=MONDAY, at=AT)
    real = dict(run.store_drills.values_list("store", "at"))
    assert all(real[example.store.pk] != example.at for example in examples if example.store != store)


def test_an_example_without_room_says_why():
    store = StoreFactory()
    plan = drills.plan(store, state="draft", rule="FREQ=MONTHLY;BYMONTHDAY=2", period="month", per_store=1)
    (example,) = preview(plan, AT).examples
    assert (example.store, example.at, example.unplaced) == (store, None, "沒有要練的人")


def test_nothing_is_written():
    plan = drills.plan(region_of(3), state="draft")
    tables = (Draw, Run, StoreDrill, Call, Event, AuditEntry)
    before = [table.objects.count() for table in tables]
    with CaptureQueriesContext(connection) as queries:
        preview(plan, AT)
    assert [table.objects.count() for table in tables] == before
    assert all(query["sql"].lstrip().startswith(("SELECT", "WITH")) for query in queries)


def test_how_many_queries_does_not_grow_with_stores():
    counted = []
    for stores in (1, 4):
        plan = drills.plan(region_of(stores), state="draft")
        with CaptureQueriesContext(connection) as queries:
            preview(plan, AT)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_live_plans_periods_are_shown_as_they_were_drawn():
    region = region_of(12)
    plan = drills.plan(region.chain, share=50)
    plan_run(plan=plan, occurrence=MONDAY, at=AT)
    drawn = Draw.objects.get().drawn
    clerk(StoreFactory(region=region))
    later = preview(plan, AT).occurrences[:5]
    counted = [sum(day == one.occurrence.isoformat() for found in drawn.values() for day, _ in found) for one in later]
    assert [one.stores for one in later] == counted


def test_an_impossible_plan_shows_what_is_amiss_rather_than_nothing():
    plan = drills.plan(StoreFactory(), state="draft", hours_from=time(22), hours_until=time(6))
    seen = preview(plan, AT)
    assert [type(fault) for fault in seen.faults] == [WrongTerms, NobodyToDrill]
    assert {one.stores for one in seen.occurrences} == {0}
    assert seen.examples == ()


def test_a_plan_that_is_over_has_nothing_to_come():
    plan = drills.plan(region_of(1), rule="FREQ=WEEKLY;COUNT=1")
    seen = preview(plan, datetime(2026, 5, 1, tzinfo=SHOP))
    assert (seen.occurrences, seen.weeks, seen.examples) == ((), (), ())
    assert [fault.part for fault in seen.faults] == ["rule"]
    assert Plan.objects.get().state == "live"
