"""Approving and refusing those who scanned the poster: who may, and what it never opens."""

from datetime import UTC, date, datetime, timedelta

import pytest

from people.actions import end_posting, post
from people.doors import stores_to_staff
from people.joining.asking import Scanner, knock, request_of
from people.joining.deciding import AlreadyDecided, HasPassword, NotTheirs, OtherName, approve, refuse
from people.joining.reading import StaffListError
from people.joining.rules import ASKING
from people.models import AuditEntry, JoinReason, JoinState, Person, Posting, Role, StartCode
from tests.factories.people import PASSWORD, StoreFactory, clerk, person, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def store():
    return StoreFactory(region__chain__slug="morning", code="10231")


@pytest.fixture
def boss(store):
    return posted(Role.MANAGER, store)


def asked(store, number="F1", name="阮氏蘭"):
    came = knock(store=store, who=Scanner(number, name, "vi"), at=NOW)
    return request_of(secret=came.secret, store=store)


def approved(one, by, at=LATER, **other):
    return approve(asked=one, stores=stores_to_staff(by, at), by=by, at=at, **other)


def jobs(somebody):
    return list(Posting.objects.alive(LATER).filter(person=somebody).values_list("role", "store__code"))


def test_a_manager_lets_somebody_new_in(store, boss):
    one = asked(store)
    lan = approved(one, boss)
    one.refresh_from_db()
    assert (jobs(lan), lan.language, lan.has_usable_password()) == ([("clerk", "10231")], "vi", False)
    assert (one.state, one.decided_by, one.code_digest) == (JoinState.APPROVED, boss, lan.start_code.digest)
    verbs = set(AuditEntry.objects.filter(by=boss).values_list("verb", flat=True))
    assert {"approve_join", "hire", "post", "give_start_code"} <= verbs


def test_somebody_who_comes_back_is_posted_again(store, boss):
    bob = clerk(StoreFactory(region=store.region), "林小華")
    end_posting(posting=bob.postings.get(), by=None, at=NOW)
    assert approved(asked(store, bob.employee_number, "林小華"), boss) == bob
    assert jobs(bob) == [("clerk", "10231")]


def test_another_name_wants_a_word_and_keeps_the_rosters_name(store, boss):
    bob = person(store.chain, "林小華")
    one = asked(store, bob.employee_number, "Lin")
    with pytest.raises(OtherName) as refused:
        approved(one, boss)
    assert (refused.value.known, jobs(bob)) == ("林小華", [])
    assert approved(one, boss, same_person=True).name == "林小華"


@pytest.mark.parametrize("same_person", [False, True])
def test_an_account_with_a_password_is_never_handed_over(store, boss, same_person):
    bob = clerk(store, "林小華", password=PASSWORD)
    one = asked(store, bob.employee_number, "Lin")
    for by in (boss, posted(Role.HR, store.chain)):
        with pytest.raises(HasPassword):
            approved(one, by, same_person=same_person)
    bob.refresh_from_db()
    assert (bob.check_password(PASSWORD), StartCode.objects.count()) == (True, 0)


def test_who_was_reset_is_let_in_again_by_who_may_help_them(store, boss):
    bob = clerk(store, "林小華")
    Person.objects.filter(pk=bob.pk).update(last_login=NOW)
    assert approved(asked(store, bob.employee_number, "林小華"), boss) == bob


def test_a_manager_lets_nobody_in_who_sees_more(store, boss):
    bob = clerk(store, "林小華")
    Person.objects.filter(pk=bob.pk).update(last_login=NOW)
    one = asked(store, bob.employee_number, "林小華")
    post(person=bob, role=Role.HR, scope=store.chain, by=None, at=NOW)
    with pytest.raises(NotTheirs):
        approved(one, boss)
    assert not StartCode.objects.exists()


def test_who_stands_elsewhere_has_to_be_released_first(store, boss):
    bob = clerk(StoreFactory(region=store.region, name="河堤門市"), "林小華")
    with pytest.raises(StaffListError, match="河堤門市的門市夥伴"):
        approved(asked(store, bob.employee_number, "林小華"), boss)


def test_who_may_not_staff_the_store_lets_nobody_in(store):
    other = posted(Role.MANAGER, StoreFactory(region=store.region))
    one = asked(store)
    for by in (other, posted(Role.HR, StoreFactory().chain)):
        with pytest.raises(StaffListError, match="找不到店號"):
            approved(one, by)
    assert not Person.objects.filter(employee_number="F1").exists()


def test_a_store_that_closed_meanwhile_takes_nobody(store, boss):
    one = asked(store)
    store.closed_on = date(2026, 11, 23)
    store.save()
    with pytest.raises(StaffListError, match="歇業"):
        approved(one, boss)


def test_nothing_is_decided_twice_nor_after_a_week(store, boss):
    one, late = asked(store), asked(store, "F2")
    approved(one, boss)
    for decide in (
        lambda: approved(one, boss),
        lambda: refuse(asked=one, reason=JoinReason.NOT_HERE, by=boss, at=LATER),
        lambda: approved(late, boss, NOW + ASKING),
    ):
        with pytest.raises(AlreadyDecided):
            decide()
    assert Person.objects.filter(employee_number__in=["F1", "F2"]).count() == 1
