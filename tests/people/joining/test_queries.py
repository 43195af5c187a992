"""How far the people of stores have come in, and whom one may help."""

from datetime import UTC, datetime, timedelta

import pytest

from people.actions import end_posting, post
from people.doors import stores_to_staff
from people.joining.queries import entries
from people.joining.starting import begin, give_start_codes
from people.models import Person, Role, StartCode
from tests.factories.people import PASSWORD, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def store():
    return StoreFactory()


def seen(store, by, at=NOW):
    (told,) = entries([store], stores_to_staff(by, at), at)
    return told


def helped(store, by):
    return {one.person.name for one in seen(store, by).people if one.theirs_to_help}


def test_it_works(store):
    for name in "甲乙丙":
        clerk(store, name)
    clerk(store, "丁", password=PASSWORD)
    second, third = Person.objects.filter(name__in="乙丙").order_by("pk")
    give_start_codes(persons=[second, third], by=None, at=NOW)
    begin(code=StartCode.objects.get(person=third), password=PASSWORD, at=NOW)
    told = seen(store, posted(Role.HR, store.chain), NOW + timedelta(days=1))
    assert [(one.person.name, one.entry) for one in told.people] == [
        ("甲", "uninvited"),
        ("乙", "waiting"),
        ("丙", "in"),
        ("丁", "in"),
    ]
    assert (told.signed_in, told.invited, [one.person.name for one in told.to_invite]) == (2, True, ["甲", "乙"])
    assert told.people[1].expires_at == NOW + timedelta(days=14)


def test_a_code_that_ran_out_is_said(store):
    give_start_codes(persons=[clerk(store)], by=None, at=NOW)
    assert seen(store, posted(Role.HR, store.chain), NOW + timedelta(days=14)).people[0].entry == "expired"


def test_a_store_without_people_and_one_that_nobody_was_invited_to(store):
    hr = posted(Role.HR, store.chain)
    assert (seen(store, hr).people, seen(store, hr).invited) == ((), False)
    clerk(store)
    assert seen(store, hr).invited is False


def test_who_has_left_or_is_gone_is_not_counted(store):
    gone, left = clerk(store), clerk(store)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    end_posting(posting=left.postings.get(), by=None, at=NOW - timedelta(days=1))
    assert seen(store, posted(Role.HR, store.chain)).people == ()


def test_who_has_two_jobs_in_a_store_is_one_person(store):
    both = clerk(store)
    post(person=both, role=Role.MANAGER, scope=store, by=None, at=NOW)
    assert [one.job for one in seen(store, posted(Role.HR, store.chain)).people] == ["店長"]


def test_hr_helps_everybody_on_the_floor_but_nobody_who_sees_more(store):
    clerk(store, "夥伴")
    posted(Role.MANAGER, store, "店長")
    for role in (Role.HR, Role.AUDITOR, Role.TRAINER):
        post(person=clerk(store, f"兼{role}"), role=role, scope=store.chain, by=None, at=NOW - timedelta(days=1))
    assert helped(store, posted(Role.HR, store.chain)) == {"夥伴", "店長"}


def test_a_manager_helps_the_own_clerks_and_nobody_else(store):
    boss = posted(Role.MANAGER, store, "自己")
    posted(Role.MANAGER, store, "另一位店長")
    clerk(store, "夥伴")
    elsewhere = StoreFactory(region=store.region)
    for scope, role in ((elsewhere, Role.CLERK), (elsewhere, Role.MANAGER), (store.region, Role.SUPERVISOR)):
        post(person=clerk(store, f"也在別處{role}"), role=role, scope=scope, by=None, at=NOW - timedelta(days=1))
    assert helped(store, boss) == {"夥伴"}


def test_what_somebody_is_to_be_tomorrow_counts_today(store):
    post(person=clerk(store), role=Role.HR, scope=store.chain, by=None, at=NOW + timedelta(days=1))
    assert helped(store, posted(Role.MANAGER, store)) == set()


def test_what_somebody_did_before_does_not_matter(store):
    former = clerk(store, "以前是人資")
    post(person=former, role=Role.HR, scope=store.chain, by=None, at=NOW - timedelta(days=9))
    end_posting(posting=former.postings.get(role=Role.HR), by=None, at=NOW - timedelta(days=1))
    assert helped(store, posted(Role.MANAGER, store)) == {"以前是人資"}


def test_three_stores_take_one_query_as_one_does(store, django_assert_num_queries):
    hr = posted(Role.HR, store.chain)
    stores = [store, *(StoreFactory(region=store.region) for _ in range(2))]
    for place in stores:
        for name in "甲乙丙":
            clerk(place, name)
    give_start_codes(persons=Person.objects.filter(name="乙"), by=None, at=NOW)
    for shown in (stores[:1], stores):
        with django_assert_num_queries(1):
            found = entries(shown, stores_to_staff(hr, NOW), NOW)
        assert [len(told.people) for told in found] == [3] * len(shown)
