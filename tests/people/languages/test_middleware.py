"""Whoever reads decides: the person, else the phone, else the browser, else Chinese."""

import pytest
from django.test import Client

from people.languages.actions import choose_language
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db
SIGN_IN = {"zh-Hant": "登入", "en": "Sign in", "vi": "Đăng nhập", "id": "Masuk"}


def page(client, address="/sign-in/", **headers):
    return client.get(address, headers=headers)


def spoken(answer):
    return answer["Content-Language"]


def reader(language):
    somebody = clerk(StoreFactory())
    choose_language(person=somebody, language=language, by=somebody)
    client = Client()
    client.force_login(somebody)
    return client


@pytest.mark.parametrize("tag", SIGN_IN)
def test_a_page_is_in_the_cookies_language_and_says_so(client, tag):
    client.cookies["language"] = tag
    answer = page(client)
    assert spoken(answer) == tag
    assert f'<html lang="{tag}">' in answer.content.decode()
    assert f">{SIGN_IN[tag]}</button>" in answer.content.decode()


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("id-ID", "id"),
        ("zh-TW,zh;q=0.9,en-US;q=0.8", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("en-GB,en;q=0.7", "en"),
        ("fr,en;q=0.5", "en"),
        ("th", "zh-Hant"),
        ("", "zh-Hant"),
        ("q=;;,*", "zh-Hant"),
        ("x" * 600, "zh-Hant"),
    ],
)
def test_without_a_cookie_the_browser_is_asked(client, header, tag):
    assert spoken(page(client, accept_language=header)) == tag


@pytest.mark.parametrize("cookie", ["fr", "th-TH", "", "../../etc", "vi; x", "<script>"])
def test_a_cookie_that_makes_no_sense_is_no_choice(client, cookie):
    client.cookies["language"] = cookie
    assert spoken(page(client, accept_language="id")) == "id"


def test_the_person_comes_before_cookie_and_browser():
    client = reader("vi")
    client.cookies["language"] = "en"
    assert spoken(page(client, "/me/", accept_language="id")) == "vi"


def test_a_persons_language_that_we_do_not_speak_is_no_choice():
    somebody = clerk(StoreFactory())
    type(somebody).objects.filter(pk=somebody.pk).update(language="th")
    client = Client()
    client.force_login(somebody)
    assert spoken(page(client, "/me/", accept_language="en")) == "en"


def test_caches_are_told_what_decided(client):
    assert {"Accept-Language", "Cookie"} <= set(page(client)["Vary"].split(", "))


@pytest.mark.parametrize("address", ["/nowhere/", "/verify/"])
def test_pages_that_are_not_there_and_public_ones_speak_too(client, address):
    client.cookies["language"] = "vi"
    assert '<html lang="vi">' in page(client, address).content.decode()


def test_what_has_no_words_asks_for_neither_session_nor_language(django_assert_num_queries):
    client = reader("vi")
    with django_assert_num_queries(0):
        answer = page(client, "/healthz")
    assert not {"Content-Language", "Vary"} & set(answer.headers)


def test_one_answer_leaves_no_language_behind_for_the_next(client):
    page(reader("vi"), "/me/")
    assert spoken(page(client)) == "zh-Hant"
