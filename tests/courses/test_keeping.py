"""What a clerk's phone keeps of the courses: the way there, the player, and what it plays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from attempts.actions import append
from content.actions.freeze import freeze
from content.models import Work
from content.queries import pictures_in
from courses.keeping import walks
from tests.factories.content import GOOD, scenario_body
from tests.factories.learning import play, settle, steps
from tests.factories.people import LONG_AGO
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db
PICTURE = {"sha256": "ab" * 32, "width": 8, "height": 8, "type": "image/webp"}


def kept(person, at=None):
    return {thing.url: thing.version for thing in walks(person, at or timezone.now())}


def of_kind(things, prefix):
    return [url for url in things if url.startswith(prefix)]


def learn_url(walked, script):
    return f"/learn/{walked.enrolment.pk}/{script.work_id}/"


def edition_url(script):
    return f"/api/v1/editions/{script.pk}?lang=zh-Hant"


def test_the_street_and_each_dark_lamp_with_its_edition_are_kept():
    walked = walk("迷路的長者", "半夜的電話")
    urls = set(kept(walked.clerk))
    assert urls == {
        f"/courses/{walked.enrolment.pk}/",
        *(learn_url(walked, script) for script in walked.scripts),
        *(edition_url(script) for script in walked.scripts),
    }


def test_the_addresses_are_those_that_the_player_asks_for(client):
    walked = walk()
    client.force_login(walked.clerk)
    page = client.get(learn_url(walked, walked.script)).content.decode()
    assert edition_url(walked.script).replace("&", "\\u0026") in page
    assert edition_url(walked.script) in kept(walked.clerk)


def test_a_player_is_another_with_each_answer_for_it_has_them_in_it():
    walked = walk()
    before = kept(walked.clerk)
    seen = [before[learn_url(walked, walked.script)]]
    begun = play(walked.clerk, walked.script, walked.enrolment, GOOD[:1])
    seen.append(kept(walked.clerk)[learn_url(walked, walked.script)])
    append(attempt_id=begun.pk, person=walked.clerk, steps=steps(GOOD[:2])[1:])
    seen.append(kept(walked.clerk)[learn_url(walked, walked.script)])
    assert len(set(seen)) == 3
    assert kept(walked.clerk)[learn_url(walked, walked.script)] == seen[-1]


def test_a_lamp_that_is_lit_is_due_no_longer_but_its_street_is_still_there_to_look_at():
    walked = walk()
    play(walked.clerk, walked.script, walked.enrolment)
    settle()
    assert set(kept(walked.clerk)) == {f"/courses/{walked.enrolment.pk}/"}


def test_a_page_is_new_once_an_attempt_has_begun_and_the_edition_is_not():
    walked = walk()
    before = kept(walked.clerk)
    play(walked.clerk, walked.script, walked.enrolment, GOOD[:1])
    after = kept(walked.clerk)
    changed = {url for url in before if before[url] != after[url]}
    assert changed == {f"/courses/{walked.enrolment.pk}/", learn_url(walked, walked.script)}
    assert after[edition_url(walked.script)] == ""


def test_a_street_is_new_each_day_for_it_says_how_long_there_is():
    walked = walk()
    street, now = f"/courses/{walked.enrolment.pk}/", timezone.now()
    assert kept(walked.clerk, now)[street] != kept(walked.clerk, now + timedelta(days=1))[street]


def test_pictures_of_what_is_due_are_kept_by_their_hash():
    walked = walk()
    body = scenario_body("有圖")
    body["nodes"][0]["picture"] = PICTURE
    body["texts"]["zh-Hant"][f"{body['nodes'][0]['id']}.alt"] = "一個櫃檯"
    drawn = freeze(work=Work.objects.get(pk=walked.script.work_id), body=body, by=None, at=LONG_AGO)
    assert of_kind(kept(walked.clerk), "/api/v1/pictures/") == [f"/api/v1/pictures/{PICTURE['sha256']}"]
    assert pictures_in([drawn.pk], "vi", walked.chain.pk) == [PICTURE["sha256"]]
    assert pictures_in([], "zh-Hant", walked.chain.pk) == []


def test_another_person_keeps_nothing_of_it():
    walked, other = walk(), walk("別的課", name="林小華")
    assert not set(kept(walked.clerk)) & set(kept(other.clerk))


def test_it_takes_as_many_queries_with_three_courses_as_with_one(django_assert_num_queries):
    walked = walk()
    kept(walked.clerk)  # what a course says is read once by a process
    with django_assert_num_queries(4):
        assert len(kept(walked.clerk)) == 3
    for title in ("第二課", "第三課"):
        walk(title, store=walked.store, name="林小華")
    kept(walked.clerk)
    with django_assert_num_queries(4):
        assert len(of_kind(kept(walked.clerk), "/courses/")) == 3
