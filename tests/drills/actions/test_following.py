"""What follows from calls that nobody answers. All of it may run twice, and beside itself."""

from datetime import timedelta

import pytest

from drills.actions.following import end_run, escalate, miss, remind
from drills.models import Event, Run
from outbox.models import Owed
from people.models import Notice, Role
from tests.factories.drills import ALERT, call, drill_of, plan, run, store_drill
from tests.factories.notices import by_push, unread_by
from tests.factories.people import StoreFactory, clerk, posted
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
QUARTER, HALF, OVER = ALERT + 7.5 * MINUTE, ALERT + 15 * MINUTE, ALERT + 30 * MINUTE


@pytest.fixture
def alice(store):
    made = clerk(store)
    by_push(made)
    return made


@pytest.fixture
def drill(store, alice):
    """Alice's call was sent at `ALERT`."""
    return drill_of(alice, store=store, state="sent")


def kinds(drill):
    return list(Event.objects.filter(run=drill.run).values_list("kind", flat=True))


def test_what_nobody_answers_is_missed_when_the_patience_is_over(drill, alice):
    assert [miss(run_id=drill.run_id, at=at) for at in (OVER - MINUTE, OVER, OVER)] == [0, 1, 0]
    made = drill.calls.get()
    assert (made.state, made.result, made.ended_at) == ("missed", "missed", OVER)
    assert Event.objects.get().detail == {"calls": 1}
    told = Notice.objects.get(kind="drill_missed")
    assert (told.person, told.link) == (alice, f"/drill/{made.pk}/")
    assert unread_by(alice.pk) == 1


@pytest.mark.parametrize("state", ["acknowledged", "in_progress"])
def test_what_was_begun_and_not_ended_is_missed(store, alice, state):
    drill = drill_of(alice, store=store, state=state)
    assert miss(run_id=drill.run_id, at=OVER) == 1


@pytest.mark.parametrize("state", ["planned", "armed", "completed", "excused", "aborted", "missed"])
def test_what_does_not_ring_is_not_missed(store, alice, state):
    drill = drill_of(alice, store=store, state=state)
    assert miss(run_id=drill.run_id, at=OVER) == 0


def test_who_misses_a_make_up_is_told_so(store, alice):
    drill = drill_of(alice, store=store, state="missed")
    first = drill.calls.get()
    call(drill, alice, state="sent", due_at=ALERT + 2 * HOUR, makeup_of=first)
    miss(run_id=drill.run_id, at=ALERT + 3 * HOUR)
    assert Notice.objects.get().kind == "drill_makeup_missed"


def test_missing_goes_by_batches(store):
    drill = drill_of(*(clerk(store) for _ in range(5)), store=store, state="sent")
    assert [miss(run_id=drill.run_id, at=OVER, most=2) for _ in range(4)] == [2, 2, 1, 0]


def test_two_beats_at_once_miss_each_call_once(transactional_db):
    store = StoreFactory()
    drill = drill_of(*(clerk(store) for _ in range(9)), store=store, state="sent")
    done = at_once(*(lambda: miss(run_id=drill.run_id, at=OVER, most=4) for _ in range(4)))
    done.append(miss(run_id=drill.run_id, at=OVER))
    assert sum(done) == 9
    assert Notice.objects.count() == 9
    assert sum(event.detail["calls"] for event in Event.objects.filter(kind="missed")) == 9


def test_who_has_not_acknowledged_after_a_quarter_is_rung_once_more(drill, alice):
    before = Owed.objects.count()
    assert [remind(run_id=drill.run_id, at=at) for at in (QUARTER - MINUTE, QUARTER, QUARTER + MINUTE)] == [0, 1, 0]
    assert Owed.objects.filter(subject__endswith=":again").count() == Owed.objects.count() - before == 1
    assert kinds(drill) == ["reminded"]
    drill.refresh_from_db()
    assert drill.reminded_at == QUARTER


@pytest.mark.parametrize("state", ["armed", "acknowledged", "in_progress", "completed", "aborted"])
def test_who_has_answered_is_not_reminded(store, alice, state):
    drill = drill_of(alice, store=store, state=state)
    assert remind(run_id=drill.run_id, at=QUARTER) == 0


def test_nobody_is_reminded_of_what_is_over(drill):
    assert remind(run_id=drill.run_id, at=OVER) == 0


def test_two_beats_at_once_remind_once(transactional_db):
    store = StoreFactory()
    people = [clerk(store) for _ in range(6)]
    for person in people:
        by_push(person)
    drill = drill_of(*people, store=store, state="sent")
    done = at_once(*(lambda: remind(run_id=drill.run_id, at=QUARTER) for _ in range(4)))
    done.append(remind(run_id=drill.run_id, at=QUARTER))
    assert sum(done) == 6
    assert Event.objects.filter(kind="reminded").count() == 6
    assert Owed.objects.filter(subject__endswith=":again").count() == 6


def test_the_managers_hear_of_a_store_in_which_nobody_answers(drill, store, alice):
    managers = {posted(Role.MANAGER, store).pk, posted(Role.MANAGER, store).pk}
    posted(Role.MANAGER, StoreFactory(region=store.region))
    assert [escalate(run_id=drill.run_id, at=at) for at in (HALF - MINUTE, HALF, HALF + MINUTE)] == [0, 1, 0]
    told = Notice.objects.filter(kind="drill_escalated")
    assert set(told.values_list("person_id", flat=True)) == managers
    assert told[0].data["store"] == store.name
    assert kinds(drill) == ["escalated"]


@pytest.mark.parametrize("state", ["acknowledged", "in_progress", "completed", "aborted"])
def test_one_who_answers_is_enough(drill, store, state):
    posted(Role.MANAGER, store)
    call(drill, clerk(store), state=state)
    assert escalate(run_id=drill.run_id, at=HALF) == 0


def test_one_who_was_excused_is_not_enough(drill, store):
    call(drill, clerk(store), state="excused")
    assert escalate(run_id=drill.run_id, at=HALF) == 1


def test_a_store_without_a_manager_is_noted_and_nobody_told(drill):
    assert escalate(run_id=drill.run_id, at=HALF) == 1
    assert not Notice.objects.filter(kind="drill_escalated").exists()


def test_nothing_is_escalated_once_it_is_over(drill, store):
    posted(Role.MANAGER, store)
    assert escalate(run_id=drill.run_id, at=OVER) == 0


def test_two_beats_at_once_escalate_once(transactional_db):
    store = StoreFactory()
    posted(Role.MANAGER, store)
    drill = drill_of(clerk(store), store=store, state="sent")
    assert sum(at_once(*(lambda: escalate(run_id=drill.run_id, at=HALF) for _ in range(4)))) == 1
    assert Notice.objects.filter(kind="drill_escalated").count() == 1
    assert kinds(drill) == ["escalated"]


def test_a_run_is_over_when_the_last_patience_is(store, alice):
    drill = drill_of(alice, store=store, state="completed")
    ends = drill.run.ends_at
    for at in (ends, ends + 29 * MINUTE):
        end_run(run_id=drill.run_id, at=at)
        assert Run.objects.get().state == "under_way"
    end_run(run_id=drill.run_id, at=ends + 30 * MINUTE)
    end_run(run_id=drill.run_id, at=ends + HOUR)
    assert Run.objects.get().state == "over"
    assert kinds(drill) == ["over"]


def test_what_rings_keeps_a_run_open(drill):
    end_run(run_id=drill.run_id, at=drill.run.ends_at + HOUR)
    assert Run.objects.get().state == "under_way"


def test_what_was_never_sent_is_excused_at_the_end_though_the_run_was_paused(store):
    drill = drill_of(*(clerk(store) for _ in range(3)), store=store)
    Run.objects.update(state="paused")
    end = drill.run.ends_at + HOUR
    assert [end_run(run_id=drill.run_id, at=end, most=2) for _ in range(2)] == [2, 1]
    assert set(drill.calls.values_list("state", "excuse")) == {("excused", "late")}
    assert Run.objects.get().state == "over"


def test_a_make_up_that_is_to_come_does_not_keep_a_run_open(store, alice):
    drill = drill_of(alice, store=store, state="missed")
    end = drill.run.ends_at + HOUR
    makeup = call(drill, alice, due_at=end + HOUR, makeup_of=drill.calls.get())
    end_run(run_id=drill.run_id, at=end)
    makeup.refresh_from_db()
    assert (Run.objects.get().state, makeup.state) == ("over", "planned")


def test_a_cancelled_run_does_not_end_again(store, alice):
    made = run(plan(store), state="cancelled")
    store_drill(made, store)
    end_run(run_id=made.pk, at=made.ends_at + HOUR)
    assert Run.objects.get().state == "cancelled"
