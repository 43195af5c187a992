"""Hiring, posting, and the trail that they leave."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from outbox.models import Owed
from people.actions import end_posting, hire, keep, post
from people.models import AuditEntry, Posting, Role
from tests.factories.people import LONG_AGO, ChainFactory, RegionFactory, StoreFactory, person, posted

pytestmark = pytest.mark.django_db


def trail():
    return list(AuditEntry.objects.order_by("id").values_list("verb", "subject", "by", "at"))


def test_hiring_keeps_number_name_language_and_the_day():
    chain = ChainFactory()
    made = hire(chain=chain, employee_number="A001", name="王小明", by=None, language="en", at=LONG_AGO)
    made.refresh_from_db()
    assert (made.chain, made.employee_number, made.name, made.language) == (chain, "A001", "王小明", "en")
    assert (made.joined_at, made.is_active, made.is_superuser) == (LONG_AGO, True, False)


def test_hiring_leaves_a_line_in_the_trail():
    boss = person(None, "林主任")
    AuditEntry.objects.all().delete()
    made = hire(chain=ChainFactory(), employee_number="A001", name="王小明", by=boss, at=LONG_AGO)
    assert trail() == [("hire", f"people.person:{made.pk}", boss.pk, LONG_AGO)]


def test_without_a_password_nobody_can_sign_in_as_them():
    made = hire(chain=None, employee_number="P1", name="陳專員", by=None)
    assert not made.has_usable_password()


def test_a_password_is_kept_as_a_hash():
    made = hire(chain=None, employee_number="P1", name="陳專員", by=None, password="lamp-in-the-street")
    assert made.check_password("lamp-in-the-street")
    assert "lamp" not in made.password


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"employee_number": ""},
        {"employee_number": "9" * 33},
        {"name": "王" * 81},
        {"language": "a-language-tag-too-long"},
    ],
)
def test_hiring_refuses_what_a_form_would_refuse(wrong):
    with pytest.raises(ValidationError):
        hire(**{"chain": None, "employee_number": "P1", "name": "陳專員", "by": None} | wrong)
    assert trail() == []


def test_a_number_is_taken_only_in_its_own_chain():
    one, other = ChainFactory(), ChainFactory()
    hire(chain=one, employee_number="A001", name="王小明", by=None)
    assert hire(chain=other, employee_number="A001", name="李小華", by=None).chain == other
    with pytest.raises(ValidationError):
        hire(chain=one, employee_number="A001", name="張小英", by=None)


def test_two_of_the_programmes_staff_cannot_share_a_number():
    hire(chain=None, employee_number="P1", name="陳專員", by=None)
    with pytest.raises(ValidationError):
        hire(chain=None, employee_number="P1", name="林專員", by=None)


@pytest.mark.parametrize("scope", ["store", "region", "chain", "programme"])
def test_a_posting_has_the_scope_it_was_given(scope):
    store = StoreFactory()
    where = {"store": store, "region": store.region, "chain": store.chain, "programme": None}[scope]
    made = post(person=person(store.chain), role=Role.SUPERVISOR, scope=where, by=None, at=LONG_AGO)
    made.refresh_from_db()
    held = {"store": made.store, "region": made.region, "chain": made.chain, "programme": made.programme or None}
    assert held == dict.fromkeys(held) | {scope: where or True}


def test_a_scope_that_is_none_of_ours_does_not_become_the_whole_programme():
    somebody = person(ChainFactory())
    with pytest.raises(TypeError, match="scope"):
        post(person=somebody, role=Role.HR, scope=somebody, by=None)
    assert not Posting.objects.exists()


def test_posting_and_its_end_are_in_the_trail():
    region = RegionFactory()
    made = posted(Role.SUPERVISOR, region).postings.get()
    AuditEntry.objects.all().delete()
    end_posting(posting=made, by=made.person, at=LONG_AGO + timedelta(days=1))
    made.refresh_from_db()
    assert made.until == LONG_AGO + timedelta(days=1)
    assert trail() == [("end_posting", f"people.posting:{made.pk}", made.person_id, made.until)]


def test_a_posting_cannot_end_before_it_began():
    made = posted(Role.SUPERVISOR, RegionFactory()).postings.get()
    with pytest.raises(IntegrityError):
        end_posting(posting=made, by=None, at=LONG_AGO - timedelta(seconds=1))


def test_posting_to_a_shop_floor_owes_the_enrolment_in_the_same_transaction():
    clerk = person(ChainFactory())
    made = post(person=clerk, role=Role.CLERK, scope=StoreFactory(region__chain=clerk.chain), by=None)
    assert list(Owed.objects.values_list("key", flat=True)) == [f"courses.enrol:{made.pk}"]


def test_the_trail_names_a_subject_without_a_row_by_its_name():
    entry = keep("sweep", "the street", by=None, at=LONG_AGO, lamps=3)
    assert (entry.subject, entry.detail, str(entry)) == ("the street", {"lamps": 3}, "sweep the street")
