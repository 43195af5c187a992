"""What the database itself refuses about courses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from courses.models import Assignment, Enrolment
from tests.factories.people import LONG_AGO
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db


def enrolled(walked, **other):
    dates = {"enrolled_at": LONG_AGO, "due_at": LONG_AGO}
    return Enrolment.objects.create(**{"person": walked.clerk, "course": walked.course} | dates | other)


def test_one_enrolment_per_person_course_and_cycle():
    alices = walk()
    with pytest.raises(IntegrityError, match="one_enrolment_per_person_course_cycle"):
        enrolled(alices, completed_at=LONG_AGO)


def test_one_open_enrolment_at_a_time():
    alices = walk()
    with pytest.raises(IntegrityError, match="one_open_enrolment"):
        enrolled(alices, cycle=2)


def test_the_next_cycle_may_begin_after_completion():
    alices = walk()
    Enrolment.objects.update(completed_at=LONG_AGO)
    assert enrolled(alices, cycle=2).purpose != alices.enrolment.purpose


def test_a_course_is_assigned_once_at_a_time():
    alices = walk()
    again = {"chain": alices.chain, "course": alices.course, "assigned_at": LONG_AGO}
    Assignment.objects.create(ended_at=LONG_AGO, **again)
    with pytest.raises(IntegrityError, match="course_assigned_once_in_chain"):
        Assignment.objects.create(**again)


def test_overdue_is_open_and_past_its_date():
    alices, bobs = walk("一"), walk("二")
    Enrolment.objects.filter(pk=bobs.enrolment.pk).update(completed_at=LONG_AGO)
    due = alices.enrolment.due_at
    instants = [due, due + timedelta(microseconds=1)]
    assert [list(Enrolment.objects.overdue(at)) for at in instants] == [[], [alices.enrolment]]
