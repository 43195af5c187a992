"""What is not yours is not there."""

import uuid
from datetime import timedelta

import pytest
from django.http import Http404

from drills.queries.doors import call_for, call_to_stop, store_drill_for, watched_by
from people.models import Role
from tests.factories.drills import ALERT, call, drill_of, drill_script, plan, run, store_drill
from tests.factories.people import RegionFactory, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
SOON = ALERT + timedelta(minutes=5)


def run_for(person, pk, **more):
    return watched_by(person).run(pk, **more)


def refused(door, *words, **more):
    with pytest.raises(Http404):
        door(*words, **more)
    return True


def test_ones_own_call(drill, alice):
    assert call_for(alice, drill.calls.get().pk) == drill.calls.get()


def test_a_call_that_was_not_sent_yet_is_nobodys_to_know(store, alice):
    for state in ("planned", "armed", "excused"):
        made = drill_of(alice, store=store, state=state).calls.get()
        assert refused(call_for, alice, made.pk)


def test_anothers_call_is_not_there(drill, store):
    for person in (clerk(store), posted(Role.MANAGER, store), posted(Role.HR, store.chain)):
        assert refused(call_for, person, drill.calls.get().pk)
    assert refused(call_for, drill.calls.get().person, uuid.uuid4())


@pytest.mark.parametrize("role", [Role.TRAINER, Role.HR, Role.AUDITOR, Role.OPERATOR])
def test_a_run_is_watched_by_those_of_its_chain_and_of_the_programme(drill, store, role):
    mine, all_chains, other = posted(role, store.chain), posted(role, None), posted(role, StoreFactory().chain)
    assert run_for(mine, drill.run_id) == run_for(all_chains, drill.run_id) == drill.run
    assert refused(run_for, other, drill.run_id)


@pytest.mark.parametrize("role", [Role.CLERK, Role.MANAGER, Role.OWNER])
def test_who_is_drilled_does_not_watch_the_run(drill, store, role):
    assert refused(run_for, posted(role, store), drill.run_id)


def test_an_auditor_watches_and_does_not_steer(drill, store):
    auditor, trainer = posted(Role.AUDITOR, store.chain), posted(Role.TRAINER, store.chain)
    assert run_for(trainer, drill.run_id, steering=True) == drill.run
    assert refused(run_for, auditor, drill.run_id, steering=True)


def test_the_programmes_run_is_watched_by_the_chains_that_it_drills_and_steered_by_none(store):
    made = run(plan(store, owner=None, script=drill_script().work))
    trainer, everywhere = posted(Role.TRAINER, store.chain), posted(Role.TRAINER, None)
    assert refused(run_for, trainer, made.pk)
    store_drill(made, store)
    assert run_for(trainer, made.pk) == made
    assert refused(run_for, trainer, made.pk, steering=True)
    assert refused(run_for, posted(Role.TRAINER, StoreFactory().chain), made.pk)
    assert run_for(everywhere, made.pk, steering=True) == made


def test_a_posting_that_is_over_opens_nothing(drill, store):
    trainer = posted(Role.TRAINER, store.chain)
    trainer.postings.update(until=ALERT)
    assert refused(run_for, trainer, drill.run_id)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OWNER])
def test_a_store_drill_opens_to_the_stores_own_once_it_is_alerted(drill, store, role):
    person = posted(role, store)
    assert store_drill_for(person, drill.pk, SOON) == drill
    assert refused(store_drill_for, person, drill.pk, ALERT - timedelta(seconds=1))
    assert refused(store_drill_for, posted(role, StoreFactory(region=store.region)), drill.pk, SOON)


def test_what_was_announced_is_no_secret(store):
    drill = store_drill(run(plan(store, announced=True)), store)
    assert store_drill_for(posted(Role.MANAGER, store), drill.pk, ALERT - timedelta(days=2)) == drill


def test_a_supervisor_sees_the_stores_of_the_region(drill, store):
    assert store_drill_for(posted(Role.SUPERVISOR, store.region), drill.pk, SOON) == drill
    other = RegionFactory(chain=store.chain)
    assert refused(store_drill_for, posted(Role.SUPERVISOR, other), drill.pk, SOON)


def test_a_clerk_opens_no_stores_drill(drill, alice):
    assert refused(store_drill_for, alice, drill.pk, SOON)


def test_who_may_stop_a_call(drill, store, alice):
    made = drill.calls.get()
    for person in (posted(Role.MANAGER, store), posted(Role.SUPERVISOR, store.region), posted(Role.HR, store.chain)):
        assert call_to_stop(person, made.pk) == made
    other = StoreFactory(region=store.region)
    for person in (alice, posted(Role.MANAGER, other), posted(Role.AUDITOR, store.chain)):
        assert refused(call_to_stop, person, made.pk)
    assert call(drill, clerk(store)).pk != made.pk
