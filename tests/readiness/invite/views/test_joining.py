"""Deciding about who scanned the poster, and resetting a password after having been asked."""

import html
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.joining.asking import Scanner, knock
from people.models import AuditEntry, JoinRequest, JoinState, Person, Role
from tests.factories.factors import app_of
from tests.factories.people import PASSWORD, StoreFactory, clerk, person, posted

pytestmark = pytest.mark.django_db
PAGE = "/board/morning/invite/store/10231/"


@pytest.fixture
def store():
    return StoreFactory(region__chain__slug="morning", code="10231", name="榕樹門市")


@pytest.fixture
def boss(store):
    return client_of(posted(Role.MANAGER, store, "林店長"))


def client_of(somebody):
    client = Client()
    client.force_login(somebody)
    return client


def said(answer):
    return html.unescape(answer.content.decode())


def asked(store, number="F1", name="阮氏蘭"):
    knock(store=store, who=Scanner(number, name, "vi"), at=timezone.now())
    return JoinRequest.objects.latest("pk")


def decide(client, verb, one, **fields):
    return client.post(f"{PAGE}{verb}/", {"request": one.pk} | fields, follow=True)


def test_a_manager_sees_who_asks_and_lets_them_in(store, boss):
    one = asked(store)
    page = said(boss.get(PAGE))
    assert all(word in page for word in ("等你同意", "阮氏蘭", "F1", "新夥伴", "同意加入"))
    done = said(decide(boss, "approve", one))
    assert ("阮氏蘭可以加入了" in done, "等你同意" in done) == (True, False)
    one.refresh_from_db()
    assert (one.state, one.person.name) == (JoinState.APPROVED, "阮氏蘭")


def test_who_waits_is_counted_on_the_board_for_who_lets_in(store, boss):
    StoreFactory(region=store.region, code="10244")
    asked(store)
    asked(store, "F2")
    for client in (boss, client_of(posted(Role.HR, store.chain))):
        for address in ("/board/morning/", "/board/morning/stores/10231/"):
            assert '等你同意加入 <b class="figures">2</b>' in said(client.get(address))
        assert "2 人" in said(client.get("/board/morning/invite/"))
    auditor = client_of(posted(Role.AUDITOR, store.chain))
    assert "等你同意" not in said(auditor.get("/board/morning/")) + said(boss.get("/board/morning/stores/10244/"))


def test_a_refusal_wants_a_reason_of_ours(store, boss):
    one = asked(store)
    for reason in ("", "because", "\x00"):
        assert "請選一個原因" in said(decide(boss, "refuse", one, reason=reason))
    assert "已經回覆阮氏蘭" in said(decide(boss, "refuse", one, reason="not_here"))
    one.refresh_from_db()
    assert (one.state, one.reason) == (JoinState.REFUSED, "not_here")


def test_another_name_has_to_be_confirmed(store, boss):
    bob = person(store.chain, "林小華")
    one = asked(store, bob.employee_number, "Lin")
    assert "這個編號在公司裡是林小華，我確定是同一個人" in said(boss.get(PAGE))
    assert "勾選之後再同意一次" in said(decide(boss, "approve", one))
    assert "林小華可以加入了" in said(decide(boss, "approve", one, same_person="on"))


def test_who_has_a_password_is_not_let_in_from_here(store, boss):
    bob = clerk(store, "林小華", password=PASSWORD)
    one = asked(store, bob.employee_number, "Lin")
    page = said(boss.get(PAGE))
    assert ("不能從這裡同意" in page, "同意加入" in page) == (True, False)
    assert "這個編號已經有密碼了" in said(decide(boss, "approve", one, same_person="on"))
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)


def test_a_second_answer_changes_nothing(store, boss):
    one = asked(store)
    decide(boss, "refuse", one, reason="other")
    assert "已經有人處理過" in said(decide(boss, "approve", one))
    assert not Person.objects.filter(employee_number="F1").exists()


def test_what_the_roster_says_against_it_is_told(store, boss):
    bob = clerk(StoreFactory(region=store.region, name="河堤門市"), "林小華")
    assert "林小華現在是河堤門市的門市夥伴" in said(
        decide(boss, "approve", asked(store, bob.employee_number, "林小華"))
    )


@pytest.mark.parametrize("wrong", ["", "x", "0", "9" * 30, "\x00"])
def test_a_request_that_never_was_is_not_found(store, boss, wrong):
    assert boss.post(f"{PAGE}approve/", {"request": wrong}).status_code == 404


def test_nobody_decides_for_another_store(store):
    one = asked(store)
    beside = StoreFactory(region=store.region, code="10244")
    other = client_of(posted(Role.MANAGER, beside))
    assert decide(other, "approve", one).status_code == 404
    moved = other.post("/board/morning/invite/store/10244/approve/", {"request": one.pk})
    assert (moved.status_code, JoinRequest.objects.get().state) == (404, JoinState.ASKED)


def test_a_manager_is_told_who_came_by_the_roster(store, boss):
    alice = clerk(store, "王小明")
    knock(store=store, who=Scanner(alice.employee_number, "王小明", "vi"), at=timezone.now())
    assert "掃海報加入" in said(boss.get(PAGE))
    JoinRequest.objects.update(asked_at=timezone.now() - timedelta(days=15))
    assert "掃海報加入" not in said(boss.get(PAGE))


def test_a_reset_is_asked_about_first_and_ends_password_and_factors(store, boss):
    alice = clerk(store, "王小明", password=PASSWORD)
    app_of(alice)
    phone = client_of(alice)
    assert f"{PAGE}reset/?employee_number={alice.employee_number}" in said(boss.get(PAGE))
    page = said(boss.get(f"{PAGE}reset/?employee_number={alice.employee_number}"))
    assert all(word in page for word in ("重設王小明的密碼？", "登入中的手機會登出", "通行金鑰"))
    assert phone.get("/me/").status_code == 200
    boss.post(f"{PAGE}code/", {"employee_number": alice.employee_number})
    alice.refresh_from_db()
    assert (alice.has_usable_password(), alice.authenticator_set.count()) == (False, 0)
    assert phone.get("/me/").status_code == 302
    assert set(AuditEntry.objects.filter(by__name="林店長").values_list("verb", flat=True)) == {
        "forget_authenticators",
        "reset_password",
        "give_start_code",
    }


def test_a_reset_of_somebody_who_sees_more_is_not_there(store, boss):
    colleague = posted(Role.MANAGER, store, password=PASSWORD)
    for number in (colleague.employee_number, "X9", "", "%00"):
        assert boss.get(f"{PAGE}reset/?employee_number={number}").status_code == 404


def test_names_are_shown_as_text(store, boss):
    asked(store, name="<b>阮</b>")
    assert b"<b>\xe9\x98\xae" not in boss.get(PAGE).content


def test_three_requests_take_as_many_queries_as_one(store, boss):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert boss.get(PAGE).status_code == 200
        return len(caught)

    asked(store)
    queries()
    one = queries()
    for n in "23":
        bob = person(store.chain, "林小華")
        asked(store, bob.employee_number, "Lin")
        knock(store=store, who=Scanner(clerk(store, n).employee_number, n, "vi"), at=timezone.now())
    assert (queries(), one) == (9, 9)
