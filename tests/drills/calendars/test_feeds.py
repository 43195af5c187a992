"""A store's calendar: announced drills only, under an address that can be renewed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from drills.calendars.actions import end_address, renew_address
from drills.models import Run
from people.models import Role
from tests.factories.drills import drill_of, plan, run, store_drill
from tests.factories.people import StoreFactory, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(store):
    return renew_address(store=store, by=posted(Role.MANAGER, store), at=timezone.now()).token


def events(token):
    answer = Client().get(f"/drills/calendar/{token}.ics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content).walk("VEVENT")


def announced(store, at, **fields):
    return store_drill(run(plan(store, announced=True), **fields), store, at=at)


def test_an_announced_drill_stands_in_it_with_its_moment(store, token):
    at = (timezone.now() + timedelta(days=2)).replace(microsecond=0)
    drill = announced(store, at)
    (event,) = events(token)
    assert (event["uid"], event.decoded("dtstart"), str(event["status"])) == (
        f"drill-{drill.pk}@streetlight", at, "CONFIRMED",
    )  # fmt: skip
    assert str(event["summary"]).startswith("【演練】")


def test_an_unannounced_drill_and_another_stores_do_not(store, token):
    drill_of(store=store, at=timezone.now() + timedelta(days=2))
    announced(StoreFactory(), timezone.now() + timedelta(days=2))
    assert events(token) == []


def test_a_cancelled_run_says_so(store, token):
    announced(store, timezone.now() + timedelta(days=2), state=Run.State.CANCELLED)
    assert [str(event["status"]) for event in events(token)] == ["CANCELLED"]


def test_a_renewed_address_ends_the_old_one(store, token):
    renewed = renew_address(store=store, by=posted(Role.MANAGER, store), at=timezone.now()).token
    assert Client().get(f"/drills/calendar/{token}.ics").status_code == 404
    assert events(renewed) == []
    end_address(store=store, by=posted(Role.MANAGER, store, "另一位"), at=timezone.now())
    assert Client().get(f"/drills/calendar/{renewed}.ics").status_code == 404


def test_the_manager_renews_it_on_the_page_and_an_auditor_does_not(store):
    path = f"/drills/days/{store.chain.slug}/{store.code}/"
    manager, auditor = Client(), Client()
    manager.force_login(posted(Role.MANAGER, store))
    auditor.force_login(posted(Role.AUDITOR, store.chain))
    assert auditor.post(path + "calendar/", {"step": "renew"}).status_code == 404
    manager.post(path + "calendar/", {"step": "renew"})
    assert ".ics" in manager.get(path).content.decode()


def test_days_without_drills_are_set_lifted_and_checked(store):
    path = f"/drills/days/{store.chain.slug}/{store.code}/"
    manager = Client()
    manager.force_login(posted(Role.MANAGER, store))
    day = timezone.localdate() + timedelta(days=3)
    assert manager.post(path, {"first_on": day, "last_on": day - timedelta(days=1)}).status_code == 422
    manager.post(path, {"first_on": day, "last_on": day + timedelta(days=1)})
    kept = store.drill_blackouts.get()
    assert (kept.first_on, kept.last_on) == (day, day + timedelta(days=1))
    manager.post(f"{path}{kept.pk}/lift/")
    assert not store.drill_blackouts.exists()
