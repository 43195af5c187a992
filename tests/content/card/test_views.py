"""The page under the counter, for whoever is signed in."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.actions.freeze import freeze
from content.loading.files import hotlines_body
from content.models import Work
from people.languages.actions import choose_language
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> Work:
    """The hotlines of the data file."""
    work = Work.objects.create(kind=Work.Kind.HOTLINES)
    freeze(work=work, body=hotlines_body(), by=None)
    return work


@pytest.fixture
def phone() -> Client:
    client = Client()
    client.somebody = clerk(StoreFactory())
    client.force_login(client.somebody)
    return client


def page(client, lang="zh-Hant"):
    choose_language(person=client.somebody, language=lang, by=client.somebody)
    answer = client.get("/card/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_stranger_is_led_to_the_sign_in_page(client, lines):
    assert client.get("/card/").headers["Location"] == "/sign-in/?next=%2Fcard%2F"


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("zh-Hant", ["立即危險", "什麼時候", "有需要我幫忙的地方嗎？", "最後查證：2026"]),
        ("en", ["Immediate danger", "When", "Hello, is there anything I can help you with?", "Last checked:"]),
        ("vi", ["Nguy hiểm ngay", "Khi nào", "Xin chào, có gì cần tôi giúp không ạ?", "Bản nháp máy dịch"]),
        ("id", ["Bahaya segera", "Kapan", "Halo, ada yang bisa saya bantu?", "Draf mesin, menunggu"]),
    ],
)
def test_it_is_whole_in_the_readers_language_and_has_the_chinese_to_say(phone, lines, lang, says):
    html = page(phone, lang)
    assert [text for text in says if text not in html] == []
    opening = "".join(f'<span class="clause">{clause}</span>' for clause in ("您好，", "有需要我幫忙的地方嗎？"))
    assert f'<p class="chinese" lang="zh-Hant" data-read>{opening}</p>' in html
    assert "[[" not in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("lang", "draft"), [("zh-Hant", False), ("en", False), ("vi", True), ("id", True)])
def test_a_machines_draft_says_so(phone, lines, lang, draft):
    assert ("icons.svg#studio" in page(phone, lang).split("<main")[1]) is draft


def test_no_link_dials_before_somebody_has_said_yes(phone, lines):
    html = page(phone)
    assert "tel:" not in html
    assert len(re.findall("data-call=", html)) > 30


def test_nothing_in_it_changes_by_itself_so_a_second_visit_costs_headers_only(phone, lines):
    first = phone.get("/card/")
    assert b"csrfmiddlewaretoken" not in first.content
    assert phone.get("/card/", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_it_takes_one_query_more_than_any_page_whatever_the_number_of_lines(phone, lines):
    def queries(address):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert phone.get(address).status_code == 200
        return len(captured)

    freeze(work=lines, body=hotlines_body() | {"entries": hotlines_body()["entries"][:1]}, by=None)
    at_one = queries("/card/")
    freeze(work=lines, body=hotlines_body() | {"entries": hotlines_body()["entries"][:3]}, by=None)
    assert (at_one, queries("/card/")) == (4, 4)


def test_without_hotlines_it_says_whom_to_tell(phone):
    assert "專線的號碼還沒有放進來，請告訴店長。" in page(phone)


def test_the_ways_and_today_lead_to_it(phone, lines):
    assert phone.get("/").content.decode().count('href="/card/"') == 2


def test_phones_keep_it_and_fetch_it_anew_when_a_number_changes(phone, lines):
    def version():
        return {thing["url"]: thing["version"] for thing in phone.get("/api/v1/me/keep").json()["things"]}["/card/"]

    before = version()
    assert version() == before
    freeze(work=lines, body=hotlines_body() | {"entries": hotlines_body()["entries"][:5]}, by=None)
    assert version() != before


def test_the_app_has_a_shortcut_to_it(client):
    assert "/card/" in [each["url"] for each in client.get("/manifest.webmanifest").json()["shortcuts"]]
