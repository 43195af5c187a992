"""Two phones at the same instant: real threads, real connections, committed rows."""

import uuid

import pytest

from attempts.models import Attempt, Step
from outbox.models import Owed
from tests.attempts.phone import Phone, step, told
from tests.factories.content import GOOD
from tests.factories.threads import at_once
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db(transaction=True)


def phones(walked, count):
    """Several phones of one person at one attempt that has begun."""
    made = [Phone(walked.clerk) for _ in range(count)]
    for phone in made:
        phone.attempt = made[0].attempt
    return made


@pytest.mark.parametrize("time", range(3))
def test_of_two_flushes_one_wins_and_the_other_is_told_what_stands(time):
    alices = walk()
    one, two = phones(alices, 2)
    one.begin(alices)
    first, second = told(GOOD[:2]), [step(1, "intro", None), step(2, "n1", "a")]
    answers = [body for _, body in at_once(lambda: one.flush(first), lambda: two.flush(second))]
    assert sorted([a["status"] for a in body] for body in answers) == [[201, 201], [409, 409]]
    won, lost = (first, answers[1]) if answers[0][0]["status"] == 201 else (second, answers[0])
    assert [a["step"]["id"] for a in lost] == [s["id"] for s in won] == [s["id"] for s in one.log()["steps"]]


def test_the_same_flush_from_two_tabs_is_stored_once():
    alices = walk()
    one, two = phones(alices, 2)
    one.begin(alices)
    sent = told(GOOD)
    answers = at_once(lambda: one.flush(sent), lambda: two.flush(sent))
    assert sorted([a["status"] for a in body] for _, body in answers) == [[200] * 3, [201] * 3]
    assert Step.objects.count() == 3
    assert Owed.objects.filter(kind="courses.progress").count() == 1


def test_an_attempt_begun_by_four_tabs_is_new_to_one():
    alices = walk()
    tabs = phones(alices, 4)
    statuses = sorted(status for status, _ in at_once(*(lambda tab=tab: tab.begin(alices) for tab in tabs)))
    assert statuses == [200, 200, 200, 201]
    assert Attempt.objects.get().pk == uuid.UUID(tabs[0].attempt)


@pytest.mark.parametrize("time", range(3))
def test_one_id_sent_to_two_attempts_at_once_is_kept_by_one(time):
    alices = walk()
    one, two = Phone(alices.clerk), Phone(alices.clerk)
    one.begin(alices)
    two.begin(alices)
    sent = step(1, "intro", None)
    statuses = sorted(status for status, _ in at_once(lambda: one.put(sent), lambda: two.put(sent)))
    assert statuses == [201, 422]
    assert Step.objects.count() == 1
