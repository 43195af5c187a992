"""Writes about second factors: what is kept, what is told to the audit trail, and what may not go."""

import pytest
from allauth.mfa.models import Authenticator

from people.actions import end_posting
from people.factors.actions import LastOne, add_app, forget_authenticators, remove_factor, renew_recovery_codes
from people.factors.queries import factors_of
from people.models import AuditEntry, Role
from tests.factories.factors import app_of, passkey_of, recovery_codes_of
from tests.factories.people import ChainFactory, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return clerk(StoreFactory())


@pytest.fixture
def hr(settings):
    settings.SECOND_FACTOR = True
    return posted(Role.HR, ChainFactory())


def trail(person):
    return [(e.verb, e.by) for e in AuditEntry.objects.filter(subject=f"people.person:{person.pk}").order_by("pk")]


def kinds(person):
    return sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))


def test_it_works(alice):
    passkey_of(alice)
    assert kinds(alice) == ["recovery_codes", "webauthn"]
    assert trail(alice)[-2:] == [("add_passkey", alice), ("renew_recovery_codes", alice)]


def test_codes_come_with_the_first_factor_only(alice):
    passkey_of(alice)
    codes = recovery_codes_of(alice)
    app_of(alice)
    assert (len(codes), recovery_codes_of(alice)) == (10, codes)
    assert kinds(alice) == ["recovery_codes", "totp", "webauthn"]


def test_secrets_are_of_no_use_in_a_copy_of_the_database(alice):
    secret = app_of(alice)
    codes = recovery_codes_of(alice)
    kept = " ".join(str(row.data) for row in Authenticator.objects.filter(user=alice))
    assert not any(told in kept for told in (secret, *codes))


def test_a_new_app_takes_the_place_of_the_old_one(alice):
    app_of(alice)
    first = factors_of(alice).get()
    assert add_app(person=alice, secret="A" * 32) is False
    assert factors_of(alice).get().pk != first.pk


def test_with_the_last_factor_the_recovery_codes_go(alice):
    passkey_of(alice)
    app_of(alice)
    passkey, app = factors_of(alice)
    remove_factor(person=alice, factor=passkey)
    assert kinds(alice) == ["recovery_codes", "totp"]
    remove_factor(person=alice, factor=app)
    assert kinds(alice) == []
    assert trail(alice)[-1] == ("remove_factor", alice)


def test_who_must_have_one_keeps_the_last(hr):
    passkey_of(hr)
    app_of(hr)
    passkey, app = factors_of(hr)
    remove_factor(person=hr, factor=passkey)
    with pytest.raises(LastOne):
        remove_factor(person=hr, factor=app)
    assert kinds(hr) == ["recovery_codes", "totp"]
    end_posting(posting=hr.postings.get(), by=None)
    remove_factor(person=hr, factor=app)
    assert kinds(hr) == []


def test_in_the_demo_everybody_may_remove_the_last(hr, settings):
    settings.SECOND_FACTOR = False
    passkey_of(hr)
    remove_factor(person=hr, factor=factors_of(hr).get())
    assert kinds(hr) == []


def test_new_recovery_codes_end_the_old_ones(alice):
    passkey_of(alice)
    old = recovery_codes_of(alice)
    renew_recovery_codes(person=alice)
    assert set(recovery_codes_of(alice)).isdisjoint(old)


def test_a_reset_forgets_everything_of_that_person_and_nothing_of_others(alice, hr):
    passkey_of(alice)
    app_of(alice)
    passkey_of(hr)
    assert forget_authenticators(person=alice, by=hr) == 3
    assert (kinds(alice), kinds(hr)) == ([], ["recovery_codes", "webauthn"])
    assert trail(alice)[-1] == ("forget_authenticators", hr)


def test_where_there_was_nothing_to_forget_nothing_is_told(alice, hr):
    before = trail(alice)
    assert forget_authenticators(person=alice, by=hr) == 0
    assert trail(alice) == before
