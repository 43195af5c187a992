"""Answers of every kind through the API: stored as they came, compared by value, scored by replay."""

import uuid

import pytest

from content.actions.freeze import freeze
from content.models import Work
from content.script import best, load
from courses.actions import assign
from courses.models import Enrolment
from tests.attempts.kinds import BODY
from tests.attempts.phone import Phone, told
from tests.factories.content import course
from tests.factories.people import LONG_AGO, StoreFactory, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def night():
    """A phone with an attempt at the script that asks in every way, and the best answers to it."""
    store = StoreFactory()
    made = clerk(store, "王小明")
    edition = freeze(work=Work.objects.create(kind=Work.Kind.SCENARIO), body=BODY, by=None, at=LONG_AGO)
    taken = course(edition)
    assign(course=taken, chain=store.chain, by=None, at=LONG_AGO)
    phone = Phone(made)
    purpose = Enrolment.objects.get(person=made, course=taken).purpose
    assert phone.call("PUT", phone.path, {"edition": edition.pk, "for": purpose})[0] == 201
    return phone, [(each.node, each.answer) for each in best(load(BODY), phone.attempt).path]


def test_every_kind_of_answer_is_kept_as_it_came_and_scored(night):
    phone, answers = night
    status, verdicts = phone.flush(told(answers))
    assert (status, {each["status"] for each in verdicts}) == (200, {201})
    assert [(node, answer) for _, node, answer, _ in phone.answers()] == answers
    outcome = phone.log()["outcome"]
    assert (outcome["passed"], outcome["score"], outcome["best_score"]) == (True, 16, 16)


def test_the_same_answer_again_is_known_and_another_is_refused(night):
    phone, answers = night
    sent = told(answers[:8])
    phone.flush(sent)
    match = sent[6]
    turned = match | {"answer": dict(reversed(match["answer"].items()))}
    assert phone.put(turned)[0] == 200
    assert phone.put(match | {"answer": match["answer"] | {"name": "who"}})[0] == 422
    assert phone.put(match | {"id": str(uuid.uuid4())})[0] == 409


@pytest.mark.parametrize(
    ("node", "wrong"),
    [
        ("signs", []),
        ("signs", ["shoes", "shoes"]),
        ("signs", "shoes"),
        ("steps", ["safe", "ask", "call"]),
        ("report", {"time": "when"}),
        ("wait", "30"),
        ("wait", 601),
        ("say", "　 "),
        ("say", "坐" * 41),
    ],
)
def test_an_answer_of_the_wrong_shape_is_refused_with_its_reason(night, node, wrong):
    phone, answers = night
    before = answers[: [name for name, _ in answers].index(node)]
    phone.flush(told(before))
    status, verdict = phone.put(told([(node, wrong)], first=len(before) + 1)[0])
    assert (status, verdict["word"], verdict["reason"]) == (422, "refused", "bad_answer")
    assert len(phone.answers()) == len(before)
