"""What people are told of their courses, and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.actions import assign
from courses.models import Enrolment
from outbox.models import Owed
from outbox.searches import scan
from people.models import Notice, Person
from tests.factories.content import course, scenario
from tests.factories.learning import play, settle
from tests.factories.people import LONG_AGO, StoreFactory, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return clerk(StoreFactory())


def assigned(alice, *, at=None, due_days=14):
    taken = course(scenario("迷路的長者"))
    assign(course=taken, chain=alice.chain, by=None, due_days=due_days, at=at)
    return Enrolment.objects.get(person=alice)


def told():
    # What is owed at a time to come is done as if it had come.
    Owed.objects.filter(state="due").update(due_at=timezone.now())
    settle()
    return [(notice.person_id, notice.kind) for notice in Notice.objects.order_by("pk")]


def test_who_is_enrolled_is_told_once_and_led_to_the_street(alice):
    enrolment = assigned(alice)
    assert told() == [(alice.pk, "enrolled")]
    assert Notice.objects.get().link == f"/courses/{enrolment.pk}/"
    assign(course=enrolment.course, chain=alice.chain, by=None)
    assert len(told()) == 1


def test_who_is_posted_where_a_course_is_assigned_is_told(alice):
    assigned(alice, at=LONG_AGO)
    bob = clerk(StoreFactory(region__chain=alice.chain), at=timezone.now())
    assert told() == [(bob.pk, "enrolled")]


def test_history_is_told_to_nobody(alice):
    assigned(alice, at=LONG_AGO)
    assert told() == []


def test_three_days_before_the_end_and_after_it_one_is_reminded_once(alice):
    now = timezone.now()
    enrolment = assigned(alice, at=now - timedelta(days=30), due_days=30 + 3)
    for minutes in (-5, 5, 10):
        scan(enrolment.due_at - timedelta(days=3) + timedelta(minutes=minutes))
        told()
    assert told() == [(alice.pk, "due_soon")]
    for minutes in (-5, 5, 10):
        scan(enrolment.due_at + timedelta(minutes=minutes))
    assert told() == [(alice.pk, "due_soon"), (alice.pk, "overdue")]


def test_a_machinery_that_stood_still_for_a_week_reminds_nobody_of_last_week(alice):
    enrolment = assigned(alice, at=timezone.now() - timedelta(days=30))
    scan(enrolment.due_at + timedelta(days=7))
    assert told() == []


def test_who_was_enrolled_for_a_day_is_not_told_twice(alice):
    enrolment = assigned(alice, due_days=1)
    scan(enrolment.enrolled_at + timedelta(minutes=1))
    assert told() == [(alice.pk, "enrolled")]


def test_who_has_walked_it_or_has_left_is_not_reminded(alice):
    enrolment = assigned(alice, at=timezone.now() - timedelta(days=20))
    bob = clerk(StoreFactory(region__chain=alice.chain), at=LONG_AGO)
    settle()
    theirs = Enrolment.objects.get(person=bob)
    Enrolment.objects.filter(pk=theirs.pk).update(due_at=enrolment.due_at)
    Person.objects.filter(pk=bob.pk).update(is_active=False)
    edition = enrolment.course.current.read()["works"][0]["work"]
    work = type(enrolment.course).objects.get(pk=edition)
    play(alice, work.current, enrolment, at=timezone.now() - timedelta(days=10))
    settle()
    scan(enrolment.due_at + timedelta(minutes=1))
    assert told() == []
