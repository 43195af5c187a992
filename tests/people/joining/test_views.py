"""The pages behind a poster, from the scan to the password."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.doors import stores_to_staff
from people.joining.deciding import approve, refuse
from people.joining.posters import make_posters, replace_poster
from people.joining.rules import MOST_WAITING
from people.models import JoinPoster, JoinReason, JoinRequest, Person, Role, StartCode
from tests.factories.people import PASSWORD, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
OWN = "night-shift-lamp"


@pytest.fixture
def store():
    return StoreFactory(region__chain__slug="morning", region__chain__name="晨光超商", code="10231", name="榕樹門市")


@pytest.fixture
def address(store):
    make_posters(stores=[store], by=None)
    return f"/join/{JoinPoster.objects.get().token}/"


def said(answer):
    return answer.content.decode()


def knock(client, address, number="F1", name="阮氏蘭", **headers):
    return client.post(address, {"employee_number": number, "name": name}, **headers)


def decided(store, *, refused=None):
    boss, now = posted(Role.MANAGER, store), timezone.now()
    one = JoinRequest.objects.latest("pk")
    if refused:
        refuse(asked=one, reason=refused, by=boss, at=now)
    else:
        approve(asked=one, stores=stores_to_staff(boss), by=boss, at=now)


def test_it_works_from_the_scan_over_the_approval_to_today(client, store, address):
    page = said(client.get(address))
    assert all(word in page for word in ("加入榕樹門市", "晨光超商", "員工編號", "姓名"))
    assert knock(client, address)["Location"] == address
    waiting = said(client.get(address))
    assert ("等店長同意" in waiting, "阮氏蘭" in waiting, f'data-ask="{address}stand/"' in waiting) == (True,) * 3
    assert client.get(f"{address}stand/").json() == {"stand": "asked"}
    decided(store)
    assert client.get(f"{address}stand/").json() == {"stand": "approved"}
    assert "設定密碼" in said(client.get(address))
    assert client.post(f"{address}begin/")["Location"] == "/sign-in/password/"
    assert client.post("/sign-in/password/", {"password": OWN})["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Person.objects.get(employee_number="F1").check_password(OWN)


def test_who_is_on_the_roster_sets_a_password_at_once(client, store, address):
    alice = clerk(store, "王小明")
    assert knock(client, address, alice.employee_number, "王 小明")["Location"] == "/sign-in/password/"
    assert client.post("/sign-in/password/", {"password": OWN})["Location"] == "/"


def test_who_has_a_password_signs_in_with_all_but_that_filled_in(client, store, address):
    bob = clerk(store, "林小華", password=PASSWORD)
    answer = knock(client, address, bob.employee_number, "林小華")
    page = said(client.get(answer["Location"]))
    assert (f'value="{bob.employee_number}"' in page, 'value="morning" selected' in page) == (True, True)
    assert "你已經有密碼了，直接登入就好" in page


def test_a_manager_without_a_password_is_told_who_gives_one(store, address):
    boss = posted(Role.MANAGER, store)
    answer = knock(Client(), address, boss.employee_number, boss.name)
    assert (answer.status_code, "請向總部人資拿一組起始碼" in said(answer)) == (422, True)
    assert (JoinRequest.objects.count(), StartCode.objects.count()) == (0, 0)


def test_the_page_of_the_password_speaks_of_the_poster_to_who_scanned_it(client, store, address):
    alice = clerk(store, "王小明")
    knock(client, address, alice.employee_number, "王小明")
    page = said(client.get("/sign-in/password/"))
    assert ("不用再掃海報" in page, "起始碼只用" in page, f'href="{address}?again"' in page) == (True, False, True)


@pytest.mark.parametrize("approved", [True, False])
def test_who_waits_too_long_with_the_password_begins_at_the_poster_again(client, store, address, approved):
    number = "F1" if approved else clerk(store, "阮氏蘭").employee_number
    knock(client, address, number)
    if approved:
        decided(store)
        client.post(f"{address}begin/")
    session = client.session
    session["start_code"] |= {"shown_at": (timezone.now() - timedelta(minutes=16)).isoformat()}
    session.save()
    answer = client.post("/sign-in/password/", {"password": OWN})
    assert answer["Location"] == address
    page = said(client.get(address))
    assert ("這一步等太久" in page, "設定密碼" in page, "員工編號" in page) == (True, approved, True)
    again = client.post(f"{address}begin/") if approved else knock(client, address, number)
    assert again["Location"] == "/sign-in/password/"
    assert client.post("/sign-in/password/", {"password": OWN})["Location"] == "/"


def test_another_browser_sees_and_opens_nothing(client, store, address):
    knock(client, address)
    decided(store)
    other = Client()
    assert "阮氏蘭" not in said(other.get(address))
    assert other.get(f"{address}stand/").status_code == 404
    assert other.post(f"{address}begin/")["Location"] == address
    assert other.get("/sign-in/password/")["Location"].startswith("/sign-in/?")


def test_nothing_begins_before_the_approval(client, address):
    knock(client, address)
    assert client.post(f"{address}begin/")["Location"] == address
    assert client.get("/sign-in/password/")["Location"].startswith("/sign-in/?")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (JoinReason.NOT_HERE, "不是這家門市的夥伴"),
        (JoinReason.OTHER, "編號或姓名跟公司的資料不一樣"),
        (JoinReason.HAS_PASSWORD, "已經有密碼了"),
    ],
)
def test_a_refusal_says_why_and_what_next(client, store, address, reason, words):
    knock(client, address)
    decided(store, refused=reason)
    assert words in said(client.get(address))
    assert 'value="F1"' in said(client.get(f"{address}?again"))


def test_a_week_later_the_page_says_so(client, address):
    knock(client, address)
    JoinRequest.objects.update(asked_at=timezone.now() - timedelta(days=7))
    assert "等了 7 天" in said(client.get(address))
    assert client.get(f"{address}stand/").json() == {"stand": "expired"}


def test_a_used_approval_leads_to_the_sign_in(client, store, address):
    knock(client, address)
    decided(store)
    person = Person.objects.get(employee_number="F1")
    person.set_password(PASSWORD)
    person.save()
    page = said(client.get(address))
    assert ("加入步驟已經結束" in page, "employee_number=F1" in page) == (True, True)


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ("closed", 410, "榕樹門市已經歇業"),
        ("replaced", 410, "這張海報換過了"),
        ("unknown", 404, "找不到這張海報"),
    ],
)
def test_a_poster_that_leads_nowhere_says_so_kindly(client, store, address, change, status, words):
    knock(client, address)
    if change == "closed":
        store.closed_on = timezone.localdate()
        store.save()
    elif change == "replaced":
        replace_poster(store=store, by=None)
    else:
        JoinPoster.objects.all().delete()
    for answer in (client.get(address), knock(client, address)):
        assert (answer.status_code, words in said(answer)) == (status, True)
    assert client.get(f"{address}stand/").status_code == 404


@pytest.mark.parametrize("token", ["%00", "x" * 3000, "CDFG-HJKM-NPQ%20", "%F0%9F%92%A1"])
def test_an_address_that_never_was_is_not_found(client, token):
    assert client.get(f"/join/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("number", "name", "words"),
    [
        ("", "阮氏蘭", "請填員工編號"),
        ("F1", "", "請填姓名"),
        ("F\x001", "阮氏蘭", "空"),
        ("F" * 33, "阮氏蘭", "32"),
        ("F1", "蘭" * 81, "80"),
        ("=F1", "阮氏蘭", "不能用的符號"),
        ("F/1", "阮氏蘭", "不能用的符號"),
        ("F1", "阮\u202e蘭", "不能用的符號"),
    ],
)
def test_what_cannot_be_is_refused_with_words(client, address, number, name, words):
    answer = knock(client, address, number, name)
    assert (answer.status_code, words in said(answer), JoinRequest.objects.count()) == (422, True, 0)


def test_names_are_shown_as_text(client, address):
    knock(client, address, name="<b>阮</b>")
    assert "<b>阮" not in said(client.get(address))


def test_trying_names_on_a_number_ends_after_five(client, store, address):
    alice = clerk(store, "王小明")
    for n in range(5):
        assert knock(Client(), address, alice.employee_number, f"別人{n}").status_code == 302
    answer = knock(Client(), address, alice.employee_number, "王小明")
    assert (answer.status_code, "請等 5 分鐘" in said(answer)) == (422, True)


def test_a_store_full_of_requests_says_so(address):
    for n in range(MOST_WAITING):
        knock(Client(), address, f"F{n}")
    answer = knock(Client(), address, "F99")
    assert (answer.status_code, "等著同意的人太多" in said(answer)) == (422, True)


def test_the_request_keeps_the_language_of_who_asks(client, address):
    knock(client, address, headers={"accept-language": "en"})
    assert JoinRequest.objects.get().language == "en"


def test_joining_wants_a_csrf_token_and_is_kept_by_no_cache(address):
    client = Client(enforce_csrf_checks=True)
    page = client.get(address)
    assert "no-store" in page["Cache-Control"]
    assert knock(client, address).status_code == 403
    assert client.post(f"{address}begin/").status_code == 403
