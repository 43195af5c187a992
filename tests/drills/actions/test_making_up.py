"""Whoever missed a drill has it another time: once, at a moment nobody can foresee, an hour from every other drill."""

from datetime import timedelta
from itertools import pairwise

import pytest

from drills.actions.making_up import WITHIN, make_up
from drills.models import Call, Event, Plan, Run
from people.actions import end_posting
from people.models import Absence, Posting, StoreHours
from people.shifts.rules import SHOP
from tests.factories.drills import ALERT, call, drill_of, plan, run, store_drill
from tests.factories.people import StoreFactory, clerk
from tests.factories.shifts import on_shift
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MISSED = ALERT + 30 * MINUTE
GAP = timedelta(minutes=61)


def missed_by(*persons, store, state="missed"):
    drill = drill_of(*persons, store=store, state=state)
    Call.objects.filter(store_drill=drill).update(ended_at=MISSED)
    return drill


def made_up(drill, at=MISSED, **more):
    return make_up(run_id=drill.run_id, at=at, **more)


def ups(drill):
    return list(Call.objects.filter(store_drill=drill, makeup_of__isnull=False).order_by("due_at"))


def test_it_works(store, alice):
    drill = missed_by(alice, store=store)
    assert made_up(drill).made == 1
    (makeup,) = ups(drill)
    assert (makeup.person, makeup.state, makeup.makeup_of) == (alice, "planned", drill.calls.get(makeup_of=None))
    assert MISSED + 12 * HOUR <= makeup.due_at < MISSED + WITHIN
    assert Event.objects.get().detail == {"calls": 1}


@pytest.mark.parametrize("state", ["missed", "aborted"])
def test_once_only(store, alice, state):
    drill = missed_by(alice, store=store, state=state)
    assert [made_up(drill).made for _ in range(2)] == [1, 0]
    Call.objects.filter(makeup_of__isnull=False).update(state="missed", result="missed", ended_at=MISSED + DAY)
    assert made_up(drill, MISSED + 2 * DAY).made == 0


@pytest.mark.parametrize("state", ["sent", "completed", "excused"])
def test_nobody_else_makes_up(store, alice, state):
    assert made_up(missed_by(alice, store=store, state=state)).made == 0


def test_in_one_of_the_persons_own_later_shifts(store, alice):
    bob = clerk(store)
    on_shift(alice, ALERT - HOUR, hours=4)
    mine = on_shift(alice, ALERT + 3 * DAY, hours=6)
    for day in range(1, 14):
        on_shift(bob, ALERT + day * DAY + 7 * HOUR, hours=2)
    drill = missed_by(alice, store=store)
    Plan.objects.update(starts_on="2026-01-01")
    made_up(drill)
    (makeup,) = ups(drill)
    assert mine.starts_at <= makeup.due_at <= mine.ends_at - timedelta(seconds=180) or _unplanned(makeup.due_at)


def _unplanned(at):
    """The last of the fourteen days, of which the store's plan says nothing."""
    return at.astimezone(SHOP).date() >= (ALERT + 14 * DAY).astimezone(SHOP).date()


def test_not_while_on_leave_nor_in_the_same_shift(store, alice):
    on_shift(alice, ALERT - HOUR, hours=16)
    away = on_shift(alice, ALERT + 2 * DAY, hours=8)
    for day in range(1, 16):
        on_shift(clerk(store), ALERT + day * DAY, hours=1)
    Absence.objects.create(person=alice, store=store, starts_at=away.starts_at - DAY, ends_at=away.ends_at)
    drill = missed_by(alice, store=store)
    assert made_up(drill).made == 0


def test_looked_for_again_when_there_are_shifts(store, alice):
    for day in range(16):
        on_shift(clerk(store), ALERT + day * DAY, hours=1)
    drill = missed_by(alice, store=store)
    assert made_up(drill).made == 0
    mine = on_shift(alice, ALERT + 5 * DAY, hours=5)
    assert made_up(drill, MISSED + 2 * DAY).made == 1
    assert mine.starts_at <= ups(drill)[0].due_at < mine.ends_at


def test_not_after_two_weeks(store, alice):
    drill = missed_by(alice, store=store)
    assert made_up(drill, MISSED + WITHIN).made == 0
    assert made_up(drill, MISSED + WITHIN - HOUR).made == 0


def test_where_no_shifts_are_planned_within_the_hours_of_plan_and_store(store, alice):
    StoreHours.objects.create(store=store, opens_at="07:00", closes_at="20:00")
    for _ in range(6):
        drill = missed_by(clerk(store), store=store)
        Plan.objects.update(hours_from="18:00", hours_until="23:00")
        made_up(drill)
        assert 18 <= ups(drill)[0].due_at.astimezone(SHOP).hour < 20


def test_the_gap_to_every_other_drill_of_the_store_is_kept(store):
    people = [clerk(store) for _ in range(6)]
    drill = missed_by(*people, store=store)
    Plan.objects.update(hours_from="10:00", hours_until="13:00")
    others = [store_drill(run(plan(store)), store, at=ALERT + day * DAY + HOUR) for day in range(1, 9)]
    made_up(drill)
    moments = sorted([*(each.due_at for each in ups(drill)), *(each.at for each in others)])
    assert len(moments) == 14
    assert min(b - a for a, b in pairwise(moments)) >= GAP


def test_moments_are_not_the_same_for_everybody():
    hours = set()
    for _ in range(6):
        store = StoreFactory()
        drill = missed_by(clerk(store), store=store)
        made_up(drill)
        hours.add(ups(drill)[0].due_at)
    assert len(hours) == 6


def test_who_has_left_or_stands_elsewhere_makes_up_for_nothing(store, alice):
    drill = missed_by(alice, store=store)
    end_posting(posting=Posting.objects.get(person=alice), by=None, at=MISSED - MINUTE)
    assert made_up(drill).made == 0


def test_of_a_cancelled_run_nothing_is_made_up(store, alice):
    drill = missed_by(alice, store=store)
    Run.objects.update(state="cancelled")
    assert made_up(drill).made == 0


def test_batches_go_on_after_the_last(store):
    drill = missed_by(*(clerk(store) for _ in range(5)), store=store)
    first = made_up(drill, most=2)
    second = made_up(drill, most=2, after=first.last)
    third = made_up(drill, most=2, after=second.last)
    assert [first.made, second.made, third.made, third.last] == [2, 2, 1, None]


def test_as_many_statements_for_three_as_for_one(store, django_assert_num_queries):
    one, three = missed_by(clerk(store), store=store), missed_by(*(clerk(store) for _ in range(3)), store=store)
    for drill in (one, three):
        with django_assert_num_queries(10):
            made_up(drill)


def test_two_at_once_make_up_once(transactional_db):
    for _ in range(3):
        store = StoreFactory()
        drill = missed_by(*(clerk(store) for _ in range(4)), store=store)
        done = at_once(*(lambda d=drill: made_up(d) for _ in range(3)))
        done.append(made_up(drill))
        assert sum(each.made for each in done) == 4
        moments = sorted(each.due_at for each in ups(drill))
        assert min(b - a for a, b in pairwise(moments)) >= GAP


def test_what_was_sent_as_make_up_counts_as_taken(store, alice):
    """Two make-ups in one store keep their distance, whichever run they come from."""
    first = missed_by(alice, store=store)
    second = missed_by(clerk(store), store=store)
    Plan.objects.update(hours_from="10:00", hours_until="11:30")
    made_up(first)
    made_up(second)
    (a,), (b,) = ups(first), ups(second)
    assert abs(a.due_at - b.due_at) >= GAP
    call(first, clerk(store))
