"""Signing in and out, and the page about oneself."""

import pytest
from django.test import Client

from people.actions import end_posting, hire
from people.models import Role
from tests.factories.people import PASSWORD, ChainFactory, RegionFactory, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
REFUSED = "公司、員工編號或密碼不對"


@pytest.fixture
def alice():
    store = StoreFactory(region__chain__slug="morning", region__chain__name="晨光便利商店", name="站前門市")
    return clerk(store, "王小明", password=PASSWORD)


def sign_in(client, somebody=None, *, address="/sign-in/", **other):
    chain = somebody.chain.slug if somebody and somebody.chain else "programme"
    fields = {"chain": chain, "employee_number": getattr(somebody, "employee_number", ""), "password": PASSWORD}
    return client.post(address, fields | other)


def who(client):
    return int(client.session["_auth_user_id"]) if "_auth_user_id" in client.session else None


def test_it_works(client, alice):
    answer = sign_in(client, alice)
    assert (answer.status_code, answer["Location"], who(client)) == (302, "/", alice.pk)


def test_the_form_offers_every_chain_and_the_programme(client, alice):
    ChainFactory(slug="other", name="好鄰居")
    page = client.get("/sign-in/").content.decode()
    assert all(f'value="{slug}"' in page for slug in ("morning", "other", "programme"))
    assert "晨光便利商店" in page
    assert 'autocomplete="current-password"' in page


def test_a_number_typed_with_spaces_around_is_the_number(client, alice):
    sign_in(client, alice, employee_number=f"  {alice.employee_number} ")
    assert who(client) == alice.pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "wrong"},
        {"password": PASSWORD + " "},
        {"password": PASSWORD.upper()},
        {"employee_number": "X99999"},
        {"employee_number": "nobody"},
        {"chain": "programme"},
    ],
)
def test_a_refusal_never_says_which_field_was_wrong(client, alice, wrong):
    answer = sign_in(client, alice, **wrong)
    assert (answer.status_code, who(client)) == (422, None)
    assert REFUSED in answer.content.decode()
    assert PASSWORD not in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"chain": "nowhere"}, {"chain": ""}, {"employee_number": ""}, {"password": ""}, {"employee_number": "A\x00"}],
)
def test_a_malformed_form_signs_nobody_in(client, alice, wrong):
    answer = sign_in(client, alice, **wrong)
    assert (answer.status_code, who(client)) == (422, None)


def test_another_chains_person_of_the_same_number_is_somebody_else(client, alice):
    charlie = hire(
        chain=ChainFactory(slug="other"),
        employee_number=alice.employee_number,
        name="李小華",
        by=None,
        password="dusk-lamp",
    )
    assert sign_in(client, charlie).status_code == 422
    assert who(client) is None
    sign_in(client, charlie, password="dusk-lamp")
    assert who(client) == charlie.pk


def test_who_has_left_cannot_sign_in_nor_stay_signed_in(client, alice):
    sign_in(client, alice)
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    assert client.get("/me/")["Location"].startswith("/sign-in/")
    assert sign_in(Client(), alice).status_code == 422


def test_somebody_without_a_password_cannot_sign_in(client, alice):
    bob = clerk(StoreFactory(region__chain=alice.chain), "林小華")
    assert [sign_in(client, bob, password=p).status_code for p in ("", "!", PASSWORD)] == [422] * 3


def test_the_programmes_staff_sign_in_without_a_chain(client):
    operator = posted(Role.OPERATOR, None, password=PASSWORD)
    sign_in(client, operator)
    assert who(client) == operator.pk


@pytest.mark.parametrize("where", ["get", "post"])
def test_the_way_leads_on_to_where_one_wanted_to_go(client, alice, where):
    wanted = "/board/?a=1"
    answer = (
        sign_in(client, alice, address="/sign-in/?next=%2Fboard%2F%3Fa%3D1")
        if where == "get"
        else sign_in(client, alice, next=wanted)
    )
    assert answer["Location"] == wanted


@pytest.mark.parametrize(
    "foreign",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil",
    ],
)
def test_the_way_never_leads_to_a_foreign_host(client, alice, foreign):
    assert sign_in(client, alice, next=foreign)["Location"] == "/"
    assert sign_in(Client(), alice, address=f"/sign-in/?next={foreign}")["Location"] == "/"


def test_where_one_wanted_to_go_survives_a_wrong_password(client, alice):
    page = client.post("/sign-in/?next=/board/", {"chain": "morning"}).content.decode()
    assert 'name="next" value="/board/"' in page


def test_the_session_is_a_new_one_after_sign_in(client, alice):
    client.get("/sign-in/")
    session = client.session
    session["left"] = "here"
    session.save()
    before = session.session_key
    sign_in(client, alice)
    assert client.session.session_key != before


def test_the_phone_remembers_the_company_and_nothing_else(client, alice):
    answer = sign_in(client, alice)
    cookie = answer.cookies["chain"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("morning", True, "Lax")
    client.logout()
    client.cookies["chain"] = "morning"
    assert 'value="morning" selected' in client.get("/sign-in/").content.decode()


def test_signing_in_wants_a_csrf_token(alice):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, alice).status_code == 403
    token = client.get("/sign-in/").cookies["csrftoken"].value
    assert sign_in(client, alice, csrfmiddlewaretoken=token).status_code == 302


def test_the_sign_in_page_is_kept_by_no_cache(client):
    assert "no-store" in client.get("/sign-in/")["Cache-Control"]


def test_signing_out_ends_the_session_and_takes_a_post(client, alice):
    sign_in(client, alice)
    assert client.get("/sign-out/").status_code == 405
    assert who(client) == alice.pk
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert who(client) is None


def test_the_page_about_oneself_says_what_is_known(client, alice):
    alice.postings.create(role=Role.MANAGER, region=RegionFactory(name="東區"), since="2026-01-05T02:00Z")
    client.force_login(alice)
    page = client.get("/me/").content.decode()
    assert all(
        word in page for word in ("王小明", alice.employee_number, "晨光便利商店", "站前門市", "門市夥伴", "東區")
    )


def test_the_page_about_oneself_leaves_out_what_has_ended_and_what_is_of_others(client, alice):
    clerk(StoreFactory(region__chain=alice.chain, name="河畔門市"), "林小華")
    end_posting(posting=alice.postings.get(), by=None)
    client.force_login(alice)
    page = client.get("/me/").content.decode()
    assert not any(word in page for word in ("站前門市", "河畔門市", "林小華"))
