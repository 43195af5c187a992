"""`GET me/keep`: what a phone keeps, by all rooms, and the stamp on every page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.front.building import build
from lms.keeping import release_of
from tests.factories.drills import call, plan, run, store_drill
from tests.factories.learning import play, settle
from tests.factories.people import person
from tests.factories.walks import walk

KEEP = "/api/v1/me/keep"


def signed_in(somebody):
    client = Client()
    client.force_login(somebody)
    return client


def versions(client):
    return {thing["url"]: thing["version"] for thing in client.get(KEEP).json()["things"]}


@pytest.mark.django_db
def test_every_room_names_what_it_has(client):
    walked = walk()
    answer = signed_in(walked.clerk).get(KEEP).json()
    urls = [thing["url"] for thing in answer["things"]]
    assert {"/", "/me/", "/certificates/", f"/courses/{walked.enrolment.pk}/"} <= set(urls)
    assert len(urls) == len(set(urls))
    assert answer["person"] == walked.clerk.pk


@pytest.mark.django_db
def test_everything_that_is_named_can_be_fetched():
    walked = walk()
    client = signed_in(walked.clerk)
    assert {url: client.get(url).status_code for url in versions(client)} == dict.fromkeys(versions(client), 200)


@pytest.mark.django_db
def test_today_is_new_once_a_lamp_is_lit():
    walked = walk()
    client = signed_in(walked.clerk)
    before = versions(client)
    assert versions(client) == before
    play(walked.clerk, walked.script, walked.enrolment)
    settle()
    after = versions(client)
    assert {url for url in after if after[url] != before.get(url)} == {
        "/", "/certificates/", f"/courses/{walked.enrolment.pk}/",
    }  # fmt: skip


@pytest.mark.django_db
def test_in_another_language_every_page_is_another():
    walked = walk()
    first = versions(signed_in(walked.clerk))
    walked.clerk.language = "en"
    walked.clerk.save(update_fields=["language"])
    second = versions(signed_in(walked.clerk))
    pages = {url for url in first if not url.startswith("/api/v1/")}
    assert {url for url in pages if first[url] == second[url]} == set()
    assert len(pages) == 8
    assert {url for url in second if url.startswith("/api/v1/editions/")} == {
        f"/api/v1/editions/{walked.script.pk}?lang=en"
    }


@pytest.mark.django_db
def test_somebody_without_courses_keeps_the_pages_that_are_there():
    kept = {"/", "/me/", "/certificates/", "/card/", "/notices/", "/offline/"}
    assert set(versions(signed_in(person(None)))) == kept


@pytest.mark.django_db
def test_what_is_said_once_waits_for_a_page_that_somebody_looks_at():
    client = signed_in(person(None))
    choice = {"quiet_from": "22:00", "quiet_until": "07:00"}
    assert client.post("/me/notices/", choice).status_code == 302
    assert "存好了。" not in client.get("/me/", headers={"Streetlight-Unseen": "1"}).content.decode()
    assert "存好了。" in client.get("/me/notices/").content.decode()
    assert "存好了。" not in client.get("/me/").content.decode()


@pytest.mark.django_db
def test_who_is_not_signed_in_is_told_nothing(client):
    assert client.get(KEEP).status_code == 401


@pytest.mark.django_db
def test_today_is_new_once_a_drill_is_announced():
    walked, at = walk(), timezone.now() + timedelta(days=1)
    client = signed_in(walked.clerk)
    before = versions(client)
    made = run(plan(walked.store, announced=True), state="planned", begins_at=at, ends_at=at + timedelta(days=1))
    call(store_drill(made, walked.store, at=at), walked.clerk)
    after = versions(client)
    assert {url for url in after if after[url] != before[url]} == {"/"}


@pytest.mark.django_db
def test_it_takes_as_many_queries_with_three_courses_as_with_one():
    walked = walk()
    client = signed_in(walked.clerk)

    def queries():
        client.get(KEEP)  # what a course says is read once by a process
        with CaptureQueriesContext(connection) as caught:
            client.get(KEEP)
        return len(caught)

    from_one = queries()
    for title in ("第二課", "第三課"):
        walk(title, store=walked.store, name="林小華")
    assert sum(url.startswith("/courses/") for url in versions(client)) == 3
    assert (queries(), from_one) == (from_one, 16)


def test_a_release_is_another_after_any_script_template_or_translation_has_changed(tmp_path):
    room = tmp_path / "room"
    for name in ("static/room/a.js", "templates/room/a.html", "../locale/en/LC_MESSAGES/django.po"):
        (room / name).parent.mkdir(parents=True, exist_ok=True)
        (room / name).write_text("1")
    (room / "__init__.py").touch()
    seen = [release_of(tmp_path)]
    for name in ("static/room/a.js", "templates/room/a.html", "../locale/en/LC_MESSAGES/django.po"):
        (room / name).write_text("2")
        seen.append(release_of(tmp_path))
    assert len(set(seen)) == 4
    assert build(tmp_path, {"a.js": ("room/static/room/a.js",)})
    assert release_of(tmp_path) == seen[-1]
