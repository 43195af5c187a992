"""What is due within the hour is armed; what was not sent in time is given another moment."""

from datetime import timedelta

import pytest

from drills.actions.arming import arm, start_run
from drills.actions.dispatching import send_due
from drills.models import Blackout, Call, Event, Run
from people.shifts.rules import shop_day
from tests.factories.drills import ALERT, BEGINS, call, drill_of, plan, run, store_drill
from tests.factories.people import StoreFactory, clerk
from tests.factories.shifts import on_shift
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def drill(store):
    return drill_of(clerk(store), clerk(store), store=store)


def armed(drill, at):
    return arm(run_id=drill.run_id, at=at)


def test_it_works(drill):
    assert armed(drill, ALERT - HOUR - MINUTE).armed == 0
    assert armed(drill, ALERT - HOUR).armed == 2
    assert armed(drill, ALERT - HOUR).armed == 0
    assert set(drill.calls.values_list("state", flat=True)) == {"armed"}


@pytest.mark.parametrize(
    ("state", "count"), [("planned", 2), ("paused", 0), ("cancelled", 0), ("over", 0), ("closed", 0)]
)
def test_only_in_runs_in_which_something_is_sent(drill, state, count):
    Run.objects.update(state=state)
    assert armed(drill, ALERT - HOUR).armed == count


def test_make_ups_are_armed_when_their_run_is_over(store):
    alice = clerk(store)
    drill = drill_of(alice, store=store, state="missed")
    later = ALERT + timedelta(days=9)
    call(drill, alice, due_at=later, makeup_of=drill.calls.get())
    Run.objects.update(state="over")
    assert armed(drill, later - HOUR).armed == 1


def test_what_is_overdue_moves_on_and_is_not_armed_before_it_is_due_again(store, drill):
    # Else the other moment may be within the hour.
    Blackout.objects.create(store=store, first_on=shop_day(ALERT), last_on=shop_day(ALERT), made_at=ALERT)
    done = armed(drill, ALERT + MINUTE)
    assert (done.armed, done.moved) == (0, 1)
    drill.refresh_from_db()
    assert drill.at >= ALERT + 14 * HOUR
    assert set(drill.calls.values_list("state", "due_at")) == {("planned", drill.at)}
    assert armed(drill, drill.at - HOUR).armed == 2
    assert send_due(run_id=drill.run_id, at=drill.at).sent == 2


def test_stores_that_were_due_at_once_move_on_to_moments_of_their_own():
    stores = [StoreFactory() for _ in range(8)]
    made = run(plan(*stores))
    for each in stores:
        call(store_drill(made, each), clerk(each))
    assert arm(run_id=made.pk, at=ALERT + MINUTE).moved == 8
    # Of eight random minutes of a week two may be the same.
    assert len(set(made.store_drills.values_list("at", flat=True))) > 5


def test_another_moment_keeps_gap_blackout_and_shift(store, drill):
    alice = drill.calls.first().person
    Run.objects.filter(pk=drill.run_id).update(ends_at=BEGINS + timedelta(days=7))
    shift = on_shift(alice, ALERT + timedelta(days=2), hours=4)
    for day in (3, 5, 6, 7):
        on = shop_day(ALERT) + timedelta(days=day)
        Blackout.objects.create(store=store, first_on=on, last_on=on, made_at=ALERT)
    Blackout.objects.create(
        store=store, first_on=shop_day(ALERT), last_on=shop_day(ALERT) + timedelta(days=1), made_at=ALERT
    )
    other = store_drill(run(plan(store)), store, at=shift.starts_at + HOUR)
    for attempt in range(5):
        armed(drill, ALERT + (1 + attempt) * MINUTE)
        drill.refresh_from_db()
        assert drill.at >= ALERT + timedelta(days=2)
        in_shift = shift.starts_at <= drill.at <= shift.ends_at - timedelta(seconds=180)
        assert in_shift or shop_day(drill.at) == shop_day(ALERT) + timedelta(days=4)
        assert abs(drill.at - other.at) >= timedelta(minutes=61)
        drill.calls.update(due_at=ALERT)


def test_where_no_moment_is_left_the_calls_are_excused(drill):
    late = drill.run.ends_at - 5 * MINUTE
    assert armed(drill, late).armed == 0
    assert set(drill.calls.values_list("state", "result", "excuse")) == {("excused", "excused", "late")}
    assert Event.objects.get(kind="excused").detail == {"late": 2}


def test_an_overdue_make_up_has_another_moment_within_its_two_weeks(store):
    alice = clerk(store)
    drill = drill_of(alice, store=store, state="missed")
    missed = drill.calls.get()
    Call.objects.update(ended_at=ALERT + HOUR / 2)
    due = ALERT + timedelta(days=4)
    makeup = call(drill, alice, due_at=due, makeup_of=missed)
    assert armed(drill, due + HOUR).moved == 1
    makeup.refresh_from_db()
    assert due + HOUR < makeup.due_at < ALERT + timedelta(days=15)
    armed(drill, ALERT + timedelta(days=20))
    makeup.refresh_from_db()
    assert (makeup.state, makeup.excuse) == ("excused", "late")


def test_what_is_more_than_one_batch_says_so(drill):
    assert [arm(run_id=drill.run_id, at=ALERT - HOUR, most=1).more for _ in range(3)] == [True, True, False]


def test_a_run_is_begun_once_its_window_has(store):
    made = run(plan(store), state="planned")
    assert [start_run(run_id=made.pk, at=at) for at in (BEGINS - MINUTE, BEGINS, BEGINS)] == [False, True, False]
    assert list(made.events.values_list("kind", flat=True)) == ["started"]


def test_two_at_once_move_a_store_once(transactional_db):
    store = StoreFactory()
    drill = drill_of(clerk(store), store=store)
    at_once(*(lambda: armed(drill, ALERT + MINUTE) for _ in range(3)))
    drill.refresh_from_db()
    assert drill.calls.get().due_at == drill.at > ALERT + MINUTE
