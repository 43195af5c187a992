"""The street and the player's shell."""

import uuid

import pytest
from django.test import Client

from content.actions.freeze import freeze
from content.actions.withdraw import withdraw
from content.models import Work
from tests.factories.content import GOOD
from tests.factories.learning import play, settle
from tests.factories.walks import remedied, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def alices():
    return walk("一", "二")


@pytest.fixture
def alice(alices):
    client = Client()
    client.force_login(alices.clerk)
    return client


def learn(walked, place=0):
    return f"/learn/{walked.enrolment.pk}/{walked.scripts[place].work_id}/"


def street(walked):
    return f"/courses/{walked.enrolment.pk}/"


def test_it_works(alice, alices):
    page = alice.get(street(alices)).content.decode()
    assert all(word in page for word in ("門市關懷前線", "0 / 2 盞亮了", "一", "二"))
    assert f'href="{learn(alices)}"' in page


def test_the_street_says_when_all_is_lit_and_the_certificate_is_on_its_way(alice, alices):
    for script in alices.scripts:
        play(alices.clerk, script, alices.enrolment)
    assert "燈都亮了" in alice.get(street(alices)).content.decode()
    settle()
    page = alice.get(street(alices)).content.decode()
    assert ("走完了" in page, "燈都亮了" in page) == (True, False)


def test_a_street_without_a_certificate_promises_none():
    walked, client = remedied(), Client()
    client.force_login(walked.clerk)
    play(walked.clerk, walked.script, walked.enrolment)
    waiting = client.get(street(walked)).content.decode()
    settle()
    done = client.get(street(walked)).content.decode()
    assert ("正在記下來" in waiting, "走完這條街" in done) == (True, True)
    assert ("證書正在做" in waiting, "看證書" in done) == (False, False)


def test_another_persons_street_and_player_are_not_there(alice):
    bobs = walk("三", name="林小華")
    assert [alice.get(address).status_code for address in (street(bobs), learn(bobs))] == [404, 404]


@pytest.mark.parametrize("enrolment", ["0", "999999", "9" * 30])
def test_a_street_that_never_was_is_not_there(alice, enrolment):
    assert alice.get(f"/courses/{enrolment}/").status_code == 404


def test_the_player_is_told_where_everything_is(alice, alices):
    body = {"format": 1, "kind": "hotlines", "source": "zh-Hant", "hotlines": {}}
    hotlines = freeze(work=Work.objects.create(kind="hotlines"), body=body, by=None)
    begun = play(alices.clerk, alices.script, alices.enrolment, GOOD[:1])
    (step,) = begun.steps.all()
    player = alice.get(learn(alices)).context["player"]
    assert {
        "mode": "attempt",
        "attempt": str(begun.pk),
        "log": [{"id": str(step.pk), "seq": 1, "node": step.node, "answer": step.answer, "state": "accepted"}],
        "for": alices.enrolment.purpose,
        "first": False,
        "edition": alices.script.pk,
        "edition_url": f"/api/v1/editions/{alices.script.pk}?lang=zh-Hant",
        "hotlines_url": f"/api/v1/editions/{hotlines.pk}",
        "back_url": street(alices),
        "lang": "zh-Hant",
    }.items() <= player.items()
    assert alice.get(player["edition_url"]).status_code == 200


def test_the_players_page_holds_neither_points_nor_the_script(alice, alices):
    page = alice.get(learn(alices)).content.decode()
    assert not any(word in page for word in ('"quality"', "pass_mark", '"points"', "n1.b"))


def test_the_player_of_a_work_outside_the_course_is_not_there(alice, alices):
    assert alice.get(f"/learn/{alices.enrolment.pk}/{uuid.uuid4()}/").status_code == 404
    assert alice.get(f"/learn/{alices.enrolment.pk}/{walk('三').script.work_id}/").status_code == 404


def test_a_work_without_a_standing_edition_cannot_be_played(alice, alices):
    withdraw(edition=alices.script, because="專線改號", by=None)
    assert [alice.get(learn(alices, place)).status_code for place in (0, 1)] == [404, 200]
    assert alice.get(street(alices)).status_code == 200


def test_the_phone_receives_its_csrf_token_with_the_player(alices):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alices.clerk)
    assert client.get(learn(alices)).cookies["csrftoken"].value
