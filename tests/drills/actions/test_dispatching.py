"""Calls are sent once, to who is there at that moment, and never in a heap."""

from datetime import timedelta

import pytest
from django.db import connection

from drills.actions.dispatching import send_due
from drills.alerting import one
from drills.models import Call, Event, Run
from outbox.models import Owed
from people.actions import end_posting, post
from people.models import Absence, Notice, Person, Posting, Role, Shift, Store, StoreHours
from people.shifts.rules import SHOP
from tests.factories.drills import ALERT, call, drill_of, plan, run, store_drill
from tests.factories.notices import by_push
from tests.factories.people import StoreFactory, clerk, posted
from tests.factories.shifts import on_shift
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def sent(drill, at=ALERT, **more):
    return send_due(run_id=drill.run_id, at=at, **more)


def states(drill):
    return sorted(drill.calls.values_list("state", "excuse"))


def kinds(drill):
    return list(Event.objects.filter(run=drill.run).values_list("kind", flat=True))


def test_it_works(store, alice):
    reach = by_push(alice)
    drill = drill_of(alice, store=store, state="armed")
    done = sent(drill)
    made = drill.calls.get()
    assert (done.sent, done.excused, done.more) == (1, 0, False)
    assert (made.state, made.sent_at) == ("sent", ALERT)
    assert list(Owed.objects.filter(kind="people.alert.deliver").values_list("subject", flat=True)) == [
        f"drill_call:{made.pk}:{reach.pk}:{ALERT.astimezone(SHOP):%Y%m%d%H%M}"
    ]
    event = Event.objects.get()
    assert (event.kind, event.detail) == ("sent", {"calls": 1, "stores": 1})
    assert not Notice.objects.exists(), "the call is the alert: nothing is written twice"


def test_what_was_sent_is_not_sent_again(store, alice):
    drill = drill_of(alice, store=store, state="armed")
    sent(drill)
    assert sent(drill, ALERT + MINUTE).sent == 0
    assert kinds(drill) == ["sent"]


def test_nothing_is_sent_before_its_moment_or_unarmed(store, alice):
    drill = drill_of(alice, store=store, state="armed")
    assert sent(drill, ALERT - timedelta(seconds=1)).sent == 0
    drill.calls.update(state="planned")
    assert sent(drill).sent == 0


@pytest.mark.parametrize("state", ["planned", "paused", "cancelled", "over", "closed"])
def test_nothing_is_sent_in_a_run_that_is_not_under_way(store, alice, state):
    drill = drill_of(alice, store=store, state="armed")
    Run.objects.update(state=state, begins_at=ALERT + MINUTE)
    assert sent(drill).sent == 0


def test_a_planned_run_whose_window_has_begun_is_begun(store, alice):
    drill = drill_of(alice, store=store, state="armed")
    Run.objects.update(state="planned")
    assert sent(drill).sent == 1
    assert kinds(drill) == ["started", "sent"]


def test_a_batch_leaves_the_rest_to_the_next(store):
    drill = drill_of(*(clerk(store) for _ in range(5)), store=store, state="armed")
    found = [sent(drill, most=2) for _ in range(3)]
    assert [(done.sent, done.more) for done in found] == [(2, True), (2, True), (1, False)]
    assert drill.calls.filter(sent_at=ALERT).count() == 5


def test_a_batch_takes_as_many_statements_for_three_stores_as_for_one(django_assert_num_queries):
    stores = [StoreFactory() for _ in range(4)]
    made = run(plan(*stores))
    for place, each in enumerate(stores):
        people = [clerk(each) for _ in range(2)]
        drill = store_drill(made, each, at=ALERT if place == 0 else ALERT + HOUR)
        for person in people:
            by_push(person)
            call(drill, person, state="armed")
    with django_assert_num_queries(20):
        send_due(run_id=made.pk, at=ALERT)
    with django_assert_num_queries(20):
        send_due(run_id=made.pk, at=ALERT + HOUR)
    assert set(Call.objects.values_list("state", flat=True)) == {"sent"}


def moved(person, store):
    end_posting(posting=Posting.objects.get(person=person), by=None, at=ALERT - HOUR)
    post(person=person, role=Role.CLERK, scope=StoreFactory(region=store.region), by=None, at=ALERT - HOUR)


def left(person, store):
    end_posting(posting=Posting.objects.get(person=person), by=None, at=ALERT - HOUR)


def gone(person, store):
    Person.objects.filter(pk=person.pk).update(is_active=False)


def closed(person, store):
    Store.objects.filter(pk=store.pk).update(closed_on=ALERT.date())


def absent(person, store):
    Absence.objects.create(person=person, store=store, starts_at=ALERT - HOUR, ends_at=ALERT + HOUR)


def off_shift(person, store):
    on_shift(clerk(store), ALERT - HOUR)


def swapped(person, store):
    """Planned at another hour of the same day."""
    on_shift(person, ALERT - 4 * HOUR, hours=3)


def promoted(person, store):
    """The plan drills clerks and managers; an owner is neither."""
    Posting.objects.filter(person=person).update(role=Role.OWNER)


def busy(person, store):
    call(store_drill(run(plan(store)), store, at=ALERT - 5 * MINUTE), person, state="sent")


CHANGES = {
    moved: "moved",
    left: "left",
    gone: "left",
    closed: "closed",
    absent: "absent",
    off_shift: "off_shift",
    swapped: "off_shift",
    promoted: "moved",
}


@pytest.mark.parametrize(("change", "why"), CHANGES.items(), ids=lambda value: getattr(value, "__name__", value))
def test_whatever_changed_after_planning_excuses_for_its_reason(store, alice, change, why):
    by_push(alice)
    drill = drill_of(alice, store=store, state="armed")
    change(alice, store)
    assert sent(drill).excused == 1
    made = drill.calls.get(person=alice)
    assert (made.state, made.result, made.excuse, made.ended_at) == ("excused", "excused", why, ALERT)
    assert not Owed.objects.filter(kind="people.alert.deliver").exists()
    assert Event.objects.get(kind="excused").detail == {why: 1}


def test_who_is_on_shift_by_the_plan_is_called(store, alice):
    on_shift(alice, ALERT - HOUR)
    drill = drill_of(alice, store=store, state="armed")
    assert sent(drill).sent == 1


def test_leave_that_is_over_excuses_nobody(store, alice):
    Absence.objects.create(person=alice, store=store, starts_at=ALERT - HOUR, ends_at=ALERT)
    assert sent(drill_of(alice, store=store, state="armed")).sent == 1


def test_who_is_drilled_already_is_excused_as_busy(store, alice):
    other = StoreFactory(region=store.region)
    post(person=alice, role=Role.CLERK, scope=other, by=None, at=ALERT - HOUR)
    call(store_drill(run(plan(other)), other, at=ALERT - 5 * MINUTE), alice, state="in_progress")
    drill = drill_of(alice, store=store, state="armed")
    sent(drill)
    assert states(drill) == [("excused", "busy")]


def test_a_drill_that_nobody_ended_keeps_nobody_busy_for_ever(store, alice):
    other = StoreFactory(region=store.region)
    call(store_drill(run(plan(other)), other, at=ALERT - 2 * HOUR), alice, state="sent")
    assert sent(drill_of(alice, store=store, state="armed")).sent == 1


def test_who_has_come_in_since_is_called(store, alice):
    drill = drill_of(alice, store=store, state="armed")
    bob = clerk(store, at=ALERT - HOUR)
    assert sent(drill).sent == 2
    assert drill.calls.get(person=bob).state == "sent"


def test_who_has_come_in_where_nobody_was_is_called(store):
    drill = drill_of(store=store)
    bob = clerk(store, at=ALERT - HOUR)
    assert sent(drill, ALERT + timedelta(seconds=20)).sent == 1
    assert drill.calls.get().person == bob


def test_who_comes_in_after_it_began_is_not_called(store, alice):
    drill = drill_of(alice, store=store, state="armed")
    sent(drill)
    clerk(store, at=ALERT - HOUR)
    assert sent(drill, ALERT + MINUTE).sent == 0
    assert drill.calls.count() == 1


def test_a_manager_is_drilled_like_a_clerk(store):
    manager = posted(Role.MANAGER, store)
    assert sent(drill_of(manager, store=store, state="armed")).sent == 1


def test_two_plans_that_want_the_same_shift_come_an_hour_apart(store, alice):
    first, second = drill_of(alice, store=store, state="armed"), drill_of(alice, store=store, state="armed")
    sent(first)
    done = sent(second, ALERT + MINUTE)
    assert (done.sent, done.excused) == (0, 0)
    second.refresh_from_db()
    made = second.calls.get()
    assert made.state == "planned"
    assert made.due_at == second.at >= ALERT + timedelta(minutes=61)
    assert kinds(second) == ["moved"]


def test_what_comes_too_late_is_not_sent_in_a_heap(store, alice):
    drill = drill_of(alice, store=store, state="armed")
    late = ALERT + timedelta(minutes=6)
    assert sent(drill, late).sent == 0
    drill.refresh_from_db()
    assert drill.calls.get().state == "planned"
    assert drill.at > late


def test_what_has_no_other_moment_is_excused(store, alice):
    drill = drill_of(alice, store=store, state="armed")
    Run.objects.update(ends_at=ALERT + timedelta(days=8))
    late = drill.run.ends_at - MINUTE
    sent(drill, late)
    assert states(drill) == [("excused", "late")]


def test_of_a_store_that_was_alerted_the_rest_is_not_alerted_another_time(store, alice):
    drill = drill_of(alice, store=store, state="armed")
    sent(drill)
    call(drill, clerk(store), state="armed")
    sent(drill, ALERT + timedelta(minutes=6))
    assert states(drill) == [("excused", "late"), ("sent", "")]
    drill.refresh_from_db()
    assert drill.at == ALERT


def test_a_make_up_is_sent_as_one_whatever_became_of_its_run(store, alice):
    drill = drill_of(alice, store=store, state="missed")
    first = drill.calls.get()
    later = ALERT + timedelta(days=9)
    makeup = call(drill, alice, state="armed", due_at=later, makeup_of=first)
    Run.objects.update(state="over")
    assert sent(drill, later).sent == 1
    makeup.refresh_from_db()
    assert (makeup.state, one(str(makeup.pk), later).kind) == ("sent", "drill_makeup")


def test_a_make_up_keeps_an_hour_from_the_stores_other_drills(store, alice):
    bob = clerk(store)
    drill = drill_of(alice, bob, store=store, state="missed")
    later = ALERT + timedelta(days=3)
    ups = [
        call(drill, each.person, state="armed", due_at=later + n * MINUTE, makeup_of=each)
        for n, each in enumerate(drill.calls.order_by("pk"))
    ]
    drill.calls.filter(makeup_of=None).update(ended_at=ALERT + HOUR)
    assert [sent(drill, later).sent, sent(drill, later + MINUTE).sent] == [1, 0]
    ups[1].refresh_from_db()
    assert ups[1].state == "planned"
    assert ups[1].due_at >= later + timedelta(minutes=61)


def test_two_workers_at_once_send_each_call_once(transactional_db):
    store = StoreFactory()
    drill = drill_of(*(clerk(store) for _ in range(12)), store=store, state="armed")
    done = at_once(*(lambda: sent(drill, most=5) for _ in range(4)))
    done += [sent(drill), sent(drill)]
    assert sum(each.sent for each in done) == 12
    assert drill.calls.filter(state="sent", sent_at=ALERT).count() == 12
    assert sum(event.detail["calls"] for event in Event.objects.filter(kind="sent")) == 12


def test_two_runs_at_once_never_call_one_person_twice(transactional_db):
    for _ in range(3):
        store, other = StoreFactory(), StoreFactory()
        alice = clerk(store)
        post(person=alice, role=Role.CLERK, scope=other, by=None, at=ALERT - HOUR)
        drills = [drill_of(alice, store=each, state="armed") for each in (store, other)]
        at_once(*(lambda drill=drill: sent(drill) for drill in drills))
        mine = sorted(Call.objects.filter(person=alice).values_list("state", "excuse"))
        assert mine == [("excused", "busy"), ("sent", "")]


def test_a_batch_that_is_taken_back_leaves_nothing(store, alice, monkeypatch):
    drill = drill_of(alice, store=store, state="armed")
    by_push(alice)
    with pytest.raises(RuntimeError), _broken():
        sent(drill)
    assert states(drill) == [("armed", "")]
    assert (Event.objects.count(), Owed.objects.filter(kind__startswith="people").count()) == (0, 0)


def _broken():
    """The database gives up when the timeline is written, the last but one statement of a batch."""

    def refuse(execute, sql, params, many, context):
        if "drills_event" in sql:
            raise RuntimeError
        return execute(sql, params, many, context)

    return connection.execute_wrapper(refuse)


def test_hours_of_a_store_that_says_nothing_of_shifts_are_kept(store, alice):

    StoreHours.objects.create(store=store, opens_at="12:00", closes_at="20:00")
    drill = drill_of(alice, store=store, state="armed")
    sent(drill)
    assert states(drill) == [("excused", "off_shift")]
    assert Shift.objects.count() == 0
