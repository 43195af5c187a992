"""What is asked today, and when the next questions come."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from attempts.actions import begin
from content.actions.withdraw import withdraw
from content.models import script_of
from courses.models import Memory
from courses.refreshers.queries import next_day, todays, uncut, unremembered
from people.shifts.rules import shop_day
from tests.factories.learning import settle
from tests.factories.people import clerk
from tests.factories.refreshers import answer_all, learner, quiz_body

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# 21:00 in the shop: the day after begins three hours later.
EVENING = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)


@pytest.fixture
def alices():
    """A learner of five questions, all wrong in the lesson: all due the next day."""
    return wrong(learner(quiz_body(5)))


def wrong(who):
    ways = dict.fromkeys(script_of(who.lesson.pk).nodes.keys() - {"goal", "done"}, "c")
    answer_all(who.clerk, who.lesson, who.enrolment.purpose, at=EVENING, ways=ways)
    settle()
    return who


def refresh(who, asked, at, **how):
    attempt = answer_all(who.clerk, asked.edition, asked.purpose, at=at, **how)
    settle()
    return attempt


def states(who, at):
    return [each.state for each in todays(who.clerk, at).asked]


def test_three_are_asked_the_day_after_and_none_before(alices):
    assert states(alices, EVENING) == []
    assert states(alices, EVENING + timedelta(hours=2, minutes=59)) == []
    assert states(alices, EVENING + timedelta(hours=3)) == ["dark"] * 3


def test_each_answer_lights_a_lamp_and_after_three_there_is_nothing_new_until_tomorrow(alices):
    at = EVENING + DAY
    for done in range(3):
        assert states(alices, at) == ["lit"] * done + ["dark"] * (3 - done)
        refresh(alices, todays(alices.clerk, at).next, at + timedelta(minutes=done))
    asked = todays(alices.clerk, at)
    assert (states(alices, at), asked.left, asked.next) == (["lit"] * 3, 0, None)
    left_over = {each.pk for each in Memory.objects.filter(person=alices.clerk)} - {each.memory for each in asked.asked}
    assert left_over < {each.memory for each in todays(alices.clerk, at + DAY).asked}


def test_a_lamp_says_whether_it_was_right_before_anybody_has_rated_it(alices):
    at = EVENING + DAY
    first = todays(alices.clerk, at).next
    answer_all(alices.clerk, first.edition, first.purpose, at=at)
    lit = todays(alices.clerk, at).asked[0]
    assert (lit.memory, lit.state, lit.right, lit.due_at) == (first.memory, "lit", True, None)


def test_one_under_way_is_gone_on_with(alices):
    at = EVENING + DAY
    first = todays(alices.clerk, at).next
    attempt, _ = begin(
        attempt_id=uuid4(), person=alices.clerk, edition_sha256=first.edition, purpose=first.purpose, at=at
    )
    begun = todays(alices.clerk, at).asked[0]
    assert (begun.state, begun.attempt) == ("begun", attempt.pk)


def test_what_is_likeliest_forgotten_comes_first(alices):
    day = EVENING + 10 * DAY
    faded, firm = list(Memory.objects.filter(person=alices.clerk).order_by("pk"))[:2]
    Memory.objects.filter(pk=faded.pk).update(stability=0.1)
    Memory.objects.filter(pk=firm.pk).update(stability=50)
    asked = [each.memory for each in todays(alices.clerk, day).asked]
    assert asked[0] == faded.pk
    assert firm.pk not in asked


def test_what_was_never_asked_comes_before_what_is_known(alices):
    unknown = Memory.objects.filter(person=alices.clerk).order_by("-pk").first()
    Memory.objects.filter(pk=unknown.pk).update(stability=None, difficulty=None, last_review=None)
    assert todays(alices.clerk, EVENING + DAY).next.memory == unknown.pk


def test_the_order_stays_through_the_day(alices):
    morning = EVENING + timedelta(hours=3)
    assert todays(alices.clerk, morning) == todays(alices.clerk, morning + timedelta(hours=23, minutes=59))


def test_a_withdrawn_lesson_is_asked_no_more_even_before_its_questions_are_cut_anew(alices):
    at = EVENING + DAY
    assert len(states(alices, at)) == 3
    withdraw(edition=alices.lesson, because="寫錯了", by=None)
    assert states(alices, at) == []
    settle()
    assert (states(alices, at), next_day(alices.clerk, at)) == ([], None)


def test_another_persons_questions_are_not_asked(alices):
    bob = clerk(alices.clerk.postings.get().store, "林小華")
    assert todays(bob, EVENING + DAY).asked == ()


def test_the_next_ones_come_tomorrow_while_some_are_left_over(alices):
    at = EVENING + DAY
    for _ in range(3):
        refresh(alices, todays(alices.clerk, at).next, at)
    assert next_day(alices.clerk, at) == shop_day(at) + DAY


def test_the_next_ones_come_on_the_day_that_the_first_is_due():
    alices = learner(quiz_body(2))
    answer_all(alices.clerk, alices.lesson, alices.enrolment.purpose, at=EVENING)
    settle()
    soonest = min(alices.memory(name).due_at for name in ("q1", "q2"))
    assert next_day(alices.clerk, EVENING) == shop_day(soonest)
    at = EVENING + 4 * DAY
    for asked in todays(alices.clerk, at).asked:
        refresh(alices, asked, at)
    soonest = min(alices.memory(name).due_at for name in ("q1", "q2"))
    assert next_day(alices.clerk, at) == shop_day(soonest) > shop_day(at) + DAY


def test_what_was_answered_and_is_not_rated_yet_promises_nothing():
    alices = learner(quiz_body(1))
    answer_all(alices.clerk, alices.lesson, alices.enrolment.purpose, at=EVENING)
    settle()
    at = EVENING + 4 * DAY
    asked = todays(alices.clerk, at).next
    answer_all(alices.clerk, asked.edition, asked.purpose, at=at)
    assert next_day(alices.clerk, at) is None
    settle()
    assert next_day(alices.clerk, at) > shop_day(at)


def test_after_one_comes_the_next_that_is_not_lit_and_after_the_last_none(alices):
    asked = todays(alices.clerk, EVENING + DAY)
    one, two, three = (each.memory for each in asked.asked)
    assert (asked.after(one).memory, asked.after(two).memory, asked.after(three)) == (two, three, None)
    answer_all(alices.clerk, asked.asked[1].edition, asked.asked[1].purpose, at=EVENING + DAY)
    asked = todays(alices.clerk, EVENING + DAY)
    assert [each.memory for each in asked.asked] == [two, one, three]
    assert asked.next.memory == asked.after(two).memory == one


@pytest.mark.parametrize("questions", [1, 3])
def test_a_day_is_asked_for_in_one_query(django_assert_num_queries, questions):
    alices = wrong(learner(quiz_body(questions)))
    at = EVENING + DAY
    refresh(alices, todays(alices.clerk, at).next, at)
    with django_assert_num_queries(1):
        assert len(todays(alices.clerk, at).asked) == questions
    with django_assert_num_queries(2):
        next_day(alices.clerk, at)


@pytest.mark.parametrize("lessons", [1, 3])
def test_what_was_never_cut_or_remembered_is_found_in_a_fixed_number_of_queries(django_assert_num_queries, lessons):
    alices = learner(*(quiz_body(1, title=str(n)) for n in range(lessons)))
    for lesson in alices.lessons:
        answer_all(alices.clerk, lesson, alices.enrolment.purpose, at=EVENING)
    with django_assert_num_queries(2):
        assert sorted(uncut()) == sorted(lesson.work_id for lesson in alices.lessons)
    settle()
    assert uncut() == []
    assert not unremembered().exists()
