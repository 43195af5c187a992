"""Today's card, the questions one by one, and the page that closes them."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courses.refreshers.queries import todays
from tests.factories.learning import settle
from tests.factories.people import clerk
from tests.factories.refreshers import answer_all, learner, quiz_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def alices():
    """A learner who passed five questions a month ago."""
    found = learner(quiz_body(5))
    at = timezone.now() - timedelta(days=30)
    answer_all(found.clerk, found.lesson, found.enrolment.purpose, at=at)
    settle()
    return found


@pytest.fixture
def alice(alices):
    client = Client()
    client.force_login(alices.clerk)
    return client


def asked(who):
    return todays(who.clerk, timezone.now())


def answer(who, one, **how):
    answer_all(who.clerk, one.edition, one.purpose, at=timezone.now(), **how)


def page(client, address):
    told = client.get(address)
    assert told.status_code == 200
    return told.content.decode()


def config(client, one):
    found = re.search(r'id="player-config" type="application/json">(.*?)</script>', page(client, address(one)))
    return json.loads(found[1])


def address(one):
    return f"/refresher/{one.memory}/"


def test_today_offers_three_questions_and_says_how_far_one_is(alice, alices):
    assert "今天的複習：3 題，約 1 分鐘" in page(alice, "/")
    answer(alices, asked(alices).next)
    told = page(alice, "/")
    assert "今天的複習：還有 2 題" in told
    assert told.count("答對了") == 1
    assert f'href="{address(asked(alices).next)}"' in told


def test_today_says_when_all_is_done_and_that_a_wrong_one_comes_again(alice, alices):
    for one in asked(alices).asked:
        wrong = dict.fromkeys(("q1", "q2", "q3", "q4", "q5"), "c")
        answer(alices, one, ways=wrong)
    told = page(alice, "/")
    assert ("今天的複習做完了" in told, told.count("過幾天再問")) == (True, 3)
    assert "/refresher/" not in told


def test_who_has_learned_nothing_yet_sees_no_card():
    bobs = learner(name="林小華")
    client = Client()
    client.force_login(bobs.clerk)
    assert "複習" not in page(client, "/").replace("想複習", "")


def test_the_player_is_given_the_question_and_leads_to_the_next(alice, alices):
    one, two, three = asked(alices).asked
    told = config(alice, one)
    assert (told["kind"], told["for"], told["edition"]) == ("refresher", one.purpose, one.edition)
    assert (told["back_url"], told["leave_url"]) == (address(two), "/")
    answer(alices, two)
    assert config(alice, one)["back_url"] == address(three)
    answer(alices, three)
    assert config(alice, one)["back_url"] == "/refresher/"


def test_what_was_answered_today_and_what_is_not_due_lead_back_to_the_round(alice, alices):
    one = asked(alices).next
    answer(alices, one)
    away = alices.clerk.memories.exclude(pk__in=[each.memory for each in asked(alices).asked]).first()
    for memory in (one.memory, away.pk):
        told = alice.get(f"/refresher/{memory}/")
        assert (told.status_code, told.headers["Location"]) == (302, "/refresher/")


def test_another_persons_question_is_not_there(alices):
    client = Client()
    client.force_login(clerk(alices.clerk.postings.get().store, "林小華"))
    assert client.get(address(asked(alices).next)).status_code == 404
    assert client.get("/refresher/999999/").status_code == 404


def test_the_round_leads_on_and_closes_with_when_the_next_ones_come(alice, alices):
    told = page(alice, "/refresher/")
    assert ("還有 3 題。" in told, address(asked(alices).next) in told) == (True, True)
    for one in asked(alices).asked:
        answer(alices, one)
    settle()
    told = page(alice, "/refresher/")
    assert "今天的複習做完了" in told
    assert "下一次是明天" in told


def test_the_round_names_the_day_on_which_the_first_is_due(alice):
    carols = learner(quiz_body(1), name="陳小美")
    at = timezone.now() - timedelta(days=30)
    answer_all(carols.clerk, carols.lesson, carols.enrolment.purpose, at=at)
    settle()
    client = Client()
    client.force_login(carols.clerk)
    answer(carols, asked(carols).next)
    assert "到了該複習的那天" in page(client, "/refresher/")
    settle()
    due = timezone.localtime(carols.memory("q1").due_at)
    assert f"{due.month}月{due.day}日" in page(client, "/refresher/")


def test_whoever_has_nothing_to_refresh_is_told_so():
    bobs = learner(name="林小華")
    client = Client()
    client.force_login(bobs.clerk)
    assert "今天沒有要複習的" in page(client, "/refresher/")


@pytest.mark.parametrize("questions", [1, 3])
def test_the_pages_ask_as_often_for_three_questions_as_for_one(django_assert_num_queries, questions):
    who = learner(quiz_body(questions), name="周小玉")
    at = timezone.now() - timedelta(days=30)
    answer_all(who.clerk, who.lesson, who.enrolment.purpose, at=at)
    settle()
    client = Client()
    client.force_login(who.clerk)
    one = asked(who).next
    assert len(asked(who).asked) == questions
    for where, queries in (("/refresher/", 6), (address(one), 6)):
        client.get(where)
        with django_assert_num_queries(queries):
            assert client.get(where).status_code == 200
