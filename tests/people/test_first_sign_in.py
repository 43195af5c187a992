"""The first sign-in: a start code in the password field, a password of one's own, then today."""

import pytest
from django.test import Client

from people.joining.rules import MOST_TRIES, shown
from people.joining.starting import give_start_codes, reset
from people.models import Person, StartCode, WrongTries
from tests.factories.people import PASSWORD, StoreFactory, clerk

pytestmark = pytest.mark.django_db
OWN = "night-shift-lamp"
BACK = "/sign-in/?next=%2F"
REFUSED = "公司、員工編號或密碼不對"


@pytest.fixture
def alice():
    return clerk(StoreFactory(region__chain__slug="morning", region__chain__name="晨光便利商店"))


@pytest.fixture
def code(alice):
    return give_start_codes(persons=[alice], by=None)[alice.pk]


def sign_in(client, somebody, typed, address="/sign-in/"):
    fields = {"chain": somebody.chain.slug, "employee_number": somebody.employee_number, "password": typed}
    return client.post(address, fields)


def who(client):
    return int(client.session["_auth_user_id"]) if "_auth_user_id" in client.session else None


def choose(client, password=OWN, **other):
    return client.post("/sign-in/password/", {"password": password} | other)


def test_it_works(client, alice, code):
    answer = sign_in(client, alice, shown(code))
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/password/?next=%2F")
    page = client.get(answer["Location"]).content.decode()
    assert all(
        word in page for word in ("王小明", alice.employee_number, "設定自己的密碼", 'autocomplete="new-password"')
    )
    done = choose(client, next="/")
    assert (done.status_code, done["Location"], who(client)) == (302, "/", alice.pk)
    assert client.get("/").status_code == 200
    assert sign_in(Client(), alice, OWN)["Location"] == "/"


def test_nobody_is_signed_in_before_the_password_is_set(client, alice, code):
    sign_in(client, alice, code)
    assert who(client) is None
    for address in ("/", "/me/", "/certificates/", "/board/", "/studio/"):
        assert client.get(address)["Location"].startswith("/sign-in/?next=")
    assert client.get("/api/v1/me/today").status_code == 401


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "請輸入新密碼"),
        ("short7!", "至少 8 個字元"),
        ("password", "太常見"),
        ("12345678", "太常見"),
        ("x" * 201, "200"),
    ],
)
def test_a_weak_password_is_refused_with_words(client, alice, code, password, said):
    sign_in(client, alice, code)
    answer = choose(client, password)
    assert (answer.status_code, said in answer.content.decode(), who(client)) == (422, True, None)
    assert not Person.objects.get(pk=alice.pk).has_usable_password()
    assert choose(client).status_code == 302


def test_neither_number_name_nor_start_code_makes_a_password(client, alice, code):
    Person.objects.filter(pk=alice.pk).update(employee_number="F0023-0042", name="Nguyen Thi Lan")
    alice.refresh_from_db()
    sign_in(client, alice, code)
    for typed, said in (
        ("F0023-0042", "員工編號"),
        ("nguyenthilan", "姓名"),
        (shown(code), "起始碼印在紙上"),
        (code, "印"),
    ):
        assert said in choose(client, typed).content.decode()
    assert who(client) is None


def test_without_a_start_code_there_is_nothing_to_set(client, alice):
    for answer in (client.get("/sign-in/password/"), choose(client)):
        assert (answer.status_code, answer["Location"]) == (302, BACK)
    assert not Person.objects.get(pk=alice.pk).has_usable_password()


def test_who_is_signed_in_already_sets_no_password_there(client, alice):
    bob = clerk(StoreFactory(region__chain=alice.chain), password=PASSWORD)
    sign_in(client, bob, PASSWORD)
    choose(client)
    assert Person.objects.get(pk=bob.pk).check_password(PASSWORD)


def test_another_persons_code_refuses_like_a_wrong_password(client, alice, code):
    bob = clerk(StoreFactory(region__chain=alice.chain))
    give_start_codes(persons=[bob], by=None)
    answer = sign_in(client, bob, code)
    assert (answer.status_code, REFUSED in answer.content.decode()) == (422, True)


def test_a_used_code_is_named_as_such_and_opens_nothing(client, alice, code):
    sign_in(client, alice, code)
    choose(client)
    fresh = Client()
    answer = sign_in(fresh, alice, code)
    assert (answer.status_code, "起始碼用過了" in answer.content.decode(), who(fresh)) == (422, True, None)
    assert choose(fresh, "another-lamp")["Location"] == BACK


def test_an_expired_code_is_named_only_to_who_knows_it(client, alice, code):
    StartCode.objects.update(issued_at="2026-01-01T00:00Z", expires_at="2026-01-15T00:00Z")
    assert "起始碼過期了" in sign_in(client, alice, code).content.decode()
    wrong = sign_in(client, alice, "CCCC-CCCC").content.decode()
    assert (REFUSED in wrong, "過期" in wrong) == (True, False)


def test_after_five_wrong_tries_the_code_no_longer_helps(client, alice, code):
    for _ in range(MOST_TRIES):
        assert REFUSED in sign_in(client, alice, "CCCC-CCCC").content.decode()
    assert "請等 5 分鐘" in sign_in(client, alice, code).content.decode()
    WrongTries.objects.all().delete()
    assert "已經停用" in sign_in(client, alice, code).content.decode()


def test_a_new_code_ends_what_was_begun_with_the_old_one(client, alice, code):
    sign_in(client, alice, code)
    reset(person=alice, by=None)
    assert choose(client)["Location"] == BACK
    assert not Person.objects.get(pk=alice.pk).has_usable_password()
    assert "再登入一次" in client.get("/sign-in/").content.decode()


def test_a_page_left_open_sets_no_password_after_a_quarter_of_an_hour(client, alice, code):
    sign_in(client, alice, code)
    session = client.session
    session["start_code"] = session["start_code"] | {"shown_at": "2026-01-01T00:00:00+00:00"}
    session.save()
    assert choose(client)["Location"] == BACK
    assert sign_in(client, alice, code).status_code == 302


def test_a_reset_signs_out_everywhere(client, alice):
    alice.set_password(PASSWORD)
    alice.save()
    sign_in(client, alice, PASSWORD)
    assert client.get("/me/").status_code == 200
    code = reset(person=alice, by=None)
    assert client.get("/me/")["Location"].startswith("/sign-in/")
    assert sign_in(client, alice, PASSWORD).status_code == 422
    assert sign_in(client, alice, code)["Location"].startswith("/sign-in/password/")


def test_who_was_signed_in_on_the_phone_is_signed_out_by_anothers_code(client, alice, code):
    bob = clerk(StoreFactory(region__chain=alice.chain), password=PASSWORD)
    sign_in(client, bob, PASSWORD)
    sign_in(client, alice, code)
    assert who(client) is None


@pytest.mark.parametrize(("wanted", "led"), [("/board/?a=1", "/board/?a=1"), ("//evil.example", "/")])
def test_the_way_leads_on_to_where_one_wanted_to_go_and_never_abroad(client, alice, code, wanted, led):
    answer = sign_in(client, alice, code, f"/sign-in/?next={wanted}")
    page = client.get(answer["Location"]).content.decode()
    assert f'name="next" value="{led}"' in page
    assert choose(client, next=wanted)["Location"] == led


def test_the_session_is_a_new_one_at_each_step(client, alice, code):
    client.get("/sign-in/")
    sign_in(client, alice, code)
    before = client.session.session_key
    choose(client)
    assert client.session.session_key not in (None, before)


def test_setting_a_password_wants_a_csrf_token_and_is_kept_by_no_cache(alice, code):
    client = Client(enforce_csrf_checks=True)
    token = client.get("/sign-in/").cookies["csrftoken"].value
    fields = {"chain": "morning", "employee_number": alice.employee_number, "password": code}
    client.post("/sign-in/", fields | {"csrfmiddlewaretoken": token})
    page = client.get("/sign-in/password/")
    assert "no-store" in page["Cache-Control"]
    assert choose(client).status_code == 403
    assert choose(client, csrfmiddlewaretoken=page.cookies["csrftoken"].value).status_code == 302
