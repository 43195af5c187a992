"""Whose certificates, through which door, and what strangers are told."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import Http404

from certificates.actions import revoke
from certificates.models import Credential
from certificates.queries import certificates_of, credential_for, facts_of, verification
from people.actions import end_posting
from people.models import Role
from tests.factories.people import LONG_AGO, StoreFactory, clerk, person, posted
from tests.factories.walks import certified, walk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (datetime(2026, 1, 5, 4, 0, tzinfo=UTC), "valid"),
        (datetime(2026, 12, 5, 15, 59, tzinfo=UTC), "valid"),
        (datetime(2026, 12, 5, 16, 0, tzinfo=UTC), "expiring"),
        (datetime(2027, 1, 5, 15, 59, tzinfo=UTC), "expiring"),
        (datetime(2027, 1, 5, 16, 0, tzinfo=UTC), "expired"),
    ],
)
def test_the_state_follows_taipeis_calendar_for_holder_and_stranger(at, state):
    walked, credential = certified()
    (mine,) = certificates_of(walked.clerk, at)
    assert (mine.state, verification(credential.code, "", at).state) == (state, state)


def test_the_newest_comes_first_with_its_addresses():
    walked, first = certified("一")
    other, second = certified("二", store=walked.store, name="林小華", at=LONG_AGO + timedelta(days=1))
    Credential.objects.filter(pk=second.pk).update(person=walked.clerk)
    assert other.clerk != walked.clerk
    mine = certificates_of(walked.clerk, NOW)
    assert [c.id for c in mine] == [second.pk, first.pk]
    assert (mine[1].pdf_url, mine[1].verify_url) == (f"/certificates/{first.pk}.pdf", f"/verify/{first.code}/")


def test_titles_are_in_the_holders_language():
    walked, _ = certified()
    walked.clerk.language = "en"
    assert certificates_of(walked.clerk, NOW)[0].title == "Frontline care"


def test_three_certificates_take_one_query_as_one_does(django_assert_num_queries):
    walked, _ = certified("一")
    with django_assert_num_queries(1):
        certificates_of(walked.clerk, NOW)
    for title in ("二", "三"):
        _, more = certified(title, store=walked.store, name="林小華")
        Credential.objects.filter(pk=more.pk).update(person=walked.clerk)
    with django_assert_num_queries(1):
        assert len(certificates_of(walked.clerk, NOW)) == 3


def test_ones_own_certificate_is_there():
    walked, credential = certified()
    assert credential_for(walked.clerk, credential.pk) == credential


@pytest.mark.parametrize("scope", ["store", "region", "chain", "programme"])
def test_it_is_there_for_whoever_answers_for_the_holders_store(scope):
    walked, credential = certified()
    store = walked.store
    where = {"store": store, "region": store.region, "chain": store.chain, "programme": None}[scope]
    assert credential_for(posted(Role.AUDITOR, where), credential.pk) == credential


def test_for_a_colleague_a_neighbour_and_another_chain_it_is_not_there():
    walked, credential = certified()
    neighbour = StoreFactory(region=walked.store.region)
    strangers = [
        clerk(walked.store, "林小華"),
        posted(Role.MANAGER, neighbour),
        posted(Role.HR, StoreFactory().chain),
        posted(Role.TRAINER, walked.chain),
        person(walked.chain),
    ]
    for stranger in strangers:
        with pytest.raises(Http404):
            credential_for(stranger, credential.pk)


def test_it_is_the_managers_no_more_when_the_holder_has_left_the_store():
    walked, credential = certified()
    manager = posted(Role.MANAGER, walked.store)
    end_posting(posting=walked.clerk.postings.get(), by=None)
    with pytest.raises(Http404):
        credential_for(manager, credential.pk)
    assert credential_for(walked.clerk, credential.pk) == credential


def test_one_that_never_was_is_not_there():
    with pytest.raises(Http404):
        credential_for(posted(Role.AUDITOR, None), uuid.uuid4())


def test_a_stranger_is_told_dates_course_company_and_a_masked_name():
    walked, credential = certified(name="歐陽小明")
    told = verification(credential.code, "whatever was typed", NOW)
    assert (told.state, told.code, told.checked_at) == ("valid", credential.code, NOW)
    assert (told.masked_name, told.chain_name, told.course_title) == ("歐陽○明", walked.chain.name, "門市關懷前線")
    assert (told.issued_on, told.valid_from, told.valid_until) == (
        date(2026, 1, 5),
        date(2026, 1, 5),
        date(2027, 1, 5),
    )


@pytest.mark.parametrize("code", [None, "", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"])
def test_a_code_that_names_nothing_is_unknown_in_the_same_shape(code):
    certified()
    told = verification(code, "typed", NOW)
    assert (told.state, told.code, told.masked_name, told.valid_until) == ("unknown", "typed", "", None)


def test_revoked_outranks_expired():
    _, credential = certified()
    revoke(credential=credential, because="冒名", by=person(None))
    assert verification(credential.code, "", datetime(2028, 1, 1, tzinfo=UTC)).state == "revoked"


def test_the_document_states_what_was_earned():
    walked, credential = certified("一", "二")
    facts = facts_of(credential, "https://example.test/verify/x/", demo=True)
    assert (facts.name, facts.chain_name, facts.course_title) == ("王小明", walked.chain.name, "門市關懷前線")
    assert (sorted(facts.works), facts.code, facts.demo) == (["一", "二"], credential.code, True)
    assert (facts.issued_on, facts.valid_until) == (date(2026, 1, 5), date(2027, 1, 5))


def test_a_work_that_was_passed_twice_stands_once_on_the_document():
    walked = walk()
    _, credential = certified("另一門", store=walked.store, name="林小華")
    credential.evidence = credential.evidence * 2
    assert facts_of(credential, "https://example.test/", demo=False).works == ("另一門",)


def test_holding_is_live_and_within_its_days():
    _, credential = certified()
    days = [credential.valid_from - timedelta(days=1), credential.valid_from, credential.valid_until]
    days.append(credential.valid_until + timedelta(days=1))
    assert [Credential.objects.holding(day).exists() for day in days] == [False, True, True, False]
    revoke(credential=credential, because="冒名", by=person(None))
    assert not Credential.objects.holding(credential.valid_from).exists()
