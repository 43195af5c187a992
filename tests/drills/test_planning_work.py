"""Planning as time and the outbox drive it."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from content.actions.freeze import freeze
from content.actions.withdraw import withdraw
from content.models import Work
from drills import planning_work
from drills.actions import placing, planning
from drills.actions.planning import begin_run
from drills.actions.plans import pause_plan
from drills.models import Call, Plan, Run, StoreDrill
from drills.planning_work import PLAN, SLICE
from outbox.models import Owed
from outbox.searches import reconcile, scan
from people.models import AuditEntry
from people.shifts.rules import shop_day
from tests.factories import drills
from tests.factories.learning import settle
from tests.factories.people import LONG_AGO, RegionFactory, StoreFactory, clerk

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def plan():
    """Live since yesterday; its first run begins next week. Handlers go by the clock of the machine."""
    now = timezone.now()
    region = RegionFactory()
    for _ in range(3):
        clerk(StoreFactory(region=region))
    said = {"rule": "FREQ=WEEKLY;INTERVAL=4", "starts_on": shop_day(now) + 7 * DAY, "live_since": now - DAY}
    return drills.plan(region.chain, period="month", per_store=1, **said)


def keys(kind):
    return sorted(Owed.objects.filter(kind=kind).values_list("subject", flat=True))


def test_a_run_that_comes_near_is_planned_by_itself(plan):
    now = timezone.now()
    scan(now)
    settle()
    run = Run.objects.get()
    assert (run.plan, run.occurrence) == (plan, plan.starts_on)
    assert (run.store_drills.count(), run.calls.count(), run.events.count()) == (3, 3, 1)
    before = (StoreDrill.objects.count(), Call.objects.count(), Owed.objects.filter(kind=PLAN).count())
    scan(now)
    scan(now + timedelta(minutes=1))
    settle()
    assert (StoreDrill.objects.count(), Call.objects.count(), Owed.objects.filter(kind=PLAN).count()) == before


def test_each_day_owes_what_is_not_planned_yet_once(plan):
    now = timezone.now()
    scan(now)
    scan(now)
    first = keys(PLAN)
    scan(now + DAY)
    occurrence = plan.starts_on
    assert first == [f"{plan.pk}:{occurrence}:{shop_day(now)}"]
    assert keys(PLAN) == [*first, f"{plan.pk}:{occurrence}:{shop_day(now + DAY)}"]


def test_a_large_run_is_planned_slice_by_slice(plan, monkeypatch):
    monkeypatch.setattr(placing, "AT_ONCE", 2)
    monkeypatch.setattr(planning, "AT_ONCE", 2)
    scan(timezone.now())
    settle()
    run = Run.objects.get(occurrence=plan.starts_on)
    assert run.store_drills.count() == run.calls.count() == 3
    second = run.store_drills.order_by("store").values_list("store", flat=True)[1]
    assert keys(SLICE) == [f"{run.pk}:0", f"{run.pk}:{second}"]
    assert run.events.get().detail == {"stores": 3, "unplaced": {}, "calls": 3}


def test_a_handler_may_run_twice(plan):
    scan(timezone.now())
    settle()
    before = (list(StoreDrill.objects.values()), list(Call.objects.order_by("pk").values()))
    for subject in keys(PLAN):
        planning_work.begin(subject)
    for subject in keys(SLICE):
        planning_work.go_on(subject)
    settle()
    assert (list(StoreDrill.objects.values()), list(Call.objects.order_by("pk").values())) == before


def test_a_plan_that_is_paused_meanwhile_plans_nothing_and_is_no_fault(plan):
    scan(timezone.now())
    pause_plan(plan=plan, by=None, at=timezone.now())
    settle()
    assert not Run.objects.exists()
    assert not AuditEntry.objects.filter(verb="skip_run").exists()
    assert set(Owed.objects.filter(kind=PLAN).values_list("state", flat=True)) == {"done"}


def test_a_plan_whose_script_was_withdrawn_is_skipped_and_reported_until_there_is_one(plan, caplog):
    caplog.set_level(logging.WARNING)
    now = timezone.now()
    body = plan.script.current.read()
    withdraw(edition=plan.script.current, because="寫錯了", by=None, at=now)
    scan(now)
    settle()
    told = AuditEntry.objects.get(verb="skip_run", subject=f"drills.plan:{plan.pk}").detail
    assert (Run.objects.count(), told["occurrence"]) == (0, plan.starts_on.isoformat())
    assert "收回" in told["because"]
    assert f"plan {plan.pk}" in caplog.text

    freeze(work=Work.objects.get(pk=plan.script_id), body={**body, "minutes": 4}, by=None, at=now)
    scan(now + DAY)
    Owed.objects.filter(kind=PLAN).update(due_at=now)
    settle()
    assert Run.objects.get().occurrence == plan.starts_on


def test_a_plan_whose_stores_have_all_closed_is_skipped_and_reported(plan):
    plan.owner.stores.update(closed_on=LONG_AGO.date())
    scan(timezone.now())
    settle()
    assert (Run.objects.count(), AuditEntry.objects.filter(verb="skip_run").count()) == (0, 1)


def test_ended_plans_are_left_alone(plan):
    Plan.objects.update(state=Plan.State.ENDED)
    scan(timezone.now())
    assert not Owed.objects.filter(kind=PLAN).exists()


def test_a_run_that_has_not_gone_on_is_found_at_night(plan, caplog):
    now = timezone.now()
    run = begin_run(plan=plan, occurrence=plan.starts_on, at=now - timedelta(hours=2))
    assert reconcile(now) == 1
    assert f"{SLICE}:{run.pk}:0" in caplog.text
    settle()
    assert (run.store_drills.count(), reconcile(now)) == (3, 0)


def test_a_run_that_is_just_being_planned_is_no_fault(plan):
    now = timezone.now()
    begin_run(plan=plan, occurrence=plan.starts_on, at=now)
    assert reconcile(now) == 0
    Run.objects.update(planned_at=now - DAY, state=Run.State.CANCELLED)
    assert reconcile(now) == 0
