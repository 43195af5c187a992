"""A run: what is drawn for it, when each store is alerted, who is called, and that it is planned once."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from content.actions.withdraw import withdraw
from drills.actions import placing, planning
from drills.actions.planning import FIRST, begin_run, plan_run, plan_slice
from drills.models import Call, Draw, Event, Run, StoreDrill
from drills.queries.draws import draw_again
from drills.queries.faults import NobodyToDrill, NoScript, NotNow
from people.models import AuditEntry
from people.shifts.rules import SHOP, shop_day
from tests.factories import drills
from tests.factories.drills import BEGINS, MONDAY, every_month, staffed
from tests.factories.people import LONG_AGO, RegionFactory
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
two_planners = pytest.mark.django_db(transaction=True)
AT = BEGINS - timedelta(days=10)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


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
    """One Monday is left of the quarter, most of the week of the other being over: one drill rather than two."""
    plan = drills.plan(staffed(), live_since=datetime(2026, 3, 27, 9, tzinfo=SHOP))
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
        (date(2025, 12, 2), LONG_AGO),
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


@two_planners
def test_whoever_plans_the_same_occurrence_waits_and_finds_it():
    plan = every_month(staffed(clerks=3))
    runs = at_once(*[lambda: planned(plan)] * 3)
    assert (len(set(runs)), Run.objects.count(), StoreDrill.objects.count(), Call.objects.count()) == (1, 1, 1, 3)
    assert Event.objects.count() == 1
