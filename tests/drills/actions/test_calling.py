"""Whom a store drill alerts."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drills.actions.calling import derive_calls
from drills.models import Call, StoreDrill
from drills.queries.audience import audience, drilled
from people.actions import end_posting, post
from people.models import Absence, Role, Shift
from tests.factories import drills
from tests.factories.drills import ALERT, BEGINS
from tests.factories.people import LONG_AGO, StoreFactory, clerk, person, posted

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def drill_in(store, **plan):
    return drills.store_drill(drills.run(drills.plan(store, **plan)), store)


def called(*found):
    """Derive, and say who is called."""
    derive_calls([drill.pk for drill in found])
    return set(Call.objects.filter(store_drill__in=found).values_list("person", flat=True))


def those(*people):
    return {each.pk for each in people}


def on_shift(who, store, begins=ALERT - HOUR, hours=8):
    return Shift.objects.create(person=who, store=store, starts_at=begins, ends_at=begins + hours * HOUR)


def test_without_a_plan_of_shifts_everybody_of_the_store_is_called(store):
    everybody = clerk(store), clerk(store), posted(Role.MANAGER, store)
    clerk(StoreFactory())
    drill = drill_in(store)
    assert called(drill) == those(*everybody)
    assert Call.objects.filter(run=drill.run, due_at=ALERT, state="planned", result="", standards={}).count() == 3


def test_with_one_those_whose_shift_it_is(store):
    alice, bob = clerk(store), clerk(store)
    on_shift(alice, store)
    on_shift(bob, store, ALERT + HOUR)
    assert called(drill_in(store)) == those(alice)


def test_a_planned_day_on_which_nobody_stands_there_then_calls_nobody(store):
    alice = clerk(store)
    on_shift(alice, store, ALERT + HOUR)
    assert called(drill_in(store)) == set()


def test_a_shift_begins_with_its_first_moment_and_is_over_with_its_last(store):
    ending, beginning = clerk(store), clerk(store)
    on_shift(ending, store, ALERT - 8 * HOUR)
    on_shift(beginning, store, ALERT)
    assert called(drill_in(store)) == those(beginning)


def test_a_shift_in_another_store_is_none_here(store):
    alice = clerk(store)
    other = StoreFactory(region=store.region)
    post(person=alice, role=Role.CLERK, scope=other, by=None, at=LONG_AGO)
    on_shift(alice, other)
    on_shift(clerk(store), store, ALERT + HOUR)
    assert called(drill_in(store)) == set()


def test_only_who_is_posted_there_at_that_moment(store):
    alice, gone, comes, left = clerk(store), clerk(store), clerk(store, at=ALERT + HOUR), clerk(store)
    end_posting(posting=gone.postings.get(), by=None, at=ALERT)
    left.is_active = False
    left.save()
    stays_until_later = clerk(store)
    end_posting(posting=stays_until_later.postings.get(), by=None, at=ALERT + HOUR)
    assert called(drill_in(store)) == those(alice, stays_until_later)
    assert comes.postings.exists()


def test_only_who_has_one_of_the_plans_roles(store):
    clerk(store)
    manager = posted(Role.MANAGER, store)
    posted(Role.OWNER, store)
    assert called(drill_in(store, roles=["manager"])) == those(manager)


def test_newcomers_are_who_came_to_the_house_lately(store):
    """Somebody who was moved from another store is none; who was never noted to have come counts from the posting."""
    clerk(store)
    newcomer = clerk(store, at=ALERT - 5 * DAY)
    moved = clerk(StoreFactory(region=store.region))
    post(person=moved, role=Role.CLERK, scope=store, by=None, at=ALERT - 5 * DAY)
    unknown = clerk(store, at=ALERT - 5 * DAY)
    unknown.joined_at = None
    unknown.save()
    on_the_day = clerk(store, at=ALERT - 30 * DAY)
    assert called(drill_in(store, newcomer_days=30)) == those(newcomer, unknown)
    assert on_the_day.pk not in called(drill_in(store, newcomer_days=30))


def test_who_is_on_leave_is_not_called(store):
    alice, bob = clerk(store), clerk(store)
    for who, begins in ((alice, ALERT - DAY), (bob, ALERT - 2 * DAY)):
        Absence.objects.create(person=who, store=store, starts_at=begins, ends_at=begins + DAY + HOUR)
    assert called(drill_in(store)) == those(bob)


def test_who_helps_in_two_stores_of_a_run_is_called_once_where_it_begins_first(store):
    other = StoreFactory(region=store.region)
    helper = clerk(store)
    post(person=helper, role=Role.CLERK, scope=other, by=None, at=LONG_AGO)
    run = drills.run(drills.plan(store, other))
    later, first = drills.store_drill(run, store, at=ALERT + HOUR), drills.store_drill(run, other, at=ALERT)
    assert called(later, first) == those(helper)
    assert Call.objects.get().store_drill == first


def test_who_has_two_roles_in_a_store_is_called_once(store):
    alice = clerk(store)
    post(person=alice, role=Role.MANAGER, scope=store, by=None, at=LONG_AGO)
    assert (called(drill_in(store)), Call.objects.count()) == (those(alice), 1)


def test_derived_again_only_who_was_moved_in_is_new(store):
    alice, bob = clerk(store), person(store.chain)
    drill = drill_in(store)
    assert derive_calls([drill.pk]) == 1
    kept = Call.objects.get(person=alice)
    Call.objects.update(state="excused", result="excused")
    assert derive_calls([drill.pk]) == 0
    post(person=bob, role=Role.CLERK, scope=store, by=None, at=ALERT - HOUR)
    assert (derive_calls([drill.pk]), called(drill)) == (1, those(alice, bob))
    assert Call.objects.get(person=alice).pk == kept.pk


def test_a_make_up_keeps_nobody_from_a_call_of_their_own(store):
    alice = clerk(store)
    drill = drill_in(store)
    missed = drills.call(drill, alice, state="missed")
    drills.call(drill, alice, makeup_of=missed, due_at=ALERT + DAY)
    other = drills.store_drill(drills.run(drill.run.plan, occurrence=BEGINS.date()), store, at=ALERT + 3 * DAY)
    assert called(other) == those(alice)


def test_a_drill_without_a_moment_calls_nobody(store):
    clerk(store)
    run = drills.run(drills.plan(store))
    assert called(drills.store_drill(run, store, at=None, unplaced=StoreDrill.Unplaced.NO_ROOM)) == set()


def test_a_day_is_planned_where_a_shift_begins_on_it_and_while_one_is_under_way(store):
    """Tuesday at three, without a shift on Tuesday: everybody; with Monday's night: whose night it is."""
    alice, bob = clerk(store), clerk(store)
    on_shift(alice, store, BEGINS + 14 * HOUR)
    run = drills.run(drills.plan(store))
    small_hours = BEGINS + DAY + 3 * HOUR
    assert called(drills.store_drill(run, store, at=small_hours)) == those(alice, bob)

    Call.objects.all().delete()
    night = on_shift(bob, store, BEGINS + 22 * HOUR)
    assert called(run.store_drills.get()) == those(bob)

    Call.objects.all().delete()
    night.delete()
    on_shift(alice, store, BEGINS + DAY + 14 * HOUR)
    assert called(run.store_drills.get()) == set()


def test_many_store_drills_are_one_statement(store):
    run = drills.run(drills.plan(store.chain))
    found = [drills.store_drill(run, one) for one in [store, StoreFactory(region=store.region)]]
    with CaptureQueriesContext(connection) as queries:
        derive_calls([drill.pk for drill in found])
    assert len(queries) == 1


@pytest.mark.parametrize("seed", range(6))
def test_both_ways_to_say_whom_a_plan_drills_say_the_same(seed):
    """`drilled` for the preview, `called` in SQL: random people, roles, days and leave aside."""
    random, stores = Random(seed), [StoreFactory() for _ in range(3)]
    for store in stores:
        for _ in range(8):
            since = ALERT - random.choice([40, 20, 3, -1]) * DAY
            who = posted(random.choice([Role.CLERK, Role.MANAGER, Role.OWNER]), store, at=since)
            if random.random() < 0.3:
                end_posting(posting=who.postings.get(), by=None, at=since + random.choice([1, 30]) * DAY)
            who.is_active, who.joined_at = random.random() < 0.8, random.choice([since, None, LONG_AGO])
            who.save()
    roles = random.choice([["clerk"], ["manager"], ["clerk", "manager"]])
    plan = drills.plan(*stores, owner=None, roles=roles, newcomer_days=random.choice([None, 10, 30]))
    run = drills.run(plan)
    found = [drills.store_drill(run, store) for store in audience(plan, ALERT)]
    assert called(*found) == set(drilled(plan, ALERT).values_list("person", flat=True))
