"""Where no plan of shifts speaks, those are called who say that they are there."""

from datetime import timedelta

import pytest

from drills.actions.dispatching import send_due
from drills.models import Call
from people.actions import post
from people.models import Presence, Role
from tests.factories.drills import ALERT, call, drill_of
from tests.factories.people import StoreFactory, clerk, posted
from tests.factories.shifts import on_shift

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def sent(drill, at=ALERT):
    return send_due(run_id=drill.run_id, at=at)


def says(person, store, since=ALERT - HOUR, until=ALERT + HOUR):
    """「我在班上」"""
    Presence.objects.create(person=person, store=store, since=since, until=until)


def test_who_says_they_are_there_is_called_and_who_is_silent_is_not(store, alice):
    """Where no plan of shifts speaks."""
    bob = clerk(store)
    says(bob, store)
    drill = drill_of(alice, bob, store=store, state="armed")
    assert sent(drill).sent == 1
    assert {call.person: call.excuse for call in drill.calls.select_related("person")} == {alice: "off_shift", bob: ""}


@pytest.mark.parametrize(
    ("since", "until", "role", "known"),
    [
        (ALERT - HOUR, ALERT + MINUTE, Role.CLERK, True),
        (ALERT, ALERT + HOUR, Role.MANAGER, True),
        (ALERT - HOUR, ALERT, Role.CLERK, False),
        (ALERT + MINUTE, ALERT + HOUR, Role.CLERK, False),
        (ALERT - HOUR, ALERT + HOUR, Role.OWNER, False),
    ],
    ids=["there", "a manager who is there", "gone home", "comes later", "nobody whom the plan calls"],
)
def test_where_nobody_is_known_to_be_there_everybody_is_called(store, alice, since, until, role, known):
    says(posted(role, store), store, since, until)
    drill = drill_of(alice, store=store, state="armed")
    sent(drill)
    assert drill.calls.get(person=alice).excuse == ("off_shift" if known else "")


def test_who_says_they_are_in_another_store_is_not_called(store, alice):
    other = StoreFactory(region=store.region)
    post(person=alice, role=Role.CLERK, scope=other, by=None, at=ALERT - HOUR)
    says(alice, other)
    bob = clerk(store)
    drill = drill_of(alice, bob, store=store, state="armed")
    sent(drill)
    assert {call.person: call.excuse for call in drill.calls.select_related("person")} == {alice: "off_shift", bob: ""}


def test_a_plan_of_shifts_knows_better_than_a_word(store, alice):
    says(alice, store)
    on_shift(clerk(store), ALERT - HOUR)
    drill = drill_of(alice, store=store, state="armed")
    sent(drill)
    assert drill.calls.get(person=alice).excuse == "off_shift"


def test_a_make_up_waits_until_its_person_is_there(store, alice):
    drill = drill_of(alice, store=store, state="missed")
    drill.calls.update(sent_at=ALERT, result="missed", ended_at=ALERT + HOUR)
    due = ALERT + 24 * HOUR
    makeup = call(drill, alice, state="armed", due_at=due, makeup_of=drill.calls.get())
    says(clerk(store), store, due - HOUR, due + HOUR)
    sent(drill, due)
    makeup.refresh_from_db()
    assert (makeup.state, makeup.sent_at) == ("planned", None)
    assert due < makeup.due_at < ALERT + 16 * 24 * HOUR
    Call.objects.filter(pk=makeup.pk).update(state="armed")
    says(alice, store, makeup.due_at - HOUR, makeup.due_at + HOUR)
    assert sent(drill, makeup.due_at).sent == 1
