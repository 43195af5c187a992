"""Who must have a second factor and has none gets nowhere; who has one, need not or comes with a token, does."""

import re

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve
from wagtail.models import APIToken

from people import access
from people.actions import end_posting, post
from people.models import Role
from tests.factories.factors import app_of
from tests.factories.people import PASSWORD, ChainFactory, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
MUST = [Role.HR, Role.TRAINER, Role.AUDITOR, Role.OPERATOR]
SET_UP = "/me/keys/"


@pytest.fixture(autouse=True)
def _asked(settings):
    settings.SECOND_FACTOR = True


def somebody(role):
    return posted(role, ChainFactory(), password=PASSWORD)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def patterns(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route, pattern.callback


def filled(route):
    """An address that a route matches, or None."""
    text = re.sub(r"\(\?P<\w*sha\w*>[^)]*\)", "0" * 64, re.sub(r"[\^$]|\\Z", "", route)).replace(r"\.", ".")
    text = re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", text)
    text = re.sub(r"<(int:)?\w+>", "1", re.sub(r"<(str|slug|path):\w+>", "x", text))
    return None if re.search(r"[<>()\[\]\\*+?|]", text) else "/" + text


OPEN = {"/me/keys/", "/me/keys/again/", "/me/keys/passkey/", "/me/keys/app/", "/me/keys/codes/", "/me/keys/1/remove/"}
OPEN |= {"/sign-out/"}
ADDRESSES = {filled(route) for route, _ in patterns(get_resolver())} - {None} - OPEN
DOORS = sorted(address for address in ADDRESSES if access.declared(resolve(address).func) != "public")


def test_the_walk_reaches_studio_board_api_and_pictures():
    rooms = ("/studio/pages/", "/studio/media/", "/board/", "/api/v1/", "/me/", "/learn/")
    assert [room for room in rooms if not any(door.startswith(room) for door in DOORS)] == []
    assert len(DOORS) > 150


@pytest.mark.parametrize("role", MUST)
def test_each_of_the_four_roles_is_led_to_the_page_where_a_factor_is_set_up(role):
    answer = signed_in(somebody(role)).get("/board/?a=1")
    assert (answer.status_code, answer["Location"]) == (302, SET_UP)


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_door_of_the_house_opens_before_that(method):
    client = signed_in(somebody(Role.OPERATOR))
    opened = {}
    for door in DOORS:
        answer = getattr(client, method)(door)
        shut = answer.status_code == (403 if door.startswith("/api/") else 302)
        if not shut or answer.get("Location", SET_UP) != SET_UP:
            opened[door] = (answer.status_code, answer.get("Location"))
    assert opened == {}


def test_the_api_says_why():
    answer = signed_in(somebody(Role.HR)).get("/api/v1/me/today")
    assert (answer.status_code, answer.json()) == (403, {"detail": "請先到「我」的「登入方式」設定第二道鎖。"})


@pytest.mark.parametrize("address", ["/me/keys/", "/sign-in/", "/healthz"])
def test_setting_up_and_what_is_public_stay_open(address):
    assert signed_in(somebody(Role.HR)).get(address).status_code == 200


def test_only_a_page_that_was_opened_is_gone_on_to():
    client = signed_in(somebody(Role.HR))
    client.get("/board/?a=1")
    client.get("/certificates/", headers={"Sec-Fetch-Dest": "empty"})
    client.post("/me/")
    assert client.session["after_factor"] == "/board/?a=1"


def test_one_can_leave():
    client = signed_in(somebody(Role.HR))
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session


def test_with_a_factor_the_doors_open():
    hr = somebody(Role.HR)
    app_of(hr)
    assert signed_in(hr).get("/me/").status_code == 200


def test_recovery_codes_alone_are_no_factor():
    hr = somebody(Role.HR)
    app_of(hr)
    hr.authenticator_set.filter(type="totp").delete()
    assert signed_in(hr).get("/me/")["Location"] == SET_UP


@pytest.mark.parametrize("role", sorted(set(Role) - set(MUST)))
def test_other_roles_are_not_asked(role):
    assert signed_in(somebody(role)).get("/me/").status_code == 200


def test_who_is_given_such_a_role_later_is_led_there_from_the_open_session():
    alice = clerk(StoreFactory())
    client = signed_in(alice)
    assert client.get("/me/").status_code == 200
    posting = post(person=alice, role=Role.TRAINER, scope=alice.chain, by=None)
    assert client.get("/me/")["Location"] == SET_UP
    end_posting(posting=posting, by=None)
    assert client.get("/me/").status_code == 200


def test_in_the_demo_nobody_is_asked(settings):
    settings.SECOND_FACTOR = False
    assert signed_in(somebody(Role.OPERATOR)).get("/me/").status_code == 200


def test_a_machine_with_a_token_passes():
    hr = somebody(Role.HR)
    _, secret = APIToken.create_token(user=hr, name="nightly")
    answer = Client().get("/api/v1/me/today", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200


def test_a_made_up_token_does_not_lift_the_gate():
    client = signed_in(somebody(Role.HR))
    assert client.get("/api/v1/me/today", headers={"Authorization": "Bearer x"}).status_code == 403
    assert client.get("/board/", headers={"Authorization": "Bearer x"})["Location"] == SET_UP


def test_the_session_reads_person_and_debt_in_one_query(django_assert_num_queries):
    client = signed_in(somebody(Role.HR))
    with django_assert_num_queries(2):  # the session, the person
        client.post("/board/")
