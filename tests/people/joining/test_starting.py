"""Start codes given out, tried and exchanged for a password."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from people.joining.rules import MOST_TRIES, could_be, shown
from people.joining.starting import CodeGone, begin, code_in_hand, give_start_codes, reset, try_code
from people.models import AuditEntry, StartCode
from tests.factories.people import PASSWORD, StoreFactory, clerk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=14)
OWN = "night-shift-lamp"


@pytest.fixture
def alice():
    return clerk(StoreFactory())


def given_to(person, at=NOW):
    return give_start_codes(persons=[person], by=None, at=at)[person.pk]


def in_hand(person, at=NOW, **other):
    code = StartCode.objects.get(person=person)
    return code_in_hand(**{"pk": code.pk, "digest": code.digest, "shown_at": NOW, "at": at} | other)


def test_it_works(alice):
    code = given_to(alice)
    assert could_be(code)
    assert try_code(person=alice, typed=f" {shown(code).lower()} ", at=NOW).verdict == "open"
    person = begin(code=in_hand(alice, LATER), password=OWN, at=LATER)
    assert (person.pk, person.check_password(OWN)) == (alice.pk, True)
    assert list(AuditEntry.objects.filter(verb__in=["give_start_code", "begin"]).values_list("verb", "by")) == [
        ("begin", alice.pk),
        ("give_start_code", None),
    ]


def test_the_code_is_kept_nowhere(alice):
    code = given_to(alice)
    kept = [*StartCode.objects.values_list("digest", flat=True), *map(str, AuditEntry.objects.values_list("detail"))]
    assert not any(code in text or code.lower() in text for text in kept)
    assert len(kept[0]) == 64


def test_who_has_a_password_keeps_it_and_gets_no_code(alice):
    alice.set_password(PASSWORD)
    alice.save()
    assert give_start_codes(persons=[alice], by=None, at=NOW) == {}
    alice.refresh_from_db()
    assert (alice.check_password(PASSWORD), StartCode.objects.count()) == (True, 0)


def test_a_reset_takes_the_password_away_and_says_who_did_it(alice):
    boss = clerk(StoreFactory())
    alice.set_password(PASSWORD)
    alice.save()
    code = reset(person=alice, by=boss, at=NOW)
    alice.refresh_from_db()
    assert (alice.check_password(PASSWORD), try_code(person=alice, typed=code, at=NOW).verdict) == (False, "open")
    assert AuditEntry.objects.get(verb="reset_password").by == boss


def test_a_new_code_takes_the_place_of_the_old_and_of_what_was_done_with_it(alice):
    old, hand = given_to(alice), in_hand(alice)
    for _ in range(MOST_TRIES):
        try_code(person=alice, typed="CCCC-CCCC", at=NOW)
    new = given_to(alice)
    assert [try_code(person=alice, typed=typed, at=NOW).verdict for typed in (new, old)] == ["open", "wrong"]
    with pytest.raises(CodeGone):
        begin(code=hand, password=OWN, at=NOW)


def test_the_code_of_another_person_opens_nothing(alice):
    bob = clerk(StoreFactory(region__chain=alice.chain))
    given_to(alice)
    foreign = given_to(bob)
    assert try_code(person=alice, typed=foreign, at=NOW).verdict == "wrong"


def test_five_wrong_tries_lock_the_code_until_a_new_one(alice):
    code = given_to(alice)
    for _ in range(MOST_TRIES):
        assert try_code(person=alice, typed="wrong", at=NOW).verdict == "wrong"
    tried = try_code(person=alice, typed=code, at=NOW)
    assert (tried.verdict, tried.code) == ("locked", None)
    assert try_code(person=alice, typed=given_to(alice), at=NOW).verdict == "open"


def test_four_wrong_tries_do_not(alice):
    code = given_to(alice)
    for _ in range(MOST_TRIES - 1):
        try_code(person=alice, typed="wrong", at=NOW)
    assert try_code(person=alice, typed=code, at=NOW).verdict == "open"


def test_a_code_holds_for_fourteen_days(alice):
    code = given_to(alice)
    last = NOW + timedelta(days=14)
    assert try_code(person=alice, typed=code, at=last - timedelta(seconds=1)).verdict == "open"
    assert try_code(person=alice, typed=code, at=last).verdict == "expired"


def test_a_code_works_once(alice):
    code = given_to(alice)
    hand = in_hand(alice)
    begin(code=hand, password=OWN, at=NOW)
    assert try_code(person=alice, typed=code, at=NOW).verdict == "used"
    with pytest.raises(CodeGone):
        begin(code=hand, password="another-lamp-by-night", at=NOW)
    alice.refresh_from_db()
    assert alice.check_password(OWN)


def test_typing_the_code_without_choosing_a_password_uses_nothing_up(alice):
    code = given_to(alice)
    assert [try_code(person=alice, typed=code, at=NOW).verdict for _ in range(7)] == ["open"] * 7


@pytest.mark.parametrize("other", [{"shown_at": NOW - timedelta(minutes=2)}, {"digest": "0" * 64}, {"pk": 0}])
def test_a_code_shown_too_long_ago_or_replaced_is_no_longer_in_hand(alice, other):
    given_to(alice)
    assert in_hand(alice, LATER).person == alice
    with pytest.raises(CodeGone):
        in_hand(alice, LATER, **other)


def test_who_has_left_comes_in_by_no_code(alice):
    code = given_to(alice)
    alice.is_active = False
    alice.save()
    assert try_code(person=alice, typed=code, at=NOW).code is None
    with pytest.raises(CodeGone):
        in_hand(alice)


def test_beside_a_password_a_code_opens_nothing(alice):
    code = given_to(alice)
    alice.set_password(PASSWORD)
    alice.save()
    assert try_code(person=alice, typed=code, at=NOW).code is None
    with pytest.raises(CodeGone):
        in_hand(alice)


def test_the_statements_do_not_grow_with_the_persons(alice, django_assert_num_queries):
    with django_assert_num_queries(5):
        give_start_codes(persons=[alice], by=None, at=NOW)
    three = [clerk(StoreFactory(region__chain=alice.chain)) for _ in range(3)]
    with django_assert_num_queries(5):
        give_start_codes(persons=three, by=None, at=NOW)


def test_a_code_that_ends_before_it_begins_cannot_be(alice):
    with pytest.raises(IntegrityError):
        StartCode.objects.create(person=alice, digest="0" * 64, issued_at=NOW, expires_at=NOW)
