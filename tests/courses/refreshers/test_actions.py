"""Cutting lessons, remembering what was learned, rating answers."""

import uuid
from datetime import timedelta

import pytest

from content.actions.freeze import freeze
from content.actions.withdraw import withdraw
from content.models import Edition, Work
from courses.models import Memory, Review
from courses.refreshers.actions import cut_lesson, rate, remember
from people.shifts.rules import shop_day
from tests.factories.learning import settle
from tests.factories.people import LONG_AGO, ChainFactory
from tests.factories.refreshers import answer_all, learner, lesson, quiz_body
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AGAIN, HARD, GOOD = 1, 2, 3


@pytest.fixture
def alices():
    found = learner()
    settle()
    return found


def passed(who, *, at=LONG_AGO, **how):
    return answer_all(who.clerk, who.lesson, who.enrolment.purpose, at=at, **how)


def refreshed(who, node, *, at, **how):
    memory = who.memory(node)
    return answer_all(who.clerk, memory.item.current_id, memory.purpose, at=at, **how)


def ratings(who, node):
    return list(who.memory(node).reviews.order_by("at").values_list("rating", flat=True))


def items(edition):
    return {item.pk: item.current_id for item in Work.objects.filter(part_of=edition.work_id)}


def test_publishing_a_lesson_cuts_each_question_into_a_work_of_its_own(alices):
    found = items(alices.lesson)
    assert set(found) == {uuid.uuid5(alices.lesson.work_id, f"q{n}") for n in (1, 2, 3, 4)}
    body = Edition.objects.get(pk=found[uuid.uuid5(alices.lesson.work_id, "q1")]).read()
    assert [node["id"] for node in body["nodes"]] == ["q1", "end"]


def test_a_scenario_is_not_cut():
    walked = walk()
    settle()
    assert not Work.objects.filter(part_of=walked.script.work_id).exists()


def test_a_chains_lesson_has_items_of_that_chain():
    chain = ChainFactory()
    lesson(owner=chain)
    settle()
    assert set(Work.objects.filter(kind=Work.Kind.ITEM).values_list("owner", flat=True)) == {chain.pk}


def test_only_the_question_that_changed_gets_a_new_edition(alices):
    before = items(alices.lesson)
    body = quiz_body(title="換了名字")
    body["texts"]["zh-Hant"]["q2.text"] = "改過的題目。"
    freeze(work=alices.lesson.work, body=body, by=None)
    settle()
    after = items(alices.lesson)
    assert {pk for pk in before if before[pk] != after[pk]} == {uuid.uuid5(alices.lesson.work_id, "q2")}


def test_a_question_that_was_taken_out_is_asked_no_more_and_one_that_comes_back_is(alices):
    gone = uuid.uuid5(alices.lesson.work_id, "q4")
    before = items(alices.lesson)
    freeze(work=alices.lesson.work, body=quiz_body(3), by=None)
    settle()
    assert items(alices.lesson) == {**before, gone: None}
    freeze(work=alices.lesson.work, body=quiz_body(4), by=None)
    settle()
    assert items(alices.lesson) == before


def test_a_withdrawn_lesson_leaves_nothing_to_ask_and_falls_back_with_its_work(alices):
    before = items(alices.lesson)
    worse = quiz_body()
    worse["texts"]["zh-Hant"]["q1.text"] = "寫錯的題目。"
    second = freeze(work=alices.lesson.work, body=worse, by=None)
    settle()
    withdraw(edition=second, because="寫錯了", by=None)
    settle()
    assert items(alices.lesson) == before
    withdraw(edition=alices.lesson, because="也不對", by=None)
    settle()
    assert set(items(alices.lesson).values()) == {None}


def test_cutting_twice_is_cutting_once(alices):
    before, editions = items(alices.lesson), Edition.objects.count()
    cut_lesson(lesson_id=alices.lesson.work_id)
    assert (items(alices.lesson), Edition.objects.count()) == (before, editions)


def test_passing_a_lesson_rates_what_was_asked_by_the_first_answers(alices):
    attempt = passed(alices, ways={"q2": "d", "q3": "a", "q4": "c"})
    assert attempt.passed
    settle()
    assert [ratings(alices, f"q{n}") for n in (1, 2, 3, 4)] == [[GOOD], [AGAIN], [HARD], [AGAIN]]
    first = alices.memory("q2")
    assert (first.learned_at, shop_day(first.due_at)) == (LONG_AGO, shop_day(LONG_AGO) + DAY)


def test_who_was_right_but_slow_is_asked_no_later_than_who_was_right(alices):
    bobs = learner(store=alices.clerk.postings.get().store, name="林小華")
    passed(alices, ms=120_000)
    passed(bobs)
    settle()
    assert (ratings(alices, "q2"), ratings(bobs, "q2")) == ([HARD], [GOOD])
    assert alices.memory("q2").due_at < bobs.memory("q2").due_at


def test_what_was_not_drawn_is_due_the_next_day_without_a_rating():
    alices = learner(pooled())
    settle()
    attempt = passed(alices)
    settle()
    drawn = set(attempt.steps.values_list("node", flat=True))
    (left,) = {"q1", "q2"} - drawn
    memory = alices.memory(left)
    assert (memory.remembered, ratings(alices, left)) == (None, [])
    assert shop_day(memory.due_at) == shop_day(LONG_AGO) + DAY


def pooled():
    """A lesson that draws one of two questions."""
    body = quiz_body(2)
    for node in body["nodes"]:
        for choice in node.get("choices", ()):
            choice["to"] = "pool"
            choice["points"] = dict.fromkeys(["empathy"] if choice["points"] else [], 1)
    body["nodes"][0]["to"] = "pool"
    body["nodes"].append({"id": "pool", "kind": "pool", "draw": 1, "of": ["q1", "q2"], "to": "done"})
    return body | {"format": 2, "competencies": ["empathy"]}


def test_what_was_skipped_is_not_rated():
    body = quiz_body(2)
    body["format"] = 2
    body["nodes"][1] |= {"note": "violence", "skip": "q2"}
    alices = learner(body)
    settle()
    passed(alices, skip=["q1"])
    settle()
    assert (ratings(alices, "q1"), ratings(alices, "q2")) == ([], [GOOD])


def test_a_lesson_that_was_not_passed_is_not_remembered():
    alices = learner(quiz_body() | {"pass_mark": 90})
    settle()
    assert passed(alices, ways={"q1": "c", "q2": "c"}).passed is False
    settle()
    assert not Memory.objects.exists()


def test_remembering_twice_is_remembering_once(alices):
    attempt = passed(alices)
    settle()
    before = list(Memory.objects.order_by("pk").values())
    remember(attempt_id=attempt.pk)
    assert (list(Memory.objects.order_by("pk").values()), Review.objects.count()) == (before, 4)


def test_a_lesson_whose_questions_were_never_cut_is_cut_when_it_is_passed():
    alices = learner()
    attempt = passed(alices)
    assert not Work.objects.filter(kind=Work.Kind.ITEM).exists()
    remember(attempt_id=attempt.pk)
    assert Memory.objects.filter(person=alices.clerk).count() == 4


def test_who_has_left_is_asked_nothing_more(alices):
    attempt = passed(alices)
    alices.clerk.is_active = False
    alices.clerk.save()
    remember(attempt_id=attempt.pk)
    assert not Memory.objects.exists()


def test_an_answer_is_rated_and_the_question_comes_again(alices):
    passed(alices)
    settle()
    due = alices.memory("q2").due_at
    attempt = refreshed(alices, "q2", at=due + timedelta(hours=10))
    assert attempt.passed
    settle()
    memory = alices.memory("q2")
    assert ratings(alices, "q2") == [GOOD, GOOD]
    assert memory.due_at - due > 2 * DAY
    assert memory.reviews.latest("at").elapsed_ms == 3_000


def test_a_wrong_answer_that_was_mended_comes_again_the_next_day(alices):
    passed(alices)
    settle()
    due = alices.memory("q2").due_at
    attempt = refreshed(alices, "q2", at=due + timedelta(hours=10), ways={"q2": "d"})
    settle()
    assert (attempt.passed, ratings(alices, "q2")) == (False, [GOOD, AGAIN])
    assert alices.memory("q2").due_at == due + DAY


def test_what_is_about_privacy_is_asked_sooner(alices):
    passed(alices)
    settle()
    assert alices.memory("q1").due_at < alices.memory("q2").due_at


def test_rating_twice_and_out_of_order_leads_to_the_same_memory(alices):
    passed(alices)
    settle()
    first = refreshed(alices, "q2", at=LONG_AGO + 3 * DAY, ways={"q2": "c"})
    second = refreshed(alices, "q2", at=LONG_AGO + 5 * DAY)
    for attempt in (second, first, second, first):
        rate(attempt_id=attempt.pk)
    late = Memory.objects.filter(pk=alices.memory("q2").pk).values().get()
    Review.objects.filter(attempt__in=[first, second]).delete()
    for attempt in (first, second):
        rate(attempt_id=attempt.pk)
    assert Memory.objects.filter(pk=late["id"]).values().get() == late
    assert ratings(alices, "q2") == [GOOD, AGAIN, GOOD]


def test_a_second_try_on_the_same_day_is_logged_and_changes_nothing(alices):
    passed(alices)
    settle()
    refreshed(alices, "q2", at=LONG_AGO + 3 * DAY, ways={"q2": "c"})
    settle()
    due = alices.memory("q2").due_at
    refreshed(alices, "q2", at=LONG_AGO + 3 * DAY + timedelta(minutes=2))
    settle()
    assert (ratings(alices, "q2"), alices.memory("q2").due_at) == ([GOOD, AGAIN, GOOD], due)


def test_passing_the_lesson_once_more_is_a_review(alices):
    passed(alices)
    settle()
    passed(alices, at=LONG_AGO + 300 * DAY, ways={"q2": "c"})
    settle()
    assert ratings(alices, "q2") == [GOOD, AGAIN]
    assert alices.memory("q2").learned_at == LONG_AGO


def test_a_refresher_completes_nothing(alices):
    passed(alices)
    settle()
    alices.enrolment.refresh_from_db()
    completed = alices.enrolment.completed_at
    refreshed(alices, "q2", at=LONG_AGO + 3 * DAY)
    settle()
    alices.enrolment.refresh_from_db()
    assert (alices.enrolment.completed_at, alices.clerk.credentials.count()) == (completed, 1)


def test_only_a_refresher_is_rated_as_one(alices):
    attempt = passed(alices)
    rate(attempt_id=attempt.pk)
    assert not Review.objects.exists()
