"""What a person's day says of drills: what rings, and nothing of what is to come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drills.keeping import calls
from drills.models import Call
from drills.today import todays_drills
from tests.drills.answers import begin_for
from tests.factories.drills import ALERT, call, drill_of, plan, run, store_drill
from tests.factories.people import clerk

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_what_rings_is_there_until_the_patience_is_over(store, alice):
    made = drill_of(alice, store=store, state="sent").calls.get()
    (ring,) = todays_drills(alice, ALERT + MINUTE)
    assert ring == {
        "for": f"drill:{made.pk}",
        "call": made.pk,
        "title": "迷路的長者",
        "edition": made.run.edition_id,
        "state": "sent",
        "makeup": False,
        "sent_at": ALERT,
        "until": ALERT + 30 * MINUTE,
        "acknowledged_at": None,
        "attempt": None,
    }
    assert todays_drills(alice, ALERT + 30 * MINUTE) == []


def test_an_attempt_that_was_begun_is_taken_up_on_another_phone(store, alice):
    made = drill_of(alice, store=store, state="acknowledged").calls.get()
    attempt = begin_for(made, at=ALERT + MINUTE)
    assert todays_drills(alice, ALERT + 2 * MINUTE)[0]["attempt"] == attempt.pk
    attempt.state = "closed"
    attempt.save()
    assert todays_drills(alice, ALERT + 2 * MINUTE)[0]["attempt"] is None


@pytest.mark.parametrize("state", ["planned", "armed", "completed", "missed", "excused", "aborted"])
def test_what_does_not_ring_is_not_told(store, alice, state):
    drill_of(alice, store=store, state=state)
    assert todays_drills(alice, ALERT + MINUTE) == []
    assert list(calls(alice, ALERT + MINUTE)) == []


def test_anothers_drill_is_not_mine(store, alice):
    drill_of(clerk(store), store=store, state="sent")
    assert todays_drills(alice, ALERT + MINUTE) == []


def test_it_is_part_of_the_day(store, alice, client):
    drill_of(alice, store=store, state="sent")
    Call.objects.update(sent_at=timezone.now())
    client.force_login(alice)
    (ring,) = client.get("/api/v1/me/today").json()["drills"]
    assert ring["state"] == "sent"


def test_a_phone_keeps_the_call_that_rings_and_what_it_plays(store, alice):
    made = drill_of(alice, store=store, state="sent").calls.get()
    page, edition = calls(alice, ALERT + MINUTE)
    assert page.url == f"/drill/{made.pk}/"
    assert made.run.edition_id in edition.url
    Call.objects.update(state="acknowledged", acknowledged_at=ALERT + MINUTE)
    assert next(iter(calls(alice, ALERT + MINUTE))).version != page.version


def test_it_asks_as_often_for_three_as_for_one(store, alice, django_assert_num_queries):
    drill_of(alice, store=store, state="sent")
    with django_assert_num_queries(1):
        todays_drills(alice, ALERT + MINUTE)
    for _ in range(2):
        call(store_drill(run(plan(store)), store), alice, state="sent")
    with django_assert_num_queries(1):
        assert len(todays_drills(alice, ALERT + MINUTE)) == 3
    bob = clerk(store)
    with django_assert_num_queries(1):
        todays_drills(bob, ALERT + MINUTE)
