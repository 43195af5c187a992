"""What this room owes: certificates for completions, renewals for what expires."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from certificates.models import Credential
from certificates.work import completed_without_certificate, expiring
from courses.models import Enrolment
from outbox.models import Owed
from outbox.searches import reconcile, scan
from tests.factories.learning import play, settle
from tests.factories.people import LONG_AGO, clerk
from tests.factories.walks import certified, remedied, walk

pytestmark = pytest.mark.django_db


def test_a_completion_owes_its_certificate_and_the_work_issues_it():
    walked = walk()
    play(walked.clerk, walked.script, walked.enrolment)
    assert not Credential.objects.exists()
    settle()
    assert Credential.objects.get().person == walked.clerk
    assert Owed.objects.get(key=f"certificates.issue:{walked.enrolment.pk}").state == "done"


def test_a_certificate_that_was_lost_is_found_reported_and_made(caplog):
    walked = walk()
    play(walked.clerk, walked.script, walked.enrolment)
    Owed.objects.filter(kind="courses.enrol").delete()
    settle()
    Credential.objects.all().delete()
    assert [o.subject for o in completed_without_certificate(timezone.now())] == [str(walked.enrolment.pk)]
    assert reconcile(timezone.now()) == 1
    assert f"certificates.issue:{walked.enrolment.pk}" in caplog.text
    settle()
    assert Credential.objects.get().issued_at == LONG_AGO + timedelta(minutes=3)


def test_nothing_is_missing_where_all_are_issued():
    certified()
    walk("沒人走完的", name="林小華")
    assert completed_without_certificate(timezone.now()) == []


def test_a_course_without_a_certificate_owes_none_and_misses_none():
    walked = remedied()
    play(walked.clerk, walked.script, walked.enrolment)
    settle()
    walked.enrolment.refresh_from_db()
    assert walked.enrolment.completed_at is not None
    assert not Owed.objects.filter(kind="certificates.issue").exists()
    assert completed_without_certificate(timezone.now()) == []


THE_EVE = datetime(2026, 12, 5, 15, 59, tzinfo=UTC)
THE_DAY = datetime(2026, 12, 5, 16, 0, tzinfo=UTC)


def test_the_next_cycle_opens_thirty_days_before_the_end_by_taipeis_calendar():
    _, credential = certified()
    assert list(expiring(THE_EVE)) == []
    assert [o.subject for o in expiring(THE_DAY)] == [str(credential.pk)]


def test_scanning_every_minute_opens_one_cycle():
    walked, _ = certified(at=timezone.now() - timedelta(days=350))
    for _ in range(3):
        scan(timezone.now())
        settle()
    assert list(walked.clerk.enrolments.order_by("cycle").values_list("cycle", flat=True)) == [1, 2]
    assert list(expiring(timezone.now())) == []


def test_an_expired_certificate_still_opens_the_next_cycle():
    _, credential = certified()
    assert [o.subject for o in expiring(datetime(2028, 1, 1, tzinfo=UTC))] == [str(credential.pk)]


@pytest.mark.parametrize("change", [{"revoked_at": LONG_AGO}, {"superseded_at": LONG_AGO}])
def test_what_is_dead_opens_nothing(change):
    certified()
    Credential.objects.update(**change)
    assert list(expiring(THE_DAY)) == []


def test_a_renewal_of_another_course_or_person_is_no_reason_to_wait():
    walked, credential = certified("一")
    other = walk("二", store=walked.store, name="林小華")
    Enrolment.objects.filter(person=walked.clerk, course=other.course).update(cycle=2)
    Enrolment.objects.create(
        person=clerk(walked.store, "張小英"), course=walked.course, cycle=2, enrolled_at=LONG_AGO, due_at=LONG_AGO
    )
    assert [o.subject for o in expiring(THE_DAY)] == [str(credential.pk)]


def test_who_comes_back_is_renewed_after_all():
    """The scan must not be silenced for ever by work that was done while the person was away."""
    walked, _ = certified(at=timezone.now() - timedelta(days=350))
    people = type(walked.clerk).objects.filter(pk=walked.clerk.pk)
    people.update(is_active=False)
    scan(timezone.now())
    settle()
    assert not Enrolment.objects.filter(cycle=2).exists()
    people.update(is_active=True)
    scan(timezone.now())
    settle()
    assert Enrolment.objects.filter(cycle=2).count() == 1
