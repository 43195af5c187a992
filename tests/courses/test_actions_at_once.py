"""Two workers at the same completion: real threads, real connections."""

import pytest

from certificates.models import Credential
from courses.actions import complete_if_done
from outbox.models import Owed
from people.models import AuditEntry
from tests.factories.learning import play, settle
from tests.factories.threads import at_once
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_two_works_passed_together_complete_the_course_once():
    alices = walk("一", "二")
    passed = [play(alices.clerk, script, alices.enrolment) for script in alices.scripts]
    done = at_once(*(lambda pk=attempt.pk: complete_if_done(attempt_id=pk) for attempt in passed))
    assert sorted(row is None for row in done) == [False, True]
    assert Owed.objects.filter(kind="certificates.issue").count() == 1
    assert AuditEntry.objects.filter(verb="complete").count() == 1


def test_two_workers_that_drain_together_leave_one_certificate():
    alices = walk("一", "二")
    for script in alices.scripts:
        play(alices.clerk, script, alices.enrolment)
    at_once(settle, settle)
    settle()
    assert Credential.objects.get().enrolment == alices.enrolment
    assert not Owed.objects.exclude(state="done").exists()
