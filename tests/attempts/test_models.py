"""What the database itself refuses about attempts."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from attempts.models import Attempt, Step
from tests.factories.content import GOOD
from tests.factories.learning import play
from tests.factories.people import LONG_AGO

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(alices):
    return play(alices.clerk, alices.script, alices.enrolment, GOOD[:1])


def stored(attempt, **other):
    clocks = {"shown_at": LONG_AGO, "answered_at": LONG_AGO, "received_at": LONG_AGO, "elapsed_ms": 1}
    named = {"id": uuid.uuid4(), "attempt": attempt, "seq": 1, "node": "intro", "answer": None, "state": "accepted"}
    return Step.objects.create(**clocks | named | other)


@pytest.mark.parametrize("state", ["accepted", "pending"])
def test_one_step_per_attempt_and_seq(attempt, state):
    with pytest.raises(IntegrityError, match="one_step_per_attempt_and_seq"):
        stored(attempt, state=state)


@pytest.mark.parametrize("state", ["late", "refused"])
def test_evidence_may_stand_beside_what_counts(attempt, state):
    stored(attempt, state=state)
    stored(attempt, state=state)
    assert attempt.steps.filter(seq=1).count() == 3


def test_seq_counts_from_one(attempt):
    with pytest.raises(IntegrityError, match="seq_counts_from_one"):
        stored(attempt, seq=0)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "lost"}, "attempt_state_known"),
        ({"state": "ended"}, "attempt_ended_has_outcome"),
        ({"state": "ended", "ended_at": LONG_AGO}, "attempt_ended_has_outcome"),
        ({"state": "ended", "passed": True}, "attempt_ended_has_outcome"),
    ],
)
def test_an_attempt_ends_with_a_time_and_a_verdict(attempt, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(**change)
    assert Attempt.objects.open().get() == attempt


def test_neither_person_nor_edition_can_be_deleted_from_under_an_attempt(attempt):
    for owner in (attempt.person, attempt.edition):
        with pytest.raises(ProtectedError):
            owner.delete()
    assert Attempt.objects.filter(pk=attempt.pk).exists()


def test_passed_for_counts_passes_of_that_purpose_only(alices, attempt):
    passed = play(alices.clerk, alices.script, alices.enrolment)
    assert list(Attempt.objects.passed_for(alices.enrolment.purpose)) == [passed]
    assert not Attempt.objects.passed_for(alices.enrolment.purpose + "0").exists()
