"""When each store is alerted: by what stands already, and with two planners at once."""

from datetime import date, time, timedelta
from threading import Thread

import pytest
from django.db import connections, transaction

from drills.actions.planning import plan_run
from drills.models import Blackout, Call, Run, StoreDrill
from people.models import Role, Shift, StoreHours
from people.shifts.rules import SHOP
from tests.factories import drills
from tests.factories.drills import BEGINS, MONDAY, every_month, staffed
from tests.factories.people import LONG_AGO, RegionFactory, StoreFactory, clerk, posted
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
two_planners = pytest.mark.django_db(transaction=True)
AT = BEGINS - timedelta(days=10)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def planned(plan, occurrence=MONDAY):
    return plan_run(plan=plan, occurrence=occurrence, at=AT)


def the(run):
    return StoreDrill.objects.get(run=run)


def local(at):
    return at.astimezone(SHOP)


def open_hour(*audience, **fields):
    """A plan whose runs are on one day from ten until a quarter past twelve: room for two drills, no more."""
    said = {"window_days": 1, "hours_from": time(10), "hours_until": time(12, 15), **fields}
    return every_month(*audience, **said)


def test_drills_of_other_plans_are_at_least_the_gap_away():
    store = staffed()
    moments = [the(planned(open_hour(store, seed=f"{n}"))).at for n in range(2)]
    assert None not in moments
    assert abs(moments[0] - moments[1]) >= 61 * MINUTE


def test_the_wider_gap_of_two_plans_is_kept():
    store = staffed()
    first = the(planned(open_hour(store, gap_minutes=600, hours_until=time(22))))
    second = the(planned(every_month(store, window_days=1, seed="other")))
    assert abs(first.at - second.at) >= 600 * MINUTE


def test_where_other_drills_leave_no_room_the_store_drill_says_so():
    store = staffed()
    drills.store_drill(drills.run(drills.plan(store)), store, at=BEGINS + 11 * HOUR)
    drill = the(planned(open_hour(store, hours_from=time(10, 30), hours_until=time(11, 45))))
    assert (drill.at, drill.band, drill.unplaced) == (None, "", "too_near")
    assert not Call.objects.exists()


def test_a_cancelled_runs_drills_are_in_nobodys_way():
    store = staffed()
    drills.store_drill(drills.run(drills.plan(store), state="cancelled"), store, at=BEGINS + 11 * HOUR)
    assert the(planned(open_hour(store, hours_from=time(10, 30), hours_until=time(11, 45)))).at is not None


def test_a_make_up_is_a_drill_of_its_store_too():
    store = staffed()
    drill = drills.drill_of(store=store, at=BEGINS - 2 * DAY)
    missed = drills.call(drill, clerk(store), state="missed")
    makeup = drills.call(drill, missed.person, makeup_of=missed, due_at=BEGINS + 11 * HOUR)
    plan = open_hour(store, hours_from=time(10, 30), hours_until=time(11, 45))
    assert the(planned(plan)).unplaced == "too_near"

    Run.objects.filter(plan=plan).delete()
    Call.objects.filter(pk=makeup.pk).update(state="excused", result="excused")
    assert the(planned(plan)).at is not None


def test_national_holidays_are_spared_where_the_plan_says_so():
    """27 and 28 February 2026: the day that is made up for, and the day itself."""
    store = staffed()
    friday = date(2026, 2, 27)
    said = {"rule": "FREQ=MONTHLY;BYMONTHDAY=27", "starts_on": friday}
    for n in range(5):
        drill = the(planned(every_month(store, seed=f"{n}", window_days=3, **said), friday))
        assert local(drill.at).date() == date(2026, 3, 1)
    heeded = the(planned(every_month(store, window_days=2, **said), friday))
    ignored = the(planned(every_month(store, window_days=2, spare_holidays=False, **said), friday))
    assert (heeded.at, heeded.unplaced, ignored.unplaced) == (None, "holiday", "")


def test_a_stores_own_days_are_free_of_drills():
    store, other = staffed(), staffed()
    days = {"made_at": LONG_AGO, "first_on": MONDAY, "last_on": MONDAY + 5 * DAY}
    Blackout.objects.create(store=store, **days)
    run = planned(every_month(store, other))
    assert local(run.store_drills.get(store=store).at).date() == MONDAY + 6 * DAY
    Blackout.objects.create(store=store, **{**days, "last_on": MONDAY + 6 * DAY})
    again = planned(every_month(store, seed="other"))
    assert (the(again).at, the(again).unplaced) == (None, "blackout")


def test_a_store_that_closes_is_drilled_before_or_not_at_all():
    closing = staffed(closed_on=MONDAY + DAY)
    closed = staffed(closing.region, closed_on=MONDAY)
    run = planned(every_month(closing.chain))
    assert local(run.store_drills.get(store=closing).at).date() == MONDAY
    assert run.store_drills.get(store=closed).unplaced == "closed"


def test_a_store_is_drilled_while_it_is_open():
    store = staffed()
    StoreHours.objects.create(store=store, opens_at=time(7), closes_at=time(9))
    moments = [local(the(planned(every_month(store, seed=f"{n}"))).at).time() for n in range(5)]
    assert all(time(7) <= at <= time(8, 57) for at in moments)
    night = every_month(store, hours_from=time(22), hours_until=time(6))
    assert the(planned(night)).unplaced == "no_room"


def test_a_store_in_which_nobody_is_to_be_drilled_has_no_moment():
    store = StoreFactory()
    posted(Role.MANAGER, store)
    run = planned(every_month(store, roles=["clerk"]))
    assert (the(run).at, the(run).unplaced) == (None, "nobody")


def test_where_shifts_are_planned_a_drill_lies_in_one_with_enough_of_it_left():
    store = StoreFactory()
    alice = clerk(store)
    for n in range(7):
        start = BEGINS + n * DAY + 8 * HOUR
        Shift.objects.create(person=alice, store=store, starts_at=start, ends_at=start + 10 * MINUTE)
    for n in range(5):
        at = local(the(planned(every_month(store, seed=f"{n}", gap_minutes=61))).at)
        assert time(8) <= at.time() <= time(8, 7)


def test_a_shift_later_on_the_day_makes_it_a_planned_one():
    """The run is over at half past three; the only shift of the day begins at six."""
    store = staffed()
    Shift.objects.create(
        person=store.postings.get().person, store=store, starts_at=BEGINS + 6 * HOUR, ends_at=BEGINS + 14 * HOUR
    )
    drill = the(planned(every_month(store, window_days=1, hours_until=time(3, 30))))
    assert (drill.at, drill.unplaced) == (None, "nobody")


def test_only_shifts_of_whom_the_plan_drills_count():
    store = staffed()
    manager = posted(Role.MANAGER, store)
    Shift.objects.create(person=manager, store=store, starts_at=BEGINS + 8 * HOUR, ends_at=BEGINS + 16 * HOUR)
    drill = the(planned(every_month(store, window_days=1, roles=["clerk"])))
    assert (drill.at, drill.unplaced) == (None, "nobody")
    assert the(planned(every_month(store, window_days=1, roles=["manager"]))).at is not None


def test_no_band_is_drilled_more_often_than_the_plan_allows():
    """The drawn bands of one are closed by the store's hours: it is drilled once, in the band that is left."""
    store = staffed()
    StoreHours.objects.create(store=store, opens_at=time(6), closes_at=time(14))
    plan = drills.plan(store)
    runs = [planned(plan, MONDAY + 7 * n * DAY) for n in range(5)]
    found = sorted(StoreDrill.objects.filter(run__in=runs).values_list("band", "unplaced"))
    assert found == [("", "no_room"), ("early", "")]


@two_planners
def test_two_plans_that_want_the_same_shift_do_not_place_both_within_an_hour():
    region = RegionFactory()
    for _ in range(8):
        staffed(region)
    for n in range(3):
        plans = [open_hour(region.chain, seed=f"{n}{name}") for name in "ab"]
        at_once(*[lambda plan=plan: planned(plan) for plan in plans])
        by_store = {}
        for store, at in StoreDrill.objects.filter(run__plan__in=plans, at__isnull=False).values_list("store", "at"):
            by_store.setdefault(store, []).append(at)
        assert len(by_store) == 8
        assert all(abs(a - b) >= 61 * MINUTE for a, b in (found for found in by_store.values() if len(found) == 2))
        Run.objects.all().delete()


@two_planners
def test_a_planner_waits_for_one_that_is_placing_in_the_same_store():
    store = staffed()
    first, second = (open_hour(store, seed=name) for name in "ab")
    found = []

    def plan_second():
        found.append(the(planned(second)).at)
        connections.close_all()

    other = Thread(target=plan_second)
    with transaction.atomic():
        run = planned(first)
        other.start()
        other.join(timeout=0.5)
        waits = other.is_alive() and not found
    other.join(timeout=20)
    assert (waits, len(found)) == (True, 1)
    assert abs(found[0] - the(run).at) >= 61 * MINUTE
