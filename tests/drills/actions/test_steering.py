"""Pause, resume, cancel: by whoever stands at the board, while workers are at it."""

from datetime import timedelta

import pytest

from content.actions.freeze import freeze
from content.actions.withdraw import withdraw
from drills.actions.arming import arm
from drills.actions.dispatching import send_due
from drills.actions.steering import NotSteered, cancel_run, clear_cancelled, pause_run, resume_run
from drills.alerting import one
from drills.models import Call, Event, Run
from people.models import AuditEntry, Reach, Role
from people.notices.delivering import deliver_alert
from tests.drills.answers import GOOD, begin_for, told
from tests.factories.drills import ALERT, BEGINS, call, drill_of, plan, run, store_drill
from tests.factories.learning import settle
from tests.factories.notices import by_push
from tests.factories.people import StoreFactory, clerk, posted
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def trainer(store):
    return posted(Role.TRAINER, store.chain)


@pytest.fixture
def drill(store):
    return drill_of(clerk(store), store=store, state="armed")


def test_while_it_is_paused_nothing_is_sent(drill, trainer):
    pause_run(run=drill.run, by=trainer, at=ALERT - MINUTE)
    assert send_due(run_id=drill.run_id, at=ALERT).sent == 0
    assert arm(run_id=drill.run_id, at=ALERT).armed == 0
    event = Event.objects.get()
    assert (event.kind, event.by, event.at) == ("paused", trainer, ALERT - MINUTE)
    assert AuditEntry.objects.get(verb="pause_run").subject == f"drills.run:{drill.run_id}"


def test_what_came_due_meanwhile_is_sent_after_resuming_at_another_moment(drill, trainer):
    pause_run(run=drill.run, by=trainer, at=ALERT - MINUTE)
    resume_run(run=drill.run, by=trainer, at=ALERT + 2 * MINUTE)
    now = ALERT + 2 * MINUTE
    assert send_due(run_id=drill.run_id, at=now).sent == 0
    arm(run_id=drill.run_id, at=now)
    drill.refresh_from_db()
    assert drill.at > now
    arm(run_id=drill.run_id, at=drill.at - HOUR)
    assert send_due(run_id=drill.run_id, at=drill.at).sent == 1
    assert drill.calls.filter(sent_at=drill.at).count() == 1


def test_what_was_not_due_keeps_its_moment(drill, trainer):
    pause_run(run=drill.run, by=trainer, at=ALERT - HOUR)
    resume_run(run=drill.run, by=trainer, at=ALERT - 30 * MINUTE)
    assert arm(run_id=drill.run_id, at=ALERT - 30 * MINUTE).armed == 1
    assert send_due(run_id=drill.run_id, at=ALERT).sent == 1


def test_what_no_longer_fits_into_the_window_is_excused(drill, trainer):
    pause_run(run=drill.run, by=trainer, at=ALERT - MINUTE)
    late = drill.run.ends_at - 5 * MINUTE
    resume_run(run=drill.run, by=trainer, at=late)
    arm(run_id=drill.run_id, at=late)
    assert drill.calls.get().excuse == "late"


def test_what_rings_may_be_answered_in_a_paused_run(drill, trainer):
    send_due(run_id=drill.run_id, at=ALERT)
    pause_run(run=drill.run, by=trainer, at=ALERT + MINUTE)
    assert drill.calls.get().state == "sent"


@pytest.mark.parametrize(("at", "state"), [(BEGINS - HOUR, "planned"), (BEGINS + HOUR, "under_way")])
def test_a_run_is_resumed_to_where_the_clock_is(store, trainer, at, state):
    made = run(plan(store), state="planned")
    pause_run(run=made, by=trainer, at=BEGINS - 2 * HOUR)
    assert resume_run(run=made, by=trainer, at=at).state == state


def test_a_cancelled_run_sends_nothing_and_excuses_everybody(drill, store, trainer):
    send_due(run_id=drill.run_id, at=ALERT)
    made = drill.calls.get()
    others = [call(drill, clerk(store), state=state) for state in ("planned", "in_progress", "completed")]
    cancel_run(run=drill.run, by=trainer, at=ALERT + MINUTE)
    assert send_due(run_id=drill.run_id, at=ALERT + MINUTE).sent == 0
    settle()
    for each in (made, *others):
        each.refresh_from_db()
    assert [each.state for each in (made, *others)] == ["excused", "excused", "excused", "completed"]
    assert {each.excuse for each in (made, *others[:2])} == {"cancelled"}
    assert one(str(made.pk), ALERT + MINUTE) is None
    assert list(Event.objects.values_list("kind", flat=True)) == ["sent", "cancelled"]


def test_excusing_goes_by_batches_and_only_in_a_cancelled_run(store, trainer):
    drill = drill_of(*(clerk(store) for _ in range(5)), store=store)
    assert clear_cancelled(run_id=drill.run_id) == 0
    cancel_run(run=drill.run, by=trainer)
    assert [clear_cancelled(run_id=drill.run_id, most=2) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.parametrize(
    ("state", "deed"),
    [
        ("paused", pause_run),
        ("over", pause_run),
        ("cancelled", pause_run),
        ("under_way", resume_run),
        ("cancelled", resume_run),
        ("over", cancel_run),
        ("closed", cancel_run),
        ("cancelled", cancel_run),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(store, trainer, state, deed):
    made = run(plan(store), state=state)
    with pytest.raises(NotSteered, match="這個場次"):
        deed(run=made, by=trainer)
    assert (Run.objects.get().state, Event.objects.count()) == (state, 0)


def test_after_a_pause_has_committed_nothing_is_sent_whoever_was_at_it(transactional_db):
    for _ in range(4):
        store = StoreFactory()
        drill = drill_of(*(clerk(store) for _ in range(8)), store=store, state="armed")
        trainer = posted(Role.TRAINER, store.chain)

        def pause(drill=drill, trainer=trainer):
            pause_run(run=drill.run, by=trainer, at=ALERT)
            return Call.objects.filter(run=drill.run, state="sent").count()

        (then, *_sent) = at_once(
            pause, *(lambda d=drill: send_due(run_id=d.run_id, at=ALERT, most=3) for _ in range(3))
        )
        assert drill.calls.filter(state="sent").count() == then
        assert drill.calls.filter(state="planned").count() == 8 - then


def test_two_at_the_board_steer_once(transactional_db):
    store = StoreFactory()
    made = run(plan(store))

    def pause():
        try:
            return pause_run(run=made, by=None).state
        except NotSteered:
            return "refused"

    assert sorted(at_once(pause, pause)) == ["paused", "refused"]
    assert store_drill(made, store).run.events.count() == 1


def test_a_call_that_was_cancelled_is_not_sent_outside(store, trainer):
    drill = drill_of(clerk(store), store=store, state="sent")
    made = drill.calls.get()
    reach = by_push(made.person)
    cancel_run(run=drill.run, by=trainer)
    settle()
    assert deliver_alert(source="drill_call", word=str(made.pk), reach_id=reach.pk, at=ALERT) is False
    assert Reach.objects.usable().get() == reach


def test_a_script_that_is_withdrawn_gives_place_to_the_one_that_stands(store):
    drill = drill_of(clerk(store), store=store, state="sent")
    made, old = drill.calls.get(), drill.run.edition
    attempt = told(begin_for(made, at=ALERT), GOOD[:2], tapped=ALERT)
    body = old.read()
    body["drill"]["target_seconds"] = 240
    new = freeze(work=old.work, body=body, by=None)
    withdraw(edition=old, because="錯字", by=None)
    settle()
    drill.run.refresh_from_db()
    assert (drill.run.edition, drill.run.target_seconds, drill.run.state) == (new, 240, "under_way")
    attempt.refresh_from_db()
    assert attempt.state == "closed"
    again = told(begin_for(Call.objects.get(pk=made.pk), at=ALERT + MINUTE), tapped=ALERT + MINUTE)
    settle()
    made.refresh_from_db()
    assert (made.state, made.attempt) == ("completed", again)


@pytest.mark.parametrize(("state", "becomes"), [("under_way", "cancelled"), ("over", "over")])
def test_where_no_script_stands_nothing_more_is_sent(store, state, becomes):
    drill = drill_of(clerk(store), store=store, state="armed")
    Run.objects.update(state=state)
    withdraw(edition=drill.run.edition, because="錯字", by=None)
    settle()
    assert (Run.objects.get().state, drill.calls.get().excuse) == (becomes, "cancelled")
