"""What withdrawing an edition owes to its attempts."""

import pytest
from django.utils import timezone

from attempts.models import Attempt
from attempts.work import open_on_withdrawn
from content.actions.withdraw import withdraw
from outbox.models import Owed
from outbox.searches import reconcile
from tests.factories.content import GOOD
from tests.factories.learning import play, settle

pytestmark = pytest.mark.django_db


def test_a_withdrawal_closes_open_attempts_once_its_work_is_done(alices):
    attempt = play(alices.clerk, alices.script, alices.enrolment, GOOD[:2])
    withdraw(edition=alices.script, because="專線改號", by=None)
    settle()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.ended_at, attempt.passed) == ("closed", None, None)


def test_nothing_is_missing_while_editions_stand(alices):
    play(alices.clerk, alices.script, alices.enrolment, GOOD[:2])
    assert open_on_withdrawn(timezone.now()) == []


def test_reconciliation_finds_what_a_lost_row_left_open(alices):
    play(alices.clerk, alices.script, alices.enrolment, GOOD[:2])
    withdraw(edition=alices.script, because="專線改號", by=None)
    Owed.objects.all().delete()
    assert reconcile(timezone.now()) == 1
    settle()
    assert Attempt.objects.get().state == "closed"
