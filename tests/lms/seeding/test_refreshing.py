"""The past of those whom one signs in as."""

from datetime import timedelta

import pytest
from django.utils import timezone

from attempts.models import Attempt
from courses.models import Review
from courses.refreshers.queries import todays
from lms.seeding.plans import told
from lms.seeding.refreshing import refresh
from tests.factories.learning import settle
from tests.factories.refreshers import answer_all, learner, quiz_body

pytestmark = pytest.mark.django_db


def learned(name):
    found = learner(quiz_body(8), name=name)
    answer_all(found.clerk, found.lesson, found.enrolment.purpose, at=timezone.now() - timedelta(days=90))
    settle()
    return found


def test_who_signs_in_has_answered_on_some_nights_and_todays_are_left():
    alices, bobs = learned("王小明"), learned("林小華")
    alices.clerk.employee_number = told()["sign_ins"]["manager"]["number"]
    alices.clerk.save()
    now = timezone.now()
    answers = refresh(now)
    refreshers = Attempt.objects.filter(person=alices.clerk, purpose__startswith="refresher:")
    assert 8 <= refreshers.count() <= answers
    assert Review.objects.filter(memory__person=alices.clerk).count() == 8 + refreshers.count()
    assert not Attempt.objects.filter(person=bobs.clerk, purpose__startswith="refresher:").exists()
    assert all(each.state == "dark" for each in todays(alices.clerk, now).asked)
