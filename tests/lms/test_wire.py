"""Pages on a bad line: compressed, asked for anew each time, and not sent again where nothing has changed."""

import gzip

import pytest
from django.test import Client

from tests.factories.people import StoreFactory, clerk
from tests.factories.walks import walk

pytestmark = pytest.mark.django_db
PAGES = ("/", "/me/time/", "/certificates/", "/api/v1/me/today", "/api/v1/me/keep")


@pytest.fixture
def walked():
    return walk()


@pytest.fixture
def alice(walked):
    client = Client()
    client.force_login(walked.clerk)
    return client


@pytest.fixture
def pages(walked):
    enrolment, work = walked.enrolment.pk, walked.script.work_id
    return (*PAGES, f"/courses/{enrolment}/", f"/learn/{enrolment}/{work}/")


def test_an_unchanged_page_is_not_sent_again(alice, pages):
    tags = {page: alice.get(page)["ETag"] for page in pages}
    again = {page: alice.get(page, headers={"if-none-match": tag}) for page, tag in tags.items()}
    assert {page: (answer.status_code, answer.content) for page, answer in again.items()} == dict.fromkeys(
        pages, (304, b"")
    )


def test_a_page_with_a_form_is_unchanged_until_the_secret_of_its_token_is_another(alice, walked):
    first = alice.get("/")
    assert b'name="csrfmiddlewaretoken"' in first.content
    assert alice.get("/").content != first.content
    assert alice.get("/", headers={"if-none-match": first["ETag"]}).status_code == 304
    alice.force_login(walked.clerk)
    del alice.cookies["csrftoken"]
    assert alice.get("/", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_page_that_has_changed_is_sent_whole(alice, walked):
    tag = alice.get("/")["ETag"]
    walk("另一條街", store=walked.store, name="林小華")
    changed = alice.get("/", headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert "其他的街" in changed.content.decode()


def test_pages_belong_to_one_browser_and_are_asked_for_anew(alice, pages):
    said = {page: alice.get(page)["Cache-Control"] for page in pages}
    assert said == dict.fromkeys(pages, "private, no-cache")


def test_what_must_not_be_kept_at_all_still_says_so(client):
    assert "no-store" in client.get("/sign-in/")["Cache-Control"]


def test_a_page_is_compressed_and_an_unchanged_one_known_all_the_same(alice):
    sent = alice.get("/certificates/", headers={"accept-encoding": "gzip"})
    whole = alice.get("/certificates/").content
    assert gzip.decompress(sent.content) == whole
    assert len(sent.content) < len(whole) / 2
    again = alice.get("/certificates/", headers={"accept-encoding": "gzip", "if-none-match": sent["ETag"]})
    assert again.status_code == 304


def test_a_page_says_whose_it_is_and_one_that_looked_at_nobody_does_not(alice, walked):
    assert alice.get("/")["Streetlight-Person"] == str(walked.clerk.pk)
    assert "Streetlight-Person" not in Client().get("/sign-in/")
    assert "Streetlight-Person" not in alice.get("/api/v1/me/keep")


def test_two_persons_pages_are_never_the_same_to_a_cache(alice, walked):
    bob = Client()
    bob.force_login(clerk(StoreFactory(), "林小華"))
    answer = bob.get("/certificates/", headers={"if-none-match": alice.get("/certificates/")["ETag"]})
    assert answer.status_code == 200
    assert "Cookie" in answer["Vary"]
