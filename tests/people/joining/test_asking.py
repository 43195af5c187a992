"""Scanning a poster: let in by the roster, sent to the sign-in, or waiting for somebody to decide."""

from datetime import UTC, datetime, timedelta

import pytest

from people.actions import post
from people.doors import stores_to_staff
from people.joining.asking import (
    NotByPoster,
    Scanner,
    TooManyWaiting,
    code_of,
    forget_requests,
    knock,
    request_of,
    stand_of,
)
from people.joining.deciding import approve, refuse
from people.joining.rules import ASKING, MOST_WAITING
from people.joining.starting import CodeGone, begin, give_start_codes, reset, try_code
from people.models import AuditEntry, JoinReason, JoinRequest, JoinState, Role, StartCode
from tests.factories.people import PASSWORD, StoreFactory, clerk, person, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def store():
    return StoreFactory(region__chain__slug="morning")


@pytest.fixture
def alice(store):
    return clerk(store, "王小明")


def scan(store, number, name, *, secret="", at=NOW):
    return knock(store=store, who=Scanner(number, name, "vi", secret), at=at)


def asked_by(came, store):
    return request_of(secret=came.secret, store=store)


def stand(came, store, at=LATER):
    return stand_of(asked_by(came, store), at)


def let_in(store, came, at=LATER):
    hr = posted(Role.HR, store.chain)
    return approve(asked=asked_by(came, store), stores=stores_to_staff(hr, at), by=hr, at=at)


@pytest.mark.parametrize("name", ["王小明", " 王 小明 ", "王　小明", "王·小明"])
def test_the_roster_lets_in_who_gives_number_and_name(store, alice, name):
    came = scan(store, alice.employee_number, name)
    assert begin(code=came.code, password=PASSWORD, at=NOW) == alice
    told = JoinRequest.objects.get()
    assert (told.state, told.person, told.name) == (JoinState.ROSTER, alice, "王小明")
    assert AuditEntry.objects.get(verb="join_by_roster").subject == f"people.person:{alice.pk}"


def test_accents_make_no_other_name(store):
    lan = clerk(store, "Nguyen Thi Lan")
    assert scan(store, lan.employee_number, "nguyễn thị lan").code.person == lan


def test_scanning_twice_and_walking_away_leaves_the_slip_good(store, alice):
    slip = give_start_codes(persons=[alice], by=None, at=NOW)[alice.pk]
    for _ in range(2):
        scan(store, alice.employee_number, "王小明")
    assert try_code(person=alice, typed=slip, at=NOW).verdict == "open"
    assert JoinRequest.objects.count() == 1


def test_an_expired_slip_is_no_hindrance(store, alice):
    give_start_codes(persons=[alice], by=None, at=NOW - timedelta(days=15))
    assert scan(store, alice.employee_number, "王小明").code.expires_at > NOW


def test_who_has_a_password_is_sent_to_the_sign_in(store):
    bob = clerk(store, "林小華", password=PASSWORD)
    came = scan(store, bob.employee_number, "林小華")
    assert (came.code, came.secret, JoinRequest.objects.count()) == (None, "", 0)


def test_another_name_a_number_unknown_and_one_with_a_password_look_the_same(store, alice):
    bob = clerk(store, "林小華", password=PASSWORD)
    for number in (alice.employee_number, "X999", bob.employee_number):
        came = scan(store, number, "別人")
        assert (came.code, stand(came, store)) == (None, "asked")
    assert StartCode.objects.count() == 0


@pytest.mark.parametrize("role", [Role.MANAGER, Role.HR, Role.TRAINER])
def test_the_poster_opens_nobody_who_sees_more_than_a_clerk(store, alice, role):
    post(person=alice, role=role, scope=store if role == Role.MANAGER else store.chain, by=None)
    with pytest.raises(NotByPoster):
        scan(store, alice.employee_number, "王小明")
    assert stand(scan(store, alice.employee_number, "別人"), store) == "asked"
    assert StartCode.objects.count() == 0


def test_nor_somebody_of_another_store_nor_of_tomorrow_nor_who_was_reset(store, alice):
    elsewhere = clerk(StoreFactory(region=store.region), "陳大明")
    tomorrow = person(store.chain, "張三")
    post(person=tomorrow, role=Role.CLERK, scope=store, by=None, at=NOW + timedelta(days=1))
    alice.last_login = NOW
    alice.save()
    reset(person=alice, by=None, at=NOW)
    for one in (elsewhere, tomorrow, alice):
        assert scan(store, one.employee_number, one.name).code is None


def test_who_left_is_not_let_in(store, alice):
    alice.is_active = False
    alice.save()
    assert scan(store, alice.employee_number, "王小明").code is None


def test_a_request_waits_and_is_changed_by_the_browser_that_made_it(store):
    first = scan(store, "F1", "阮氏蘭")
    again = scan(store, "F2", "阮氏蘭", secret=first.secret)
    assert again.secret == first.secret
    told = asked_by(again, store)
    assert (told.employee_number, told.language, JoinRequest.objects.count()) == ("F2", "vi", 1)
    assert stand(again, store) == "asked"


def test_the_secret_is_kept_nowhere_and_opens_no_other_store(store):
    came = scan(store, "F1", "阮氏蘭")
    assert came.secret not in str(list(JoinRequest.objects.values()))
    assert asked_by(came, StoreFactory(region=store.region)) is None
    assert request_of(secret="", store=store) is None


def test_a_store_holds_twenty_requests_and_no_more(store):
    came = [scan(store, f"F{n}", "阮氏蘭") for n in range(MOST_WAITING)]
    with pytest.raises(TooManyWaiting):
        scan(store, "F99", "阮氏蘭")
    assert scan(store, "F98", "阮氏蘭", secret=came[0].secret).secret == came[0].secret
    scan(StoreFactory(region=store.region), "F99", "阮氏蘭")
    scan(store, "F99", "阮氏蘭", at=NOW + ASKING)


def test_a_week_later_it_has_expired(store):
    came = scan(store, "F1", "阮氏蘭")
    assert [stand(came, store, NOW + ASKING - timedelta(seconds=d)) for d in (1, 0)] == ["asked", "expired"]
    assert scan(store, "F1", "阮氏蘭", secret=came.secret, at=NOW + ASKING).secret != came.secret


def test_approved_the_browser_sets_a_password_once(store):
    came = scan(store, "F1", "阮氏蘭")
    lan = let_in(store, came)
    assert (lan.name, lan.employee_number, lan.language, stand(came, store)) == ("阮氏蘭", "F1", "vi", "approved")
    assert begin(code=code_of(asked_by(came, store), LATER), password=PASSWORD, at=LATER) == lan
    assert stand(came, store) == "over"
    with pytest.raises(CodeGone):
        code_of(asked_by(came, store), LATER)


def test_a_reset_ends_the_way_of_an_approval(store):
    came = scan(store, "F1", "阮氏蘭")
    lan = let_in(store, came)
    reset(person=lan, by=None, at=LATER)
    assert stand(came, store) == "over"


def test_an_approval_that_nobody_used_ends_with_its_code(store):
    came = scan(store, "F1", "阮氏蘭")
    let_in(store, came)
    assert stand(came, store, LATER + timedelta(days=14)) == "over"


def test_refused_is_said(store):
    came = scan(store, "F1", "阮氏蘭")
    boss = posted(Role.MANAGER, store)
    refuse(asked=asked_by(came, store), reason=JoinReason.NOT_HERE, by=boss, at=LATER)
    assert (stand(came, store), asked_by(came, store).reason) == ("refused", "not_here")
    assert scan(store, "F1", "阮氏蘭", secret=came.secret).secret != came.secret
    assert AuditEntry.objects.get(verb="refuse_join").by == boss


def test_requests_are_kept_for_90_days_and_no_longer(store, alice):
    scan(store, "F1", "阮氏蘭")
    scan(store, alice.employee_number, "王小明")
    kept = scan(store, "F2", "林小華", at=NOW + timedelta(seconds=1))
    assert forget_requests(at=NOW + timedelta(days=90)) == 0
    assert forget_requests(at=NOW + timedelta(days=90, seconds=1)) == 2
    assert JoinRequest.objects.get() == asked_by(kept, store)
    assert AuditEntry.objects.filter(verb="ask_to_join").count() == 2
