"""Beginning, appending and closing, beneath the API: clocks, facts, numbers of statements."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from attempts.actions import Conflict, append, begin, close_withdrawn
from attempts.models import Attempt, Step
from content.actions.freeze import freeze
from content.actions.withdraw import withdraw
from outbox.models import Owed
from tests.factories.content import CRITICAL, GOOD, scenario_body
from tests.factories.learning import settle, steps
from tests.factories.people import LONG_AGO, clerk
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db


def begun(walked, **other):
    named = {"attempt_id": uuid.uuid4(), "person": walked.clerk, "edition_sha256": walked.script.pk}
    return begin(**named | {"purpose": walked.enrolment.purpose, "at": LONG_AGO} | other)[0]


def added(attempt, answers, *, at=LONG_AGO, first=1):
    return append(attempt_id=attempt.pk, person=attempt.person, steps=steps(answers, first=first), at=at)


def test_both_clocks_are_kept(alices):
    attempt = begun(alices)
    sent = steps(GOOD[:1])
    server = LONG_AGO + timedelta(days=3)
    append(attempt_id=attempt.pk, person=alices.clerk, steps=sent, at=server)
    stored = Step.objects.get()
    assert (stored.shown_at, stored.answered_at, stored.elapsed_ms) == (
        sent[0].shown_at,
        sent[0].answered_at,
        sent[0].elapsed_ms,
    )
    assert stored.received_at == server


def test_an_attempt_ends_by_the_servers_clock(alices):
    attempt = begun(alices)
    added(attempt, GOOD, at=LONG_AGO + timedelta(days=3))
    attempt.refresh_from_db()
    assert (attempt.begun_at, attempt.ended_at) == (LONG_AGO, LONG_AGO + timedelta(days=3))
    assert (attempt.state, attempt.passed) == (Attempt.State.ENDED, True)


def test_an_attempt_begun_before_a_new_edition_ends_on_the_old_one(alices):
    attempt = begun(alices)
    added(attempt, GOOD[:1])
    changed = scenario_body("迷路的長者，第二版")
    changed["nodes"][1]["choices"][1] |= {"id": "b2"}
    texts = changed["texts"]["zh-Hant"]
    texts |= {"n1.b2.text": texts.pop("n1.b.text"), "n1.b2.feedback": texts.pop("n1.b.feedback")}
    changed["texts"] = {"zh-Hant": texts}
    newer = freeze(work=alices.script.work, body=changed, by=None)
    assert newer.pk != alices.script.pk
    assert [v.status for v in added(attempt, GOOD[1:], first=2)] == [201, 201]
    attempt.refresh_from_db()
    assert (attempt.edition_id, attempt.passed) == (alices.script.pk, True)


def test_an_attempt_that_fails_owes_nothing_to_the_course(alices):
    attempt = begun(alices)
    added(attempt, [*CRITICAL, ("n1", "a")])
    attempt.refresh_from_db()
    assert (attempt.state, attempt.passed) == ("ended", False)
    assert not Owed.objects.filter(kind="courses.progress").exists()


def test_what_the_end_owes_is_undone_with_the_end(alices):
    """The fact and what is owed for it commit together or not at all."""
    attempt = begun(alices)
    with transaction.atomic():
        added(attempt, GOOD)
        assert Owed.objects.filter(kind="courses.progress").exists()
        transaction.set_rollback(True)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.steps.count()) == ("open", 0)
    assert not Owed.objects.filter(kind="courses.progress").exists()


def test_a_stranger_cannot_append(alices):
    attempt = begun(alices)
    bob = clerk(alices.store, "林小華")
    with pytest.raises(ObjectDoesNotExist):
        append(attempt_id=attempt.pk, person=bob, steps=steps(GOOD))
    assert not Step.objects.exists()


def test_the_time_of_beginning_is_that_of_the_first_call(alices):
    attempt = begun(alices)
    again, new = begin(
        attempt_id=attempt.pk,
        person=alices.clerk,
        edition_sha256=alices.script.pk,
        purpose=alices.enrolment.purpose,
        at=LONG_AGO + timedelta(days=1),
    )
    assert (again.begun_at, new) == (LONG_AGO, False)


def test_what_was_begun_is_found_begun_even_after_a_withdrawal(alices):
    attempt = begun(alices)
    withdraw(edition=alices.script, because="專線改號", by=None)
    assert begun(alices, attempt_id=attempt.pk) == attempt
    with pytest.raises(Conflict):
        begun(alices)


def test_closing_spares_what_has_ended_and_what_is_of_another_edition(alices):
    other = walk("要看監視器", store=alices.store, name="林小華")
    ended, left, foreign = begun(alices), begun(alices), begun(other)
    added(ended, GOOD)
    withdraw(edition=alices.script, because="專線改號", by=None)
    assert close_withdrawn(edition_sha256=alices.script.pk) == 1
    assert close_withdrawn(edition_sha256=alices.script.pk) == 0
    states = [Attempt.objects.get(pk=a.pk).state for a in (ended, left, foreign)]
    assert states == ["ended", "closed", "open"]


def test_closing_an_edition_that_stands_closes_nothing(alices):
    attempt = begun(alices)
    assert close_withdrawn(edition_sha256=alices.script.pk) == 0
    attempt.refresh_from_db()
    assert attempt.state == "open"


def statements(work):
    with CaptureQueriesContext(connection) as caught:
        work()
    return len([q for q in caught if "SAVEPOINT" not in q["sql"]])


def test_appending_many_steps_takes_as_many_statements_as_one(alices):
    first, second = begun(alices), begun(alices)
    added(begun(alices), GOOD[:1])
    one = statements(lambda: added(first, GOOD[:1]))
    two = statements(lambda: added(second, GOOD[:2]))
    assert (one, two) == (3, 3)


def test_absorbing_what_waited_takes_one_statement_more(alices):
    attempt = begun(alices)
    added(attempt, [("n2", "orange")], first=3)
    added(attempt, [("n1", "c")], first=2)
    assert statements(lambda: added(attempt, GOOD[:1])) == 4
    settle()
    attempt.refresh_from_db()
    assert list(attempt.steps.values_list("seq", "state")) == [(1, "accepted"), (2, "accepted"), (3, "refused")]
