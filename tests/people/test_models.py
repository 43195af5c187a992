"""What the database itself refuses about people."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from people.models import Person, Posting, Role, Store
from tests.factories.people import LONG_AGO, ChainFactory, RegionFactory, StoreFactory, person, posted

pytestmark = pytest.mark.django_db
SCOPES = ("store", "region", "chain", "programme")


def scopes(*named):
    store = StoreFactory()
    each = {"store": store, "region": store.region, "chain": store.chain, "programme": True}
    return {name: each[name] for name in named}


@pytest.mark.parametrize("scope", SCOPES)
def test_one_scope_is_accepted(scope):
    made = Posting.objects.create(person=person(None), role=Role.CLERK, since=LONG_AGO, **scopes(scope))
    assert Posting.objects.get() == made


@pytest.mark.parametrize(
    "named", [(), *((a, b) for i, a in enumerate(SCOPES) for b in SCOPES[i + 1 :]), SCOPES[:3], SCOPES]
)
def test_no_scope_and_more_than_one_are_refused(named):
    with pytest.raises(IntegrityError, match="posting_has_exactly_one_scope"):
        Posting.objects.create(person=person(None), role=Role.CLERK, since=LONG_AGO, **scopes(*named))


def test_an_unknown_role_is_refused():
    with pytest.raises(IntegrityError, match="posting_role_known"):
        Posting.objects.create(person=person(None), role="wizard", since=LONG_AGO, programme=True)


@pytest.mark.parametrize("until", [LONG_AGO, LONG_AGO - timedelta(days=1)])
def test_a_posting_lasts(until):
    with pytest.raises(IntegrityError, match="posting_ends_after_it_begins"):
        Posting.objects.create(person=person(None), role=Role.HR, since=LONG_AGO, until=until, programme=True)


def test_the_same_open_posting_exists_once_and_again_after_its_end():
    chain = ChainFactory()
    hr = posted(Role.HR, chain)
    again = {"person": hr, "role": Role.HR, "chain": chain}
    with pytest.raises(IntegrityError, match="one_open_posting"), transaction.atomic():
        Posting.objects.create(since=LONG_AGO + timedelta(days=1), **again)
    hr.postings.update(until=LONG_AGO + timedelta(days=1))
    Posting.objects.create(since=LONG_AGO + timedelta(days=2), **again)
    assert hr.postings.count() == 2


def test_alive_is_from_its_beginning_until_just_before_its_end():
    hr = posted(Role.HR, ChainFactory())
    end = LONG_AGO + timedelta(days=10)
    hr.postings.update(until=end)
    instants = [LONG_AGO - timedelta(microseconds=1), LONG_AGO, end - timedelta(microseconds=1), end]
    assert [Posting.objects.alive(at).exists() for at in instants] == [False, True, True, False]


def test_the_floor_is_clerks_and_managers_in_stores():
    store = StoreFactory()
    for role in Role:
        posted(role, store)
    posted(Role.MANAGER, store.region)
    assert set(Posting.objects.on_the_floor().values_list("role", "store")) == {
        ("clerk", store.pk),
        ("manager", store.pk),
    }


@pytest.mark.parametrize("in_chain", [True, False])
def test_the_database_too_keeps_numbers_apart_with_and_without_a_chain(in_chain):
    chain = ChainFactory() if in_chain else None
    Person.objects.create(chain=chain, employee_number="A001", name="王小明")
    with pytest.raises(IntegrityError, match="employee_number_unique_in_chain"):
        Person.objects.create(chain=chain, employee_number="A001", name="李小華")


def test_a_number_may_repeat_across_chains_and_the_programme():
    for chain in (ChainFactory(), ChainFactory(), None):
        Person.objects.create(chain=chain, employee_number="A001", name="王小明")
    assert Person.objects.filter(employee_number="A001").count() == 3


def test_signing_in_names_one_person_of_one_chain():
    alice, charlie, staff = (
        Person.objects.create(chain=chain, employee_number="A001", name="王小明")
        for chain in (ChainFactory(slug="one"), ChainFactory(slug="other"), None)
    )
    found = [Person.objects.signing_in(slug, "A001") for slug in ("one", "other", "", "third")]
    assert found == [alice, charlie, staff, None]


@pytest.mark.parametrize(("model", "factory"), [("store", StoreFactory), ("region", RegionFactory)])
def test_codes_are_unique_in_their_chain_only(model, factory):
    first = factory(code="000001")
    assert factory(code="000001").chain != first.chain
    same = {"region": first.region} if model == "store" else {"chain": first.chain}
    with pytest.raises(IntegrityError, match=f"{model}_code_unique_in_chain"):
        factory(code="000001", **same)


def test_a_store_is_closed_from_its_closing_day_on():
    store = StoreFactory(closed_on=date(2026, 3, 1))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2)]
    assert [store in Store.objects.open(on) for on in days] == [True, False, False]


def test_djangos_own_tools_can_make_a_superuser():
    made = Person.objects.create_superuser("root", "lamp-in-the-street", employee_number="R1", name="管理員")
    assert (made.is_superuser, made.check_password("lamp-in-the-street")) == (True, True)
    assert (made.get_full_name(), made.get_short_name(), str(made)) == ("管理員", "管理員", "管理員")
    assert made.joined_at is None or made.joined_at <= datetime.now(UTC)


@pytest.mark.parametrize("code", ["1/2", "/", ".", "..", ""])
def test_a_code_that_no_address_can_hold_is_refused(code):
    with pytest.raises(IntegrityError, match="store_code_fits_an_address"), transaction.atomic():
        StoreFactory(code=code)
    with pytest.raises(IntegrityError, match="region_code_fits_an_address"):
        RegionFactory(code=code)


@pytest.mark.parametrize("code", ["people", "people.csv", "A#1?%", "店 1", "..."])
def test_any_other_code_is_a_code(code):
    assert StoreFactory(code=code).region.stores.get().code == code
