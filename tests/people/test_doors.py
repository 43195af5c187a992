"""Which stores a person sees. Bob's chain is always there, with something that could leak."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from people.actions import end_posting
from people.doors import chain_for, chains_for, store_for, stores_for
from people.models import Role
from people.models.posting import ON_THE_BOARD
from tests.factories.people import LONG_AGO, ChainFactory, RegionFactory, StoreFactory, clerk, person, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    """Two regions of one chain (two stores in the first), and another chain's store with the same code."""
    north = RegionFactory(code="N")
    south = RegionFactory(code="S", chain=north.chain)
    return {
        "one": StoreFactory(region=north, code="000001"),
        "two": StoreFactory(region=north, code="000002"),
        "three": StoreFactory(region=south, code="000003"),
        "foreign": StoreFactory(code="000001"),
    }


def seen(town, somebody, at=None):
    return {name for name, store in town.items() if store in stores_for(somebody, at)}


@pytest.mark.parametrize("role", ON_THE_BOARD)
@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("store", {"one"}),
        ("region", {"one", "two"}),
        ("chain", {"one", "two", "three"}),
        ("programme", {"one", "two", "three", "foreign"}),
    ],
)
def test_a_posting_opens_what_lies_under_its_scope(town, role, scope, expected):
    one = town["one"]
    where = {"store": one, "region": one.region, "chain": one.chain, "programme": None}[scope]
    assert seen(town, posted(role, where)) == expected


@pytest.mark.parametrize("role", sorted(set(Role) - set(ON_THE_BOARD)))
def test_other_roles_open_no_store(town, role):
    assert seen(town, posted(role, town["one"].chain)) == set()


def test_an_owner_of_several_stores_sees_each_once(town):
    owner = posted(Role.OWNER, town["one"])
    for place in ("one", "three"):
        owner.postings.get_or_create(role=Role.OWNER, store=town[place], defaults={"since": LONG_AGO})
    owner.postings.create(role=Role.MANAGER, store=town["one"], since=LONG_AGO)
    assert sorted(store.code for store in stores_for(owner)) == ["000001", "000003"]


def test_an_ended_posting_opens_nothing_any_more(town):
    manager = posted(Role.MANAGER, town["one"])
    end_posting(posting=manager.postings.get(), by=None, at=LONG_AGO + timedelta(days=1))
    assert seen(town, manager) == set()
    assert seen(town, manager, LONG_AGO + timedelta(hours=1)) == {"one"}


def test_a_posting_that_has_not_begun_opens_nothing_yet(town):
    manager = posted(Role.MANAGER, town["one"], at=timezone.now() + timedelta(days=1))
    assert seen(town, manager) == set()


def test_one_store_is_found_by_chain_and_code(town):
    one, foreign = town["one"], town["foreign"]
    hr = posted(Role.HR, one.chain)
    assert store_for(hr, one.chain.slug, "000001") == one
    assert store_for(posted(Role.AUDITOR, None), foreign.chain.slug, "000001") == foreign


@pytest.mark.parametrize("code", ["000001", "000002"])
def test_a_neighbours_and_a_foreign_store_are_not_there(town, code):
    manager = posted(Role.MANAGER, town["three"])
    with pytest.raises(Http404):
        store_for(manager, town["one"].chain.slug, code)
    with pytest.raises(Http404):
        store_for(manager, town["foreign"].chain.slug, code)


def test_a_clerk_does_not_see_even_their_own_store(town):
    alice = clerk(town["one"])
    with pytest.raises(Http404):
        store_for(alice, town["one"].chain.slug, "000001")


@pytest.mark.parametrize("code", ["", "\x00", "000001\x00", "'; --", "9" * 5000])
def test_a_code_that_cannot_be_one_is_not_there_either(town, code):
    with pytest.raises(Http404):
        store_for(posted(Role.AUDITOR, None), town["one"].chain.slug, code)


def test_chains_follow_from_stores(town):
    one, foreign = town["one"].chain, town["foreign"].chain
    assert set(chains_for(posted(Role.MANAGER, town["one"]))) == {one}
    assert set(chains_for(posted(Role.AUDITOR, None))) == {one, foreign}
    assert set(chains_for(person(one))) == set()


def test_one_chain_is_found_by_its_slug_or_as_the_first(town):
    one, foreign = town["one"].chain, town["foreign"].chain
    auditor = posted(Role.AUDITOR, None)
    assert [chain_for(auditor, chain.slug) for chain in (one, foreign)] == [one, foreign]
    assert chain_for(auditor, None) == min(one, foreign, key=lambda chain: chain.slug)
    assert chain_for(posted(Role.MANAGER, town["foreign"]), None) == foreign


@pytest.mark.parametrize("role", [Role.HR, Role.CLERK])
def test_a_foreign_chain_and_one_of_which_no_store_is_seen_are_not_there(town, role):
    somebody = posted(role, town["foreign"].chain if role == Role.HR else town["one"])
    with pytest.raises(Http404):
        chain_for(somebody, town["one"].chain.slug)


def test_who_sees_no_store_finds_no_chain_either(town):
    with pytest.raises(Http404):
        chain_for(posted(Role.HR, ChainFactory()), None)
