"""A run: what is drawn for it, when each store is alerted, who is called, and that it is planned once."""

from datetime import date, datetime, time, timedelta
from threading import Thread

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from content.actions.withdraw import withdraw
from drills.actions import placing, planning
from drills.actions.planning import FIRST, begin_run, plan_run, plan_slice
from drills.models import Blackout, Call, Draw, Event, Run, StoreDrill
from drills.queries.draws import draw_again
from drills.queries.faults import NobodyToDrill, NoScript, NotNow
from people.models import AuditEntry, Role, Shift, StoreHours
from people.shifts.rules import SHOP, shop_day
from tests.factories import drills
from tests.factories.drills import BEGINS, MONDAY
from tests.factories.people import LONG_AGO, RegionFactory, StoreFactory, clerk, posted
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
two_planners = pytest.mark.django_db(transaction=True)
AT = BEGINS - timedelta(days=10)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def staffed(region=None, clerks=1, **fields):
    store = StoreFactory(region=region or RegionFactory(), **fields)
    for _ in range(clerks):
        clerk(store)
    return store


def every_month(*audience, **fields):
    """A plan that drills each of its stores in the week from the second of each month."""
    said = {"rule": "FREQ=MONTHLY;BYMONTHDAY=2", "period": "month", "per_store": 1, **fields}
    return drills.plan(*audience, **said)


def planned(plan, occurrence=MONDAY, at=AT):
    return plan_run(plan=plan, occurrence=occurrence, at=at)


def the(run):
    return StoreDrill.objects.get(run=run)


def local(at):
    return at.astimezone(SHOP)


def test_a_run_has_its_window_its_edition_and_what_the_script_measures():
    plan = every_month(staffed(), window_days=3, hours_from=time(9), hours_until=time(18))
    run = planned(plan)

    assert (run.begins_at, run.ends_at) == (BEGINS + 9 * HOUR, BEGINS + 2 * DAY + 18 * HOUR)
    assert (run.state, run.edition, run.target_seconds, run.difficulty) == ("planned", plan.script.current, 180, 4)
    assert (run.occurrence, run.planned_at) == (MONDAY, AT)


def test_every_store_is_alerted_once_within_the_windows_and_everybody_there_is_called():
    region = RegionFactory()
    stores = [staffed(region, clerks=2) for _ in range(30)]
    run = planned(every_month(region.chain, window_days=2, hours_from=time(22), hours_until=time(6)))

    moments = dict(run.store_drills.values_list("store", "at"))
    assert set(moments) == {store.pk for store in stores}
    assert all(local(at).hour in (22, 23, 0, 1, 2, 3, 4, 5) for at in moments.values())
    assert all(run.begins_at <= at < run.ends_at for at in moments.values())
    assert set(run.store_drills.values_list("band", "unplaced")) == {("night", "")}
    assert len(set(moments.values())) > 25
    called = run.calls.values_list("person__postings__store", "due_at", "state", "result")
    assert sorted(called) == sorted((store, at, "planned", "") for store, at in moments.items() for _ in range(2))


def test_the_timeline_and_the_audit_trail_say_what_a_run_came_to():
    store, closed = staffed(clerks=3), staffed(closed_on=MONDAY)
    run = planned(every_month(store, closed))

    detail = {"stores": 1, "unplaced": {"closed": 1}, "calls": 3}
    assert list(run.events.values_list("kind", "at", "by", "store_drill", "detail")) == [
        ("planned", AT, None, None, detail)
    ]
    assert AuditEntry.objects.get(verb="plan_run", subject=f"drills.run:{run.pk}").detail == detail


def test_an_occurrence_is_planned_once():
    plan = every_month(staffed())
    run = planned(plan)
    before = (list(run.store_drills.values()), list(run.calls.values()), list(run.events.values()))

    assert planned(plan, at=AT + DAY) == run
    assert (list(run.store_drills.values()), list(run.calls.values()), list(run.events.values())) == before
    assert (Run.objects.count(), Draw.objects.count()) == (1, 1)


def test_a_run_goes_on_where_a_worker_left_it(monkeypatch):
    monkeypatch.setattr(placing, "AT_ONCE", 2)
    monkeypatch.setattr(planning, "AT_ONCE", 2)
    region = RegionFactory()
    stores = [staffed(region) for _ in range(5)]
    run = begin_run(plan=every_month(region.chain), occurrence=MONDAY, at=AT)
    assert not run.store_drills.exists()

    last = plan_slice(run=run, after=FIRST, at=AT)
    first = dict(run.store_drills.values_list("store", "at"))
    assert (last, set(first)) == (stores[1].pk, {store.pk for store in stores[:2]})
    assert plan_slice(run=run, after=FIRST, at=AT) == last
    assert not run.events.exists()

    assert plan_slice(run=run, after=last, at=AT) == stores[3].pk
    assert plan_slice(run=run, after=stores[3].pk, at=AT) is None
    assert plan_slice(run=run, after=stores[3].pk, at=AT) is None
    moments = dict(run.store_drills.values_list("store", "at"))
    assert (set(moments), {pk: moments[pk] for pk in first}) == ({store.pk for store in stores}, first)
    assert (run.calls.count(), run.events.get().detail["stores"]) == (5, 5)


def test_slices_come_to_what_one_planning_comes_to(monkeypatch):
    region = RegionFactory()
    for _ in range(5):
        staffed(region)
    plan = every_month(region.chain)
    with transaction.atomic():
        whole = sorted(planned(plan).store_drills.values_list("store", "at", "band"))
        transaction.set_rollback(True)
    monkeypatch.setattr(placing, "AT_ONCE", 2)
    monkeypatch.setattr(planning, "AT_ONCE", 2)
    assert sorted(planned(plan).store_drills.values_list("store", "at", "band")) == whole


def test_a_cancelled_run_is_not_planned_on():
    run = begin_run(plan=every_month(staffed()), occurrence=MONDAY, at=AT)
    Run.objects.update(state=Run.State.CANCELLED)
    assert plan_slice(run=run, after=FIRST, at=AT) is None
    assert not StoreDrill.objects.exists()


def test_how_many_statements_does_not_grow_with_stores():
    regions = RegionFactory(), RegionFactory()
    staffed(regions[0])
    for _ in range(6):
        staffed(regions[1])
    counted = []
    for region in regions:
        plan = every_month(region.chain)
        with CaptureQueriesContext(connection) as queries:
            planned(plan)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_periods_draw_is_made_once_and_can_be_drawn_again():
    region = RegionFactory()
    stores = [staffed(region) for _ in range(9)]
    plan = drills.plan(region.chain, share=30)
    runs = [planned(plan, MONDAY + 7 * n * DAY, AT) for n in range(5)]

    draw = Draw.objects.get()
    assert (draw.period_begins, draw.period_ends) == (date(2026, 1, 1), date(2026, 3, 31))
    assert draw.occurrences == [run.occurrence for run in runs]
    assert (draw.seed, draw.frame) == (plan.seed, {str(region.pk): [store.pk for store in stores]})
    assert len(draw.drawn) == 3
    of_store = {}
    for drill in StoreDrill.objects.select_related("run"):
        of_store.setdefault(str(drill.store_id), []).append([drill.run.occurrence.isoformat(), drill.band])
    assert {pk: sorted(found) for pk, found in of_store.items()} == {
        pk: [[day, bands[0]] for day, bands in found] for pk, found in draw.drawn.items()
    }
    assert draw_again(draw)


def test_each_period_is_drawn_anew():
    region = RegionFactory()
    for _ in range(20):
        staffed(region)
    plan = every_month(region.chain, share=50)
    runs = [planned(plan, day, BEGINS + n * 30 * DAY) for n, day in enumerate([MONDAY, date(2026, 4, 2)])]
    drawn = [set(run.store_drills.values_list("store", flat=True)) for run in runs]
    assert ([len(stores) for stores in drawn], drawn[0] != drawn[1]) == ([10, 10], True)


def test_the_order_in_which_a_periods_runs_are_planned_changes_nothing():
    plan = drills.plan(staffed())
    weeks = [MONDAY + 7 * n * DAY for n in range(5)]
    outcomes = []
    for order in (weeks, weeks[::-1]):
        with transaction.atomic():
            for day in order:
                planned(plan, day)
            outcomes.append(sorted(StoreDrill.objects.values_list("run__occurrence", "at", "band")))
            transaction.set_rollback(True)
    assert (outcomes[0] == outcomes[1], len(outcomes[0])) == (True, 2)


def test_a_plan_that_began_late_in_a_period_asks_for_what_is_left_of_it():
    """One Monday is left of the quarter: one drill rather than two."""
    plan = drills.plan(staffed(), live_since=datetime(2026, 3, 24, 9, tzinfo=SHOP))
    planned(plan, date(2026, 3, 30), plan.live_since)
    assert Draw.objects.get().occurrences == [date(2026, 3, 30)]
    assert StoreDrill.objects.count() == 1


@pytest.mark.parametrize("state", ["draft", "paused", "ended"])
def test_only_live_plans_plan(state):
    plan = every_month(staffed(), state=state)
    with pytest.raises(NotNow, match="沒有在進行中"):
        planned(plan)
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("occurrence", "at"),
    [
        (MONDAY + DAY, AT),
        (MONDAY, BEGINS + 7 * DAY),
        (date(2026, 1, 2), LONG_AGO),
    ],
)
def test_a_day_that_is_no_occurrence_to_come_is_refused(occurrence, at):
    plan = every_month(staffed(), starts_on=date(2026, 1, 1))
    with pytest.raises(NotNow, match=str(occurrence)):
        planned(plan, occurrence, at)
    assert not Run.objects.exists()


def test_a_script_that_was_withdrawn_meanwhile_is_refused():
    plan = every_month(staffed())
    withdraw(edition=plan.script.current, because="寫錯了", by=None, at=AT)
    with pytest.raises(NoScript):
        planned(plan)
    assert not Draw.objects.exists()


def test_an_audience_that_has_closed_meanwhile_is_refused():
    plan = every_month(staffed(closed_on=shop_day(AT)))
    with pytest.raises(NobodyToDrill):
        planned(plan)
    assert not Run.objects.exists()


def test_a_run_that_is_planned_late_lies_in_what_is_left_of_its_window():
    region = RegionFactory()
    for _ in range(10):
        staffed(region)
    late = BEGINS + 6 * DAY + 20 * HOUR
    run = planned(every_month(region.chain), at=late)
    assert run.ends_at == BEGINS + 7 * DAY
    assert all(late + 10 * MINUTE <= at < run.ends_at for at in run.store_drills.values_list("at", flat=True))


# What stands already.


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


# Two at once.


@two_planners
def test_whoever_plans_the_same_occurrence_waits_and_finds_it():
    plan = every_month(staffed(clerks=3))
    runs = at_once(*[lambda: planned(plan)] * 3)
    assert (len(set(runs)), Run.objects.count(), StoreDrill.objects.count(), Call.objects.count()) == (1, 1, 1, 3)
    assert Event.objects.count() == 1


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
