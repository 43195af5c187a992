"""Observing, taking away, mending, closing."""

import uuid
from datetime import timedelta

import pytest

from content.models import script_of
from drills.actions.observing import (
    CannotObserve,
    NotOver,
    Seen,
    close,
    debrief,
    finish_action,
    learn,
    observe,
    owe_action,
)
from drills.models import Call, Event, Observation
from people.models import Role
from tests.factories.drills import ALERT, drill_of
from tests.factories.people import StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
LATER = ALERT + timedelta(minutes=5)


def marks_of(drill, mark="performed", **others):
    lines = script_of(drill.run.edition_id).drill.expected
    return {line.id: others.get(line.id, mark) for line in lines}


def seen(drill, mark="performed", *, at=LATER, note="", **others):
    return Seen(uuid.uuid4(), marks_of(drill, mark, **others), note, at)


@pytest.fixture
def shop(db):
    store = StoreFactory()
    alice = clerk(store, "愛麗絲")
    return drill_of(alice, store=store, state="completed"), posted(Role.MANAGER, store), alice


def test_a_checklist_is_kept_and_stands_in_the_timeline(shop):
    drill, manager, _ = shop
    made = observe(store_drill=drill, observer=manager, seen=seen(drill, "difficult", note="門口很吵"), at=LATER)
    assert (made.marks, made.note, made.received_at) == (marks_of(drill, "difficult"), "門口很吵", LATER)
    assert [(e.kind, e.by) for e in drill.events.all()] == [(Event.Kind.OBSERVED, manager)]


def test_sent_again_it_stays_one_and_a_later_one_takes_its_place(shop):
    drill, manager, _ = shop
    first = seen(drill)
    observe(store_drill=drill, observer=manager, seen=first, at=LATER)
    observe(store_drill=drill, observer=manager, seen=first, at=LATER)
    observe(store_drill=drill, observer=manager, seen=seen(drill, "not_performed"), at=LATER)
    assert list(Observation.objects.values_list("marks", flat=True)) == [marks_of(drill, "not_performed")]


def test_two_observe_and_no_third(shop):
    drill, manager, _ = shop
    region = drill.store.region
    observe(store_drill=drill, observer=manager, seen=seen(drill), at=LATER)
    observe(store_drill=drill, observer=posted(Role.SUPERVISOR, region), seen=seen(drill), at=LATER)
    with pytest.raises(CannotObserve):
        observe(store_drill=drill, observer=posted(Role.SUPERVISOR, region), seen=seen(drill), at=LATER)
    assert drill.observations.count() == 2


def test_who_is_called_does_not_observe(shop):
    drill, _, alice = shop
    with pytest.raises(CannotObserve):
        observe(store_drill=drill, observer=alice, seen=seen(drill), at=LATER)


@pytest.mark.parametrize(
    "bad",
    [
        lambda drill: Seen(uuid.uuid4(), {}, "", LATER),
        lambda drill: Seen(uuid.uuid4(), marks_of(drill) | {"another": "performed"}, "", LATER),
        lambda drill: Seen(uuid.uuid4(), marks_of(drill, "perfect"), "", LATER),
        lambda drill: seen(drill, at=ALERT - timedelta(seconds=1)),
    ],
    ids=["empty", "another-line", "another-mark", "before-the-alert"],
)
def test_what_does_not_fit_the_drill_is_refused(shop, bad):
    drill, manager, _ = shop
    with pytest.raises(CannotObserve):
        observe(store_drill=drill, observer=manager, seen=bad(drill), at=LATER)
    assert not Observation.objects.exists()


def test_the_id_of_another_drills_checklist_is_refused(shop):
    drill, manager, _ = shop
    other = drill_of(store=StoreFactory())
    kept = observe(store_drill=other, observer=posted(Role.MANAGER, other.store), seen=seen(other), at=LATER)
    taken = Seen(kept.pk, marks_of(drill), "", LATER)
    with pytest.raises(CannotObserve):
        observe(store_drill=drill, observer=manager, seen=taken, at=LATER)


def test_a_lesson_names_nobody(shop):
    drill, _, _ = shop
    lesson = learn(store_drill=drill, text="小卡放在收銀機旁邊", at=LATER)
    assert {field.name for field in lesson._meta.fields} == {"id", "store_drill", "text", "at"}


def test_an_action_is_owed_and_done_once(shop):
    drill, manager, alice = shop
    owed = owe_action(store_drill=drill, text="小卡換新的", owner=alice, due_on=LATER.date(), by=manager, at=LATER)
    first = finish_action(action=owed, by=alice, at=LATER + timedelta(days=1))
    again = finish_action(action=owed, by=alice, at=LATER + timedelta(days=2))
    assert first.done_at == again.done_at == LATER + timedelta(days=1)


def test_debriefing_waits_for_everybody(shop):
    drill, manager, _ = shop
    ringing = drill_of(clerk(drill.store), store=StoreFactory(), state="sent")
    with pytest.raises(NotOver):
        debrief(store_drill=ringing, by=manager, at=LATER)
    assert ringing.calls.get().state == Call.State.SENT


def test_debriefed_then_closed_keeps_the_result(shop):
    drill, manager, _ = shop
    with pytest.raises(NotOver):
        close(store_drill=drill, by=manager, at=LATER)
    debrief(store_drill=drill, by=manager, at=LATER)
    assert drill.calls.get().state == Call.State.DEBRIEFED
    close(store_drill=drill, by=manager, at=LATER)
    call = drill.calls.get()
    assert (call.state, call.result) == (Call.State.CLOSED, Call.Result.PASSED)
    assert [e.kind for e in drill.events.order_by("pk")] == [Event.Kind.DEBRIEFED, Event.Kind.CLOSED]


def test_what_is_still_to_be_mended_keeps_a_drill_open(shop):
    drill, manager, alice = shop
    debrief(store_drill=drill, by=manager, at=LATER)
    owed = owe_action(store_drill=drill, text="換燈", owner=alice, due_on=LATER.date(), by=manager, at=LATER)
    with pytest.raises(NotOver):
        close(store_drill=drill, by=manager, at=LATER)
    finish_action(action=owed, by=alice, at=LATER)
    assert close(store_drill=drill, by=manager, at=LATER).closed_at == LATER
