"""Founding a chain and taking over its roster."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from people.doors import stores_for
from people.founding.actions import found_chain, take_roster
from people.founding.reading import StoreLine
from people.models import AuditEntry, Chain, Person, Store
from tests.factories.people import StoreFactory

pytestmark = pytest.mark.django_db


def lines(*codes, region="北區", name="門市"):
    return [StoreLine(n, region, code, f"{code}{name}", "") for n, code in enumerate(codes, 2)]


def found(slug="fuxiao", stores=None, number="F9100"):
    told = {"name": "拂曉超商", "hr_number": number, "hr_name": "吳佩蓉", "by": None}
    return found_chain(slug=slug, stores=lines("1", "2") if stores is None else stores, **told)


def test_its_hr_person_signs_in_and_sees_all_its_stores_and_no_others():
    StoreFactory()
    founded = found()
    form = {"chain": "fuxiao", "employee_number": "F9100", "password": founded.password}
    assert Client().post("/sign-in/", form).status_code == 302
    assert sorted(stores_for(founded.hr).values_list("code", flat=True)) == ["1", "2"]
    assert AuditEntry.objects.filter(verb="found_chain", detail__slug="fuxiao").count() == 1


@pytest.mark.parametrize("slug", ["programme", "拂曉", "has space", "", "x" * 33])
def test_a_slug_that_makes_no_sense_founds_nothing(slug):
    with pytest.raises(ValidationError):
        found(slug)
    assert (Chain.objects.count(), Person.objects.count()) == (0, 0)


def test_a_slug_that_is_taken_founds_nothing_more():
    found()
    with pytest.raises(ValidationError):
        found(number="F9101")
    assert (Chain.objects.count(), Store.objects.count()) == (1, 2)


def test_a_number_that_makes_no_sense_leaves_no_chain_behind():
    with pytest.raises(ValidationError):
        found(number="")
    assert Chain.objects.count() == 0


def test_a_roster_taken_twice_changes_nothing_the_second_time():
    chain = found().chain
    assert vars_of(take_roster(chain=chain, stores=lines("1", "2"), by=None)) == (0, 0, 2)


def test_new_stores_come_changed_ones_follow_and_the_unnamed_stay():
    chain = found().chain
    moved = [StoreLine(2, "南區", "2", "搬家門市", "臺南市")]
    assert vars_of(take_roster(chain=chain, stores=[*moved, *lines("3")], by=None)) == (1, 1, 0)
    told = {s.code: (s.name, s.region.name) for s in chain.stores.select_related("region")}
    assert told == {"1": ("1門市", "北區"), "2": ("搬家門市", "南區"), "3": ("3門市", "北區")}
    assert sorted(chain.regions.values_list("code", flat=True)) == ["R01", "R02"]


def test_anothers_store_of_the_same_code_is_left_alone():
    other = StoreFactory(code="1", name="別家門市")
    found()
    other.refresh_from_db()
    assert other.name == "別家門市"


def test_the_statements_do_not_grow_with_the_roster(django_assert_num_queries):
    chain = found().chain
    with django_assert_num_queries(6):
        take_roster(chain=chain, stores=lines(*"345"), by=None)
    with django_assert_num_queries(6):
        take_roster(chain=chain, stores=lines(*(str(n) for n in range(100, 400))), by=None)


def vars_of(taken):
    return taken.new, taken.changed, taken.same
