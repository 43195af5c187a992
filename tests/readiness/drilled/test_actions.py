"""A failed drill leads to the course that mends what it showed."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from content.models import Work
from courses.models import Enrolment
from outbox import facts
from readiness.drilled.actions import assign_remedy
from readiness.drilled.work import failed_without_remedy
from tests.factories.drills import call, plan, run, store_drill
from tests.factories.learning import settle
from tests.factories.people import StoreFactory, clerk
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed():
    """A call that was failed an hour ago, of a plan with a remedy."""
    course = walk().course
    store = StoreFactory()
    now = timezone.now()
    drill = store_drill(run(plan(store, remedy=course)), store, at=now - timedelta(hours=1))
    return call(drill, clerk(store), state="completed", result="failed", ended_at=now - timedelta(minutes=50))


def enrolled(failed):
    return list(Enrolment.objects.filter(person=failed.person).values_list("course", "cycle"))


def test_who_failed_is_enrolled_once(failed):
    assign_remedy(call_id=failed.pk)
    assign_remedy(call_id=failed.pk)
    assert enrolled(failed) == [(failed.run.plan.remedy_id, 1)]


def test_the_fact_leads_to_it_through_the_outbox(failed):
    with transaction.atomic():
        facts.send("drill_concluded", call=failed, at=timezone.now())
    settle()
    assert enrolled(failed) == [(failed.run.plan.remedy_id, 1)]


def test_failed_again_later_is_enrolled_in_the_next_cycle(failed):
    before = failed.ended_at - timedelta(days=30)
    Enrolment.objects.create(
        person=failed.person,
        course_id=failed.run.plan.remedy_id,
        enrolled_at=before,
        due_at=before,
        completed_at=before,
    )
    assign_remedy(call_id=failed.pk)
    assert enrolled(failed) == [(failed.run.plan.remedy_id, 1), (failed.run.plan.remedy_id, 2)]


@pytest.mark.parametrize("result", ["passed", "missed", "aborted", "excused"])
def test_whatever_else_a_drill_came_to_owes_nothing(failed, result):
    failed.result = result
    failed.save()
    assign_remedy(call_id=failed.pk)
    assert enrolled(failed) == []


def test_who_has_left_is_left_alone(failed):
    failed.person.is_active = False
    failed.person.save()
    assign_remedy(call_id=failed.pk)
    assert enrolled(failed) == []


def test_what_was_forgotten_is_found_at_night_and_only_then(failed):
    now = timezone.now()
    assert [owing.subject for owing in failed_without_remedy(now)] == [str(failed.pk)]
    assign_remedy(call_id=failed.pk)
    assert list(failed_without_remedy(now)) == []
    assert Work.objects.filter(pk=failed.run.plan.remedy_id).exists()
