"""Choosing a language, with and without somebody signed in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.languages.signing_in import CHOSEN, HOLDS
from people.models import AuditEntry, Person
from tests.factories.people import PASSWORD, StoreFactory, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def an():
    return clerk(StoreFactory(), "阮氏安", password=PASSWORD)


@pytest.fixture
def signed_in(an):
    client = Client()
    client.force_login(an)
    return client


def choose(client, language, **more):
    return client.post("/language/", {"language": language, "next": "/me/"} | more)


def language(somebody):
    return Person.objects.get(pk=somebody.pk).language


def sign_in(client, somebody):
    chain = somebody.chain.slug
    client.post("/sign-in/", {"chain": chain, "employee_number": somebody.employee_number, "password": PASSWORD})


@pytest.mark.parametrize("tag", ["vi", "id", "en", "zh-Hant"])
def test_a_choice_is_kept_with_the_person_and_on_the_phone(signed_in, an, tag):
    answer = choose(signed_in, tag)
    assert (answer.status_code, answer["Location"], language(an)) == (302, "/me/", tag)
    cookie = answer.cookies["language"]
    assert (cookie.value, cookie["samesite"], cookie["max-age"]) == (tag, "Lax", 365 * 24 * 3600)


def test_the_trail_names_a_change_and_nothing_else(signed_in, an):
    for tag in ("vi", "vi", "VI"):
        choose(signed_in, tag)
    lines = AuditEntry.objects.filter(verb="choose_language")
    assert [(line.by_id, line.detail) for line in lines] == [(an.pk, {"language": "vi"})]


@pytest.mark.parametrize("wrong", ["", "fr", "zh", "vi\x00", "zh-Hant-TW", "<b>"])
def test_what_is_no_language_of_ours_is_refused_and_changes_nothing(signed_in, an, wrong):
    answer = choose(signed_in, wrong)
    assert (answer.status_code, answer.content.decode(), language(an)) == (400, "沒有這個語言。", "zh-Hant")
    assert "language" not in answer.cookies


def test_without_a_language_nothing_is_chosen(signed_in):
    assert signed_in.post("/language/").status_code == 400


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_it_leads_to_pages_of_ours_only(signed_in, where):
    assert choose(signed_in, "vi", next=where)["Location"] == "/"


def test_a_choice_is_a_form_not_a_link(signed_in):
    assert signed_in.get("/language/?language=vi").status_code == 405


def test_another_site_cannot_choose(an):
    client = Client(enforce_csrf_checks=True)
    client.force_login(an)
    assert (choose(client, "vi").status_code, language(an)) == (403, "zh-Hant")


def test_a_stranger_chooses_for_the_phone(client):
    assert choose(client, "vi", next="/sign-in/").cookies["language"].value == "vi"
    assert client.get("/sign-in/")["Content-Language"] == "vi"


def test_whoever_signs_in_after_choosing_keeps_the_choice(client, an):
    choose(client, "vi")
    sign_in(client, an)
    assert language(an) == "vi"
    assert CHOSEN not in client.session


def test_a_cookie_of_somebody_else_changes_nobody(client, an):
    client.cookies["language"] = "id"
    sign_in(client, an)
    assert language(an) == "zh-Hant"


def test_a_choice_of_long_ago_was_somebody_elses(client, an):
    choose(client, "vi")
    session = client.session
    session[CHOSEN] = session[CHOSEN] | {"at": (timezone.now() - HOLDS - timedelta(seconds=1)).isoformat()}
    session.save()
    sign_in(client, an)
    assert language(an) == "zh-Hant"


@pytest.mark.parametrize("address", ["/sign-in/", "/me/"])
def test_the_switch_offers_every_language_by_its_own_name(an, address):
    client = Client()
    if address == "/me/":
        client.force_login(an)
    page = client.get(address).content.decode()
    for tag, name in {"zh-Hant": "繁體中文", "en": "English", "vi": "Tiếng Việt", "id": "Bahasa Indonesia"}.items():
        now = ' aria-current="true"' if tag == "zh-Hant" else ""
        assert f'value="{tag}" lang="{tag}"{now}>{name}</button>' in page


@pytest.mark.parametrize(("tag", "said"), [("vi", True), ("id", True), ("en", False), ("zh-Hant", False)])
def test_a_draft_says_that_it_is_one(signed_in, tag, said):
    choose(signed_in, tag)
    assert signed_in.get("/me/").context["draft"] is said
