"""Assigning, enrolling, completing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from attempts.models import Attempt
from content.actions.freeze import freeze
from content.actions.withdraw import withdraw
from courses.actions import assign, complete_if_done, enrol, enrol_posted
from courses.models import Assignment, Enrolment
from outbox.models import Owed
from people.actions import end_posting, post
from people.models import AuditEntry, Role
from tests.factories.content import CRITICAL, course, scenario, scenario_body
from tests.factories.learning import play, settle
from tests.factories.people import LONG_AGO, ChainFactory, RegionFactory, StoreFactory, clerk, person, posted
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_assigning_enrols_all_who_stand_on_the_chains_floors():
    store = StoreFactory()
    alice, bob, dora = clerk(store), clerk(StoreFactory(region=store.region)), posted(Role.MANAGER, store)
    elsewhere = [clerk(StoreFactory()), posted(Role.HR, store.chain), posted(Role.MANAGER, store.region)]
    settle()
    taken = course(scenario())
    assign(course=taken, chain=store.chain, by=None, due_days=10, at=LONG_AGO + DAY)
    rows = Enrolment.objects.values_list("person", "cycle", "enrolled_at", "due_at", "completed_at")
    assert set(rows) == {(p.pk, 1, LONG_AGO + DAY, LONG_AGO + 11 * DAY, None) for p in (alice, bob, dora)}
    assert not Enrolment.objects.filter(person__in=elsewhere).exists()


def test_assigning_spares_who_has_gone_and_who_has_left_the_house():
    store = StoreFactory()
    gone, left, stays = clerk(store), clerk(store), clerk(store)
    end_posting(posting=gone.postings.get(), by=None, at=LONG_AGO + DAY)
    left.is_active = False
    left.save(update_fields=["is_active"])
    assign(course=course(scenario()), chain=store.chain, by=None, at=LONG_AGO + 2 * DAY)
    assert list(Enrolment.objects.values_list("person", flat=True)) == [stays.pk]


def test_assigning_twice_is_assigning_once():
    store = StoreFactory()
    clerk(store)
    taken = course(scenario())
    first = assign(course=taken, chain=store.chain, by=None, at=LONG_AGO)
    assert assign(course=taken, chain=store.chain, by=None, due_days=3, at=LONG_AGO + DAY) == first
    assert (Assignment.objects.get().due_days, Enrolment.objects.count()) == (14, 1)
    assert AuditEntry.objects.filter(verb="assign").count() == 1


def test_another_chains_course_cannot_be_assigned():
    theirs = course(scenario(), owner=ChainFactory())
    with pytest.raises(ValueError, match="chain"):
        assign(course=theirs, chain=ChainFactory(), by=None)
    assert assign(course=theirs, chain=theirs.owner, by=None).chain == theirs.owner


def test_a_course_without_a_certificate_is_assigned_to_nobody():
    store = StoreFactory()
    clerk(store)
    with pytest.raises(ValueError, match="no certificate"):
        assign(course=course(scenario(), certifies=False), chain=store.chain, by=None)
    assert (Assignment.objects.count(), Enrolment.objects.count()) == (0, 0)


def test_assigning_takes_as_many_statements_for_many_as_for_one():
    def statements(people):
        store = StoreFactory()
        for _ in range(people):
            clerk(store)
        taken = course(scenario(f"{people} 人"))
        with CaptureQueriesContext(connection) as caught:
            assign(course=taken, chain=store.chain, by=None)
        return len(caught)

    statements(1)
    assert statements(1) == statements(30)


def test_a_posting_enrols_in_all_that_its_chain_assigns_from_that_day_on():
    alices = walk("第一課")
    second, ended = course(scenario("第二課")), course(scenario("第三課"))
    assign(course=second, chain=alices.chain, by=None, due_days=7, at=LONG_AGO + 5 * DAY)
    assign(course=ended, chain=alices.chain, by=None, at=LONG_AGO)
    Assignment.objects.filter(course=ended).update(ended_at=LONG_AGO + DAY)
    bob = clerk(alices.store, "林小華", at=LONG_AGO + 3 * DAY)
    settle()
    assert set(bob.enrolments.values_list("course", "enrolled_at", "due_at")) == {
        (alices.course.pk, LONG_AGO + 3 * DAY, LONG_AGO + 17 * DAY),
        (second.pk, LONG_AGO + 5 * DAY, LONG_AGO + 12 * DAY),
    }


def test_a_second_posting_doubles_nothing_and_moves_no_date():
    alices = walk()
    post(person=alices.clerk, role=Role.MANAGER, scope=alices.store, by=None, at=LONG_AGO + 30 * DAY)
    other = StoreFactory(region=alices.store.region)
    second = post(person=alices.clerk, role=Role.CLERK, scope=other, by=None, at=LONG_AGO + 31 * DAY)
    settle()
    enrol_posted(posting_id=second.pk)
    assert alices.clerk.enrolments.get() == alices.enrolment
    assert alices.clerk.enrolments.get().due_at == alices.enrolment.due_at


def test_who_is_certified_is_not_enrolled_again_by_a_posting():
    alices = walk()
    play(alices.clerk, alices.script, alices.enrolment)
    settle()
    post(person=alices.clerk, role=Role.MANAGER, scope=alices.store, by=None)
    settle()
    assert alices.clerk.enrolments.get().completed_at is not None


@pytest.mark.parametrize("role", [Role.HR, Role.TRAINER, Role.OWNER])
def test_a_posting_off_the_floor_enrols_nobody(role):
    alices = walk()
    boss = posted(role, alices.store)
    settle()
    enrol_posted(posting_id=boss.postings.get().pk)
    assert not boss.enrolments.exists()


def test_a_region_is_no_floor_and_a_posting_that_is_gone_is_no_fault():
    enrol_posted(posting_id=posted(Role.MANAGER, RegionFactory()).postings.get().pk)
    enrol_posted(posting_id=0)
    assert not Enrolment.objects.exists()


def test_enrolling_keeps_who_is_enrolled():
    alices = walk()
    bob = person(alices.chain, "林小華")
    enrol(course=alices.course, persons={alices.clerk.pk, bob.pk}, due_days=1, at=LONG_AGO + DAY)
    assert dict(alices.course.enrolments.values_list("person", "enrolled_at")) == {
        alices.clerk.pk: LONG_AGO,
        bob.pk: LONG_AGO + DAY,
    }


def completed(walked):
    walked.enrolment.refresh_from_db()
    return walked.enrolment.completed_at


def test_a_course_is_complete_with_its_last_work_and_dated_by_it():
    alices = walk("一", "二")
    play(alices.clerk, alices.scripts[0], alices.enrolment, at=LONG_AGO + DAY)
    settle()
    assert completed(alices) is None
    last = play(alices.clerk, alices.scripts[1], alices.enrolment, at=LONG_AGO + 2 * DAY)
    settle()
    assert completed(alices) == last.ended_at
    assert alices.enrolment.edition == alices.course.current


def test_of_three_works_two_may_be_enough():
    alices = walk("一", "二", "三", need=2)
    for script in alices.scripts[1:]:
        play(alices.clerk, script, alices.enrolment)
    settle()
    assert completed(alices) is not None


def test_a_failed_attempt_completes_nothing():
    alices = walk()
    failed = play(alices.clerk, alices.script, alices.enrolment, [*CRITICAL, ("n1", "b")])
    settle()
    assert (failed.state, failed.passed, completed(alices)) == ("ended", False, None)
    assert complete_if_done(attempt_id=failed.pk) is None


def test_the_second_try_completes_what_the_first_did_not():
    alices = walk()
    play(alices.clerk, alices.script, alices.enrolment, [*CRITICAL, ("n1", "b")])
    passed = play(alices.clerk, alices.script, alices.enrolment, at=LONG_AGO + DAY)
    settle()
    assert completed(alices) == passed.ended_at


def test_a_pass_for_another_purpose_completes_nothing():
    alices, bobs = walk("一"), walk("二")
    passed = play(alices.clerk, alices.script, alices.enrolment)
    Attempt.objects.filter(pk=passed.pk).update(purpose=f"rehearsal:{bobs.enrolment.pk}")
    assert complete_if_done(attempt_id=passed.pk) is None
    assert (completed(alices), completed(bobs)) == (None, None)


def test_a_pass_on_an_older_edition_still_counts():
    alices = walk("一", "二")
    play(alices.clerk, alices.scripts[0], alices.enrolment)
    freeze(work=alices.scripts[0].work, body=scenario_body("一，第二版"), by=None)
    play(alices.clerk, alices.scripts[1], alices.enrolment)
    settle()
    assert completed(alices) is not None


def test_a_pass_before_the_withdrawal_still_counts():
    alices = walk("一", "二")
    play(alices.clerk, alices.scripts[0], alices.enrolment)
    withdraw(edition=alices.scripts[0], because="專線改號", by=None)
    play(alices.clerk, alices.scripts[1], alices.enrolment)
    settle()
    assert completed(alices) is not None


def test_completing_twice_is_completing_once():
    alices = walk()
    passed = play(alices.clerk, alices.script, alices.enrolment)
    assert complete_if_done(attempt_id=passed.pk) == alices.enrolment
    assert complete_if_done(attempt_id=passed.pk) is None
    assert Owed.objects.filter(kind="certificates.issue").count() == 1
    assert AuditEntry.objects.filter(verb="complete").count() == 1


def test_the_date_is_that_of_the_pass_that_met_the_rule_whenever_this_runs():
    """The handler was late: meanwhile the person has passed more than was asked."""
    alices = walk("一", "二", "三", need=2)
    moments = [LONG_AGO + n * DAY for n in range(3)]
    passes = [
        play(alices.clerk, script, alices.enrolment, at=at) for script, at in zip(alices.scripts, moments, strict=True)
    ]
    play(alices.clerk, alices.scripts[0], alices.enrolment, at=LONG_AGO + 9 * DAY)
    settle()
    assert completed(alices) == passes[1].ended_at
