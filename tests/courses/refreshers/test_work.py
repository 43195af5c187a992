"""What refreshers owe, and what may be attempted for them."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from attempts.models import Attempt
from attempts.purposes import may_attempt
from content.actions.freeze import freeze
from content.models import Edition, Work
from courses.models import Memory, Review
from courses.refreshers.actions import cut_lesson
from courses.refreshers.queries import todays
from outbox.models import Owed
from outbox.searches import reconcile
from people.factors.queries import person_of
from people.today import today
from tests.factories.learning import settle
from tests.factories.people import clerk
from tests.factories.refreshers import answer_all, learner, quiz_body

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def alices():
    return remembering(learner())


def remembering(who):
    answer_all(who.clerk, who.lesson, who.enrolment.purpose)
    settle()
    return who


def edition_of(memory):
    return Edition.objects.get(pk=memory.item.current_id)


def test_ones_own_memory_opens_the_editions_of_its_question(alices):
    memory = alices.memory("q1")
    first = edition_of(memory)
    assert may_attempt(alices.clerk, memory.purpose, first)
    body = quiz_body()
    body["texts"]["zh-Hant"]["q1.text"] = "改過的題目。"
    freeze(work=alices.lesson.work, body=body, by=None)
    settle()
    second = edition_of(alices.memory("q1"))
    assert second != first
    assert may_attempt(alices.clerk, memory.purpose, second)
    assert may_attempt(alices.clerk, memory.purpose, first)


def test_it_opens_nothing_else_and_to_nobody_else(alices):
    memory, other = alices.memory("q1"), alices.memory("q2")
    bob = clerk(alices.clerk.postings.get().store, "林小華")
    assert not may_attempt(bob, memory.purpose, edition_of(memory))
    assert not may_attempt(alices.clerk, memory.purpose, edition_of(other))
    assert not may_attempt(alices.clerk, memory.purpose, alices.lesson)
    assert not may_attempt(alices.clerk, alices.enrolment.purpose, edition_of(memory))


@pytest.mark.parametrize("subject", ["", "0", "x", "999999", "٣"])
def test_a_purpose_that_is_written_otherwise_opens_nothing(alices, subject):
    assert not may_attempt(alices.clerk, f"refresher:{subject}", edition_of(alices.memory("q1")))
    assert not may_attempt(alices.clerk, f"refresher:0{alices.memory('q1').pk}", edition_of(alices.memory("q1")))


def test_a_lesson_that_goes_back_to_an_older_edition_is_cut_again():
    alices = learner()
    for text in ("改過的題目。", "q1.text。", "改過的題目。"):
        body = quiz_body()
        body["texts"]["zh-Hant"]["q1.text"] = text
        freeze(work=alices.lesson.work, body=body, by=None)
        settle()
        (asked,) = {item.current.read()["texts"]["zh-Hant"]["q1.text"] for item in items(alices) if starts(item, "q1")}
        assert asked == text


def items(who):
    return Work.objects.filter(part_of=who.lesson.work_id).select_related("current")


def starts(item, node):
    return item.current.read()["start"] == node


def test_what_was_lost_of_cutting_and_remembering_and_rating_is_found_and_made(alices, caplog):
    asked = todays(alices.clerk, NOW).next
    attempt = answer_all(alices.clerk, asked.edition, asked.purpose, at=NOW)
    Owed.objects.all().delete()
    assert reconcile(timezone.now()) == 1
    assert f"courses.rate:{attempt.pk}" in caplog.text
    settle()
    assert Review.objects.filter(attempt=attempt).exists()
    Review.objects.all().delete()
    Memory.objects.all().delete()
    Attempt.objects.filter(pk=attempt.pk).update(purpose="rehearsal:0")
    Owed.objects.all().delete()
    reconcile(timezone.now())
    settle()
    assert Memory.objects.filter(person=alices.clerk).count() == 4


def test_a_lesson_that_was_never_cut_is_found_and_one_that_was_is_not():
    alices = learner()
    Owed.objects.filter(kind="courses.cut_lesson").delete()
    assert reconcile(timezone.now()) == 1
    settle()
    assert items(alices).count() == 4
    assert reconcile(timezone.now()) == 0


def test_who_passed_before_there_were_refreshers_is_found():
    alices = learner()
    answer_all(alices.clerk, alices.lesson, alices.enrolment.purpose)
    settle()
    Review.objects.all().delete()
    Memory.objects.all().delete()
    cut_lesson(lesson_id=alices.lesson.work_id)
    assert reconcile(timezone.now()) == 1
    settle()
    assert Memory.objects.filter(person=alices.clerk).count() == 4


def test_a_day_names_the_questions_and_their_editions(alices):
    day = today(person_of(alices.clerk.pk), NOW)["refreshers"]
    memories = {f"refresher:{memory.pk}": memory for memory in Memory.objects.select_related("item")}
    assert len(day) == 3
    for each in day:
        memory = memories[each["for"]]
        assert each == {
            "for": memory.purpose,
            "edition": memory.item.current_id,
            "state": "dark",
            "attempt": None,
            "right": None,
            "due_at": memory.due_at,
        }


def test_a_refresher_goes_through_the_api_like_any_attempt(alices):
    phone = Client()
    phone.force_login(alices.clerk)
    (asked, *_) = phone.get("/api/v1/me/today").json()["refreshers"]
    view = phone.get(f"/api/v1/editions/{asked['edition']}").json()
    (question, ending) = view["nodes"]
    assert (question["kind"], ending["kind"], view["title"]) == ("choice", "ending", question["text"])
    address = "/api/v1/attempts/0f0f0f0f-0000-4000-8000-000000000001"
    begin = {"edition": asked["edition"], "for": asked["for"]}
    assert phone.put(address, begin, content_type="application/json").status_code == 201
    step = {"seq": 1, "node": question["id"], "answer": "b", "elapsed_ms": 2500}
    told = step | {"shown_at": "2026-03-02T04:00:00Z", "answered_at": "2026-03-02T04:00:03Z"}
    sent = phone.put(f"{address}/steps/0f0f0f0f-0000-4000-8000-000000000002", told, content_type="application/json")
    assert sent.json()["word"] == "accepted"
    assert phone.get(address).json()["outcome"]["passed"] is True
    now = {each["for"]: each for each in phone.get("/api/v1/me/today").json()["refreshers"]}[asked["for"]]
    assert (now["state"], now["right"], now["due_at"]) == ("lit", True, None)


def test_another_persons_refresher_is_refused_by_the_api(alices):
    bob = clerk(alices.clerk.postings.get().store, "林小華")
    phone = Client()
    phone.force_login(bob)
    memory = alices.memory("q1")
    begin = {"edition": memory.item.current_id, "for": memory.purpose}
    address = "/api/v1/attempts/0f0f0f0f-0000-4000-8000-000000000003"
    assert phone.put(address, begin, content_type="application/json").status_code == 404
    assert not Attempt.objects.filter(purpose=memory.purpose).exists()
