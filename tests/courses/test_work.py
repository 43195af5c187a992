"""What this room owes, and what may be attempted for its enrolments."""

import pytest
from django.utils import timezone

from attempts.purposes import may_attempt
from content.models import Work
from outbox.actions import do
from outbox.models import Owed
from outbox.searches import reconcile
from tests.factories.content import scenario
from tests.factories.learning import play, settle
from tests.factories.people import clerk
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db


def test_ones_own_enrolment_opens_the_works_of_its_course():
    alices = walk("一", "二")
    assert all(may_attempt(alices.clerk, alices.enrolment.purpose, script) for script in alices.scripts)


def test_it_opens_nothing_else_and_to_nobody_else():
    alices, bobs = walk("一"), walk("二")
    assert not may_attempt(alices.clerk, alices.enrolment.purpose, bobs.script)
    assert not may_attempt(bobs.clerk, alices.enrolment.purpose, alices.script)
    assert not may_attempt(bobs.clerk, alices.enrolment.purpose, bobs.script)
    assert not may_attempt(alices.clerk, alices.enrolment.purpose, scenario("沒有課程的"))


def test_a_course_without_a_standing_edition_opens_nothing():
    alices = walk()
    Work.objects.filter(pk=alices.course.pk).update(current=None)
    assert not may_attempt(alices.clerk, alices.enrolment.purpose, alices.script)


def test_a_completion_that_was_lost_is_found_reported_and_made(caplog):
    alices = walk()
    passed = play(alices.clerk, alices.script, alices.enrolment)
    Owed.objects.all().delete()
    assert reconcile(timezone.now()) == 1
    assert f"courses.progress:{passed.pk}" in caplog.text
    settle()
    alices.enrolment.refresh_from_db()
    assert alices.enrolment.completed_at == passed.ended_at


def test_reconciliation_finds_nothing_where_nothing_was_lost():
    alices = walk()
    play(alices.clerk, alices.script, alices.enrolment)
    settle()
    assert reconcile(timezone.now()) == 0


def test_the_same_progress_done_by_two_workers_completes_once():
    alices = walk()
    play(alices.clerk, alices.script, alices.enrolment)
    Owed.objects.exclude(kind="courses.progress").delete()
    row = Owed.objects.claim()
    assert do(row) is True
    assert do(row) is False
    assert Owed.objects.filter(kind="certificates.issue").count() == 1


def test_whoever_is_posted_is_enrolled_once_the_work_is_done():
    alices = walk()
    bob = clerk(alices.store, "林小華")
    assert not bob.enrolments.exists()
    settle()
    assert bob.enrolments.get().course == alices.course
