"""Signing in by passkey, and the second step after the password: who comes in, and who stays outside half way."""

import json
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from people.factors.actions import forget_authenticators
from people.models import AuditEntry
from tests.factories.factors import app_of, code_of, passkey_of, recovery_codes_of
from tests.factories.people import PASSWORD, StoreFactory, clerk

pytestmark = pytest.mark.django_db
STEP = "/sign-in/second-step/"
INSIDE = ("/", "/me/", "/me/keys/", "/certificates/", "/board/", "/studio/", "/studio/pages/", "/studio/media/x.png")


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def client():
    return Client(headers={"host": "testserver"})


@pytest.fixture
def alice():
    return clerk(StoreFactory(region__chain__slug="morning"), password=PASSWORD)


def password(client, person, onward="/me/"):
    fields = {"chain": person.chain.slug, "employee_number": person.employee_number, "password": PASSWORD}
    return client.post("/sign-in/", fields | {"next": onward})


def who(client):
    return int(client.session["_auth_user_id"]) if "_auth_user_id" in client.session else None


def options_on(page):
    return json.loads(page.context["options"])


def by_passkey(client, phone, **other):
    options = client.get("/sign-in/passkey/").json()
    return client.post("/sign-in/passkey/", {"credential": phone.signs(options)} | other)


def test_a_code_of_the_app_is_the_second_step(client, alice):
    secret = app_of(alice)
    assert password(client, alice)["Location"] == STEP
    page = client.get(STEP).content.decode()
    assert "再確認一次是你" in page
    assert "data-passkey" not in page
    answer = client.post(STEP, {"code": code_of(secret, time.time())})
    assert (answer.status_code, answer["Location"], who(client)) == (302, "/me/", alice.pk)
    assert Authenticator.objects.get(user=alice, type="totp").last_used_at is not None


def test_a_passkey_is_the_second_step(client, alice):
    phone = passkey_of(alice)
    assert password(client, alice)["Location"] == STEP
    answer = client.post(STEP, {"credential": phone.signs(options_on(client.get(STEP)))})
    assert (answer["Location"], who(client)) == ("/me/", alice.pk)


def test_a_recovery_code_opens_once_and_leaves_a_line(client, alice):
    app_of(alice)
    code = recovery_codes_of(alice)[0]
    password(client, alice)
    assert client.post(STEP, {"code": f" {code[:4]} {code[4:]}"})["Location"] == "/me/"
    assert AuditEntry.objects.filter(verb="use_recovery_code", by=alice).count() == 1
    again = Client()
    password(again, alice)
    assert (again.post(STEP, {"code": code}).status_code, who(again)) == (422, None)


def test_half_way_no_door_is_open(client, alice):
    app_of(alice)
    password(client, alice)
    assert [client.get(address)["Location"][:9] for address in INSIDE] == ["/sign-in/"] * len(INSIDE)
    assert client.get("/api/v1/me/today").status_code == 401
    assert client.post("/me/keys/app/", {"code": "1"})["Location"].startswith("/sign-in/")
    assert who(client) is None


@pytest.mark.parametrize("code", ["", "000000x", "12345", "\x00", "9" * 400, "１２３４５６"])
def test_a_wrong_code_opens_nothing(client, alice, code):
    app_of(alice)
    password(client, alice)
    assert (client.post(STEP, {"code": code}).status_code, who(client)) == (422, None)


@pytest.mark.parametrize(
    "credential", ["", "x", "[]", "3", "null", '"text"', "{}", '{"id": "a"}', '{"id":"","rawId":"","response":{}}']
)
def test_a_malformed_passkey_opens_nothing(client, alice, credential):
    passkey_of(alice)
    password(client, alice)
    client.get(STEP)
    assert (client.post(STEP, {"credential": credential}).status_code, who(client)) == (422, None)
    client.get("/sign-in/passkey/")
    answer = client.post("/sign-in/passkey/", {"credential": credential})
    assert (answer["Location"], who(client)) == ("/sign-in/?next=%2F", None)


def test_a_code_of_half_a_minute_ago_opens_but_never_twice(client, alice):
    secret = app_of(alice)
    code = code_of(secret, time.time() - 30)
    password(client, alice)
    assert client.post(STEP, {"code": code}).status_code == 302
    # What allauth itself remembers of a used code is gone after 30 s, while the code still lives.
    cache.delete(f"allauth.mfa.totp.used?user={alice.pk}&code={code}")
    again = Client()
    password(again, alice)
    assert again.post(STEP, {"code": f"{code[:3]} {code[3:]}"}).status_code == 422


def test_after_five_wrong_codes_the_right_one_waits_and_others_do_not(client, alice):
    secret = app_of(alice)
    bob = clerk(StoreFactory(region__chain=alice.chain), password=PASSWORD)
    bobs = app_of(bob)
    password(client, alice)
    for _ in range(5):
        client.post(STEP, {"code": "1234567"})
    page = client.post(STEP, {"code": code_of(secret, time.time())})
    assert (page.status_code, "試太多次了" in page.content.decode()) == (422, True)
    beside = Client()
    password(beside, bob)
    assert beside.post(STEP, {"code": code_of(bobs, time.time())}).status_code == 302


def test_another_persons_code_or_passkey_does_not_open_mine(client, alice):
    app_of(alice)
    bob = clerk(StoreFactory(region__chain=alice.chain), password=PASSWORD)
    phone, secret = passkey_of(bob), app_of(bob)
    password(client, alice)
    client.get(STEP)
    assert client.post(STEP, {"code": code_of(secret, time.time())}).status_code == 422
    client.get("/sign-in/passkey/")
    options = {"publicKey": {"challenge": client.session["mfa.webauthn.state"]["challenge"]}}
    assert client.post(STEP, {"credential": phone.signs(options)}).status_code == 422
    assert who(client) is None


def test_the_second_step_wants_the_first():
    answer = Client().get(STEP)
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2F")
    assert Client().post(STEP, {"code": "123456"})["Location"].startswith("/sign-in/")


def test_the_first_step_is_forgotten_after_a_quarter_of_an_hour(client, alice):
    secret = app_of(alice)
    password(client, alice)
    session = client.session
    session["account_login"] |= {"initiated_at": time.time() - 901}
    session.save()
    assert client.post(STEP, {"code": code_of(secret, time.time())})["Location"].startswith("/sign-in/")
    assert who(client) is None


@pytest.mark.parametrize("change", ["left", "reset"])
def test_who_left_or_was_reset_in_between_does_not_come_in(client, alice, change):
    secret = app_of(alice)
    password(client, alice)
    if change == "left":
        alice.is_active = False
        alice.save(update_fields=["is_active"])
    else:
        forget_authenticators(person=alice, by=None)
    assert client.post(STEP, {"code": code_of(secret, time.time())})["Location"].startswith("/sign-in/")
    assert who(client) is None


def test_an_open_session_of_somebody_else_does_not_count_for_the_next(client, alice):
    app_of(alice)
    bob = clerk(StoreFactory(region__chain=alice.chain), password=PASSWORD)
    client.force_login(bob)
    assert password(client, alice)["Location"] == STEP
    assert who(client) is None
    assert client.get("/me/")["Location"].startswith("/sign-in/")


def test_a_passkey_signs_in_without_a_password_or_second_step(client, alice):
    phone = passkey_of(alice)
    answer = by_passkey(client, phone, next="/me/")
    assert (answer["Location"], who(client)) == ("/me/", alice.pk)
    assert client.get("/me/").status_code == 200


def test_the_way_after_a_passkey_never_leads_to_a_foreign_host(client, alice):
    assert by_passkey(client, passkey_of(alice), next="https://evil.example/")["Location"] == "/"


def test_the_passkey_of_somebody_who_left_opens_nothing(client, alice):
    phone = passkey_of(alice)
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    page = client.get(by_passkey(client, phone)["Location"]).content.decode()
    assert "這把通行金鑰開不了門" in page
    assert who(client) is None


@pytest.mark.parametrize("wrong", ["origin", "host", "key", "handle", "unverified", "unknown"])
def test_a_passkey_that_is_not_right_opens_nothing(client, alice, wrong):
    phone, other = passkey_of(alice), passkey_of(clerk(StoreFactory()))
    changes = {
        "origin": {"origin": "https://evil.example"},
        "host": {"host": "evil.example"},
        "key": {"key": other.key},
        "handle": {"handle": other.handle},
        "unverified": {"verified": False},
        "unknown": {"credential_id": b"nobody's"},
    }
    for name, value in changes[wrong].items():
        setattr(phone, name, value)
    assert (by_passkey(client, phone)["Location"], who(client)) == ("/sign-in/?next=%2F", None)


def test_an_answer_to_an_old_challenge_opens_nothing(client, alice):
    phone = passkey_of(alice)
    old = client.get("/sign-in/passkey/").json()
    client.get("/sign-in/passkey/")
    client.post("/sign-in/passkey/", {"credential": phone.signs(old)})
    assert who(client) is None
    assert client.post("/sign-in/passkey/", {"credential": "{}"})["Location"] == "/sign-in/?next=%2F"


@pytest.mark.parametrize("handle", [b"", b"x", b"999999999999999999999999", b"-1", b"\x00", b"\xff"])
def test_a_made_up_person_is_nobody(client, alice, handle):
    phone = passkey_of(alice)
    phone.handle = handle
    assert by_passkey(client, phone)["Location"] == "/sign-in/?next=%2F"
    assert who(client) is None


def test_thirty_behind_one_address_come_in_and_a_flood_does_not(client, alice):
    phone = passkey_of(alice)
    for _ in range(30):
        assert by_passkey(Client(), phone)["Location"] == "/"
    for _ in range(90):
        client.post("/sign-in/passkey/", {"credential": "{}"})
    answer = by_passkey(client, phone)
    assert "試太多次了" in client.get(answer["Location"]).content.decode()


def test_with_another_secret_key_codes_are_refused_and_passkeys_still_open(client, alice, settings):
    secret, phone = app_of(alice), passkey_of(alice)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key", []
    password(client, alice)
    for code in (code_of(secret, time.time()), code_of("", time.time())):
        assert client.post(STEP, {"code": code}).status_code == 422
    assert client.post(STEP, {"credential": phone.signs(options_on(client.get(STEP)))}).status_code == 302


def test_the_sign_in_page_has_a_form_for_a_passkey_that_stays_hidden_without_script(client, alice):
    page = client.get("/sign-in/?next=/me/").content.decode()
    assert 'autocomplete="username webauthn"' in page
    assert 'data-passkey="any" hidden' in page


def test_the_pages_are_kept_by_no_cache(client, alice):
    app_of(alice)
    password(client, alice)
    assert all("no-store" in client.get(address)["Cache-Control"] for address in (STEP, "/sign-in/passkey/"))


def test_both_want_a_csrf_token(alice):
    strict = Client(enforce_csrf_checks=True)
    assert [strict.post(address, {}).status_code for address in (STEP, "/sign-in/passkey/")] == [403, 403]
