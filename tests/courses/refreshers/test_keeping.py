"""What a phone keeps of today's questions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.refreshers.keeping import questions
from courses.refreshers.queries import todays
from lms.keeping import todays_page
from tests.factories.learning import settle
from tests.factories.refreshers import answer_all, learner, quiz_body

pytestmark = pytest.mark.django_db


def learned(n=5):
    found = learner(quiz_body(n))
    answer_all(found.clerk, found.lesson, found.enrolment.purpose, at=timezone.now() - timedelta(days=30))
    settle()
    return found


def kept(who):
    return {thing.url: thing.version for thing in questions(who.clerk, timezone.now())}


def test_the_pages_and_editions_of_todays_questions_are_kept():
    alices = learned()
    asked = todays(alices.clerk, timezone.now()).asked
    assert len(asked) == 3
    wanted = {"/refresher/", *(f"/refresher/{each.memory}/" for each in asked)}
    assert set(kept(alices)) == wanted | {f"/api/v1/editions/{each.edition}?lang=zh-Hant" for each in asked}


def test_an_answer_takes_its_question_away_and_changes_the_page_before_it_and_today():
    alices = learned()
    first, second, third = todays(alices.clerk, timezone.now()).asked
    before, home = kept(alices), todays_page(alices.clerk, timezone.now())
    answer_all(alices.clerk, second.edition, second.purpose, at=timezone.now())
    after, home_after = kept(alices), todays_page(alices.clerk, timezone.now())
    assert f"/refresher/{second.memory}/" not in after
    one, last = f"/refresher/{first.memory}/", f"/refresher/{third.memory}/"
    assert (before[one] != after[one], before[last] == after[last]) == (True, True)
    assert before["/refresher/"] != after["/refresher/"]
    assert home[0].version != home_after[0].version


def test_once_all_are_answered_the_page_that_closes_the_day_need_not_be_kept():
    alices = learned(1)
    (one,) = todays(alices.clerk, timezone.now()).asked
    assert "/refresher/" in kept(alices)
    answer_all(alices.clerk, one.edition, one.purpose, at=timezone.now())
    assert kept(alices) == {}


def test_who_has_nothing_to_refresh_keeps_nothing():
    assert kept(learner()) == {}


@pytest.mark.parametrize("n", [1, 3])
def test_it_is_asked_for_in_three_queries(django_assert_num_queries, n):
    alices = learned(n)
    with django_assert_num_queries(3):
        assert len(kept(alices)) == 2 * n + 1
