"""Drills over HTTP: only a signed-in tap counts, and only one's own."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from drills.models import Call, Observation
from people.models import Role
from tests.drills.actions.test_observing import marks_of
from tests.factories.drills import drill_of
from tests.factories.people import StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def rung(now):
    """A call that rings since a minute, and its clerk signed in."""
    store = StoreFactory()
    alice = clerk(store)
    drill = drill_of(alice, store=store, state="sent", at=now - timedelta(minutes=1))
    browser = Client()
    browser.force_login(alice)
    return drill.calls.get(), browser


def put(browser, path, **body):
    return browser.put(f"/api/v1/{path}", json.dumps(body, default=str), content_type="application/json")


def test_what_rings_is_listed_and_nothing_of_anybody_elses(rung, now):
    call, browser = rung
    found = browser.get("/api/v1/me/calls").json()
    assert [(one["call"], one["url"]) for one in found] == [(str(call.pk), f"/drill/{call.pk}/")]
    other = Client()
    other.force_login(clerk(call.store_drill.store))
    assert other.get("/api/v1/me/calls").json() == []


def test_a_tap_acknowledges_once(rung, now):
    call, browser = rung
    first = put(browser, f"drills/calls/{call.pk}/acknowledgement", tapped_at=now, skew=0).json()
    again = put(browser, f"drills/calls/{call.pk}/acknowledgement", tapped_at=now + timedelta(minutes=3)).json()
    assert (first["state"], again["acknowledged_at"]) == ("acknowledged", first["acknowledged_at"])
    assert 55 <= first["response_seconds"] <= 70


def test_looking_is_no_acknowledgement(rung):
    call, browser = rung
    assert browser.get(f"/api/v1/drills/calls/{call.pk}").json()["state"] == "sent"
    assert browser.get(f"/drill/{call.pk}/").status_code == 200
    call.refresh_from_db()
    assert (call.state, call.acknowledged_at) == (Call.State.SENT, None)


def test_something_real_ends_the_call(rung, now):
    call, browser = rung
    told = put(browser, f"drills/calls/{call.pk}/stop", tapped_at=now)
    assert (told.status_code, told.json()["result"]) == (200, "aborted")
    assert put(browser, f"drills/calls/{call.pk}/stop", tapped_at=now).status_code == 200


@pytest.mark.parametrize("what", ["acknowledgement", "stop"])
def test_anybody_elses_call_is_not_there(rung, now, what):
    call, _ = rung
    other = Client()
    other.force_login(clerk(call.store_drill.store))
    assert put(other, f"drills/calls/{call.pk}/{what}", tapped_at=now).status_code == 404
    assert other.get(f"/api/v1/drills/calls/{call.pk}").status_code == 404
    assert put(Client(), f"drills/calls/{call.pk}/{what}", tapped_at=now).status_code == 401
    call.refresh_from_db()
    assert call.state == Call.State.SENT


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"tapped_at": "yesterday"},
        {"tapped_at": "2026-11-29T10:00:00"},
        {"tapped_at": "2026-11-29T10:00:00Z", "skew": "much"},
        {"tapped_at": "9999-12-31T23:59:59Z"},
    ],
    ids=["nothing", "no-time", "naive", "no-number", "beyond-dates"],
)
def test_what_is_no_tap_is_refused(rung, body):
    call, browser = rung
    assert put(browser, f"drills/calls/{call.pk}/acknowledgement", **body).status_code == 422
    call.refresh_from_db()
    assert call.acknowledged_at is None


def test_a_manager_observes_and_a_clerk_does_not(rung, now):
    call, browser = rung
    drill = call.store_drill
    manager = Client()
    manager.force_login(posted(Role.MANAGER, drill.store))
    path = f"drills/{drill.pk}/observations/{uuid.uuid4()}"
    body = {"marks": marks_of(drill), "note": "", "observed_at": now}
    assert put(browser, path, **body).status_code == 404
    assert put(manager, path, **body).status_code == 200
    assert put(manager, path, **body | {"marks": {}}).status_code == 422
    assert put(manager, path, **body | {"note": "x" * 301}).status_code == 422
    assert Observation.objects.get().marks == marks_of(drill)
