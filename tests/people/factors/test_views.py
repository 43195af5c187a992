"""The pages of one's own ways to sign in."""

import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from people.factors.ciphers import unseal
from people.factors.queries import factors_of
from people.joining.starting import give_start_codes
from people.models import Role
from tests.factories.factors import Phone, app_of, code_of, passkey_of, recovery_codes_of
from tests.factories.people import PASSWORD, ChainFactory, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
KEYS, PASSKEY, APP, CODES, AGAIN = (
    "/me/keys/",
    "/me/keys/passkey/",
    "/me/keys/app/",
    "/me/keys/codes/",
    "/me/keys/again/",
)


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def alice():
    return clerk(StoreFactory(region__chain__slug="morning"), password=PASSWORD)


def vouched(person):
    """A browser in which this person has just typed the password."""
    client = Client()
    client.force_login(person)
    assert client.post(AGAIN, {"password": PASSWORD}).status_code == 302
    return client


def aged(client, seconds):
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    session.save()


def secret_of(client):
    return unseal(client.session["app_to_be"])


def add_passkey(client, phone=None, name="我的手機"):
    options = json.loads(client.get(PASSKEY).context["options"])
    return client.post(PASSKEY, {"name": name, "credential": (phone or Phone()).makes(options)})


def test_it_works(alice):
    client = vouched(alice)
    assert add_passkey(client)["Location"] == CODES
    page = client.get(CODES).content.decode()
    assert all(f"{code[:4]} {code[4:]}" in page for code in recovery_codes_of(alice))
    page = client.get(KEYS).content.decode()
    assert all(word in page for word in ("我的手機", "還沒用過", "還有 10 組沒用過"))


def test_a_passkey_that_was_added_signs_in(alice):
    phone = Phone()
    add_passkey(vouched(alice), phone)
    fresh = Client()
    answer = fresh.post(
        "/sign-in/passkey/", {"credential": phone.signs(fresh.get("/sign-in/passkey/").json()), "next": "/me/"}
    )
    assert answer["Location"] == "/me/"


def test_an_app_is_set_up_with_its_first_code(alice):
    client = vouched(alice)
    page = client.get(APP)
    secret = secret_of(client)
    assert f"secret={secret}" in page.context["address"]
    assert "issuer=%E8%A1%97%E7%87%88%E5%AD%B8%E5%A0%82" in page.context["address"]
    assert client.post(APP, {"code": code_of(secret, time.time())})["Location"] == CODES
    assert factors_of(alice).get().type == "totp"
    assert "app_to_be" not in client.session


def test_a_reload_keeps_the_picture_that_was_scanned(alice):
    client = vouched(alice)
    assert client.get(APP).context["address"] == client.get(APP).context["address"]


def test_the_secret_lies_sealed_in_the_session(alice):
    client = vouched(alice)
    client.get(APP)
    assert secret_of(client) not in str(dict(client.session))


@pytest.mark.parametrize("code", ["", "000000x", "\x00", "1" * 400])
def test_an_app_that_does_not_know_the_secret_is_not_set_up(alice, code):
    client = vouched(alice)
    client.get(APP)
    assert client.post(APP, {"code": code}).status_code == 422
    assert not factors_of(alice).exists()


def test_the_sixth_try_of_a_code_waits(alice):
    client = vouched(alice)
    client.get(APP)
    for _ in range(5):
        client.post(APP, {"code": "1234567"})
    page = client.post(APP, {"code": code_of(secret_of(client), time.time())})
    assert (page.status_code, "試太多次了" in page.content.decode()) == (422, True)


@pytest.mark.parametrize("credential", ["", "x", "[]", "7", '{"id": "a", "rawId": "a", "response": {}}'])
def test_a_malformed_passkey_is_not_kept(alice, credential):
    client = vouched(alice)
    client.get(PASSKEY)
    assert client.post(PASSKEY, {"credential": credential}).status_code == 422
    assert not factors_of(alice).exists()


@pytest.mark.parametrize(
    "phone", [Phone(verified=False), Phone(origin="https://evil.example"), Phone(host="evil.example")]
)
def test_a_passkey_of_an_unlocked_device_or_of_another_site_is_not_kept(alice, phone):
    assert add_passkey(vouched(alice), phone).status_code == 422
    assert not factors_of(alice).exists()


@pytest.mark.parametrize(("name", "kept"), [("", "通行金鑰"), ("  ", "通行金鑰"), ("辦公室電腦", "辦公室電腦")])
def test_a_passkey_has_a_name_in_any_case(alice, name, kept):
    add_passkey(vouched(alice), name=name)
    assert factors_of(alice).get().data["name"] == kept


@pytest.mark.parametrize("name", ["長" * 41, "\x00"])
def test_a_name_that_cannot_be_kept_is_refused(alice, name):
    assert add_passkey(vouched(alice), name=name).status_code == 422


@pytest.mark.parametrize("address", [PASSKEY, APP, CODES, "/me/keys/{}/remove/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_each_change_wants_the_password_first(alice, address, method):
    app_of(alice)
    client = Client()
    client.force_login(alice)
    address = address.format(factors_of(alice).get().pk)
    answer = getattr(client, method)(address)
    assert answer["Location"] == f"{AGAIN}?next={address.replace('/', '%2F')}"
    assert factors_of(alice).count() == 1


def test_the_password_of_the_sign_in_counts_for_ten_minutes_and_twenty_to_send(alice):
    client = Client()
    fields = {"chain": "morning", "employee_number": alice.employee_number, "password": PASSWORD}
    client.post("/sign-in/", fields)
    assert client.get(APP).status_code == 200
    aged(client, 601)
    assert client.get(APP).status_code == 302
    assert client.post(APP, {"code": "1"}).status_code == 422
    aged(client, 601)
    assert client.post(APP, {"code": "1"}).status_code == 302


def test_the_password_again_leads_back_and_never_away(alice):
    client = Client()
    client.force_login(alice)
    assert client.post(AGAIN, {"password": PASSWORD, "next": APP})["Location"] == APP
    assert client.post(AGAIN, {"password": PASSWORD, "next": "https://evil.example/"})["Location"] == KEYS


@pytest.mark.parametrize("wrong", ["", "wrong", PASSWORD + " ", "\x00", "x" * 201])
def test_a_wrong_password_changes_nothing(alice, wrong):
    client = Client()
    client.force_login(alice)
    answer = client.post(AGAIN, {"password": wrong})
    assert (answer.status_code, PASSWORD in answer.content.decode()) == (422, False)
    assert client.get(APP).status_code == 302


def test_the_sixth_try_of_a_password_waits(alice):
    client = Client()
    client.force_login(alice)
    for _ in range(5):
        client.post(AGAIN, {"password": "wrong"})
    assert "試太多次了" in client.post(AGAIN, {"password": PASSWORD}).content.decode()


def test_removing_asks_first_and_then_removes(alice):
    phone = passkey_of(alice)
    client = vouched(alice)
    address = f"/me/keys/{factors_of(alice).get().pk}/remove/"
    assert "移除「我的手機」？" in client.get(address).content.decode()
    assert factors_of(alice).exists()
    assert client.post(address)["Location"] == KEYS
    assert not Authenticator.objects.filter(user=alice).exists()
    fresh = Client()
    fresh.post("/sign-in/passkey/", {"credential": phone.signs(fresh.get("/sign-in/passkey/").json())})
    assert "_auth_user_id" not in fresh.session


def test_what_is_of_others_is_not_there(alice):
    bob = clerk(StoreFactory())
    passkey_of(bob)
    client = vouched(alice)
    address = f"/me/keys/{factors_of(bob).get().pk}/remove/"
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    assert client.get(CODES).status_code == 404
    assert factors_of(bob).exists()


def test_recovery_codes_are_no_factor_that_one_removes(alice):
    app_of(alice)
    codes = Authenticator.objects.get(user=alice, type="recovery_codes")
    assert vouched(alice).post(f"/me/keys/{codes.pk}/remove/").status_code == 404


def test_recovery_codes_are_shown_once_and_can_be_made_anew(alice):
    app_of(alice)
    old = recovery_codes_of(alice)
    client = vouched(alice)
    assert codes_on(client.get(CODES)) == old
    assert codes_on(client.get(CODES)) == []
    assert client.post(CODES)["Location"] == CODES
    assert codes_on(client.get(CODES)) == recovery_codes_of(alice) != old


def codes_on(answer):
    """The codes that a page shows, as they are typed."""
    return [re.sub(r"\W", "", code) for code in re.findall(r"<li>([\w\s-]+)</li>", answer.content.decode())]


def test_with_another_secret_key_the_pages_stand_and_codes_can_be_made_anew(alice, settings):
    app_of(alice)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key", []
    client = vouched(alice)
    assert [client.get(address).status_code for address in (KEYS, CODES, APP)] == [200, 200, 200]
    client.post(CODES)
    assert codes_on(client.get(CODES)) == recovery_codes_of(alice)


def test_who_must_have_one_sets_it_up_and_goes_on_to_where_they_wanted(settings):
    settings.SECOND_FACTOR = True
    hr = posted(Role.HR, ChainFactory(slug="morning"), password=PASSWORD)
    client = Client()
    fields = {"chain": "morning", "employee_number": hr.employee_number, "password": PASSWORD}
    assert client.post("/sign-in/", fields | {"next": "/me/?a=1"})["Location"] == "/me/?a=1"
    assert client.get("/me/?a=1")["Location"] == KEYS
    page = client.get(KEYS).content.decode()
    assert "還要一道鎖" in page
    client.get(APP)
    client.post(APP, {"code": code_of(secret_of(client), time.time())})
    assert 'href="/me/?a=1"' in client.get(CODES).content.decode()
    assert client.get("/me/?a=1").status_code == 200
    assert 'href="/me/?a=1"' in client.get(KEYS).content.decode()
    assert 'href="/me/?a=1"' not in client.get(KEYS).content.decode()


def test_who_must_have_one_is_told_why_the_last_stays(settings):
    settings.SECOND_FACTOR = True
    hr = posted(Role.HR, ChainFactory(), password=PASSWORD)
    app_of(hr)
    client = vouched(hr)
    client.post(f"/me/keys/{factors_of(hr).get().pk}/remove/")
    assert "先加一個新的" in client.get(KEYS).content.decode()
    assert factors_of(hr).exists()


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_reads_any_number_of_passkeys_at_one_price(alice, many, django_assert_num_queries):
    for _ in range(many):
        passkey_of(alice)
    client = Client()
    client.force_login(alice)
    client.get(KEYS)
    with django_assert_num_queries(5):  # session, person, keys, whether one is asked of, roles for the bar
        client.get(KEYS)


def test_a_first_password_brings_the_offer_of_a_passkey_to_that_phone_only(alice):
    bob = clerk(StoreFactory(region__chain=alice.chain))
    code = give_start_codes(persons=[bob], by=None)[bob.pk]
    client = Client()
    client.post("/sign-in/", {"chain": "morning", "employee_number": bob.employee_number, "password": code})
    answer = client.post("/sign-in/password/", {"password": "night-shift-lamp"})
    assert answer.cookies["passkey_offer"]["max-age"] == 7 * 24 * 3600
    assert 'id="passkey-offer"' in client.get("/").content.decode()
    add_passkey(client)
    assert 'id="passkey-offer"' not in client.get("/").content.decode()
    other = Client()
    other.force_login(alice)
    assert 'id="passkey-offer"' not in other.get("/").content.decode()


def test_the_page_about_oneself_leads_here(alice):
    client = Client()
    client.force_login(alice)
    assert f'href="{KEYS}"' in client.get("/me/").content.decode()
    assert "no-store" in client.get(KEYS)["Cache-Control"]
