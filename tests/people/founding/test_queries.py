"""A roster held beside the stores that are there."""

import pytest

from people.founding.queries import compare_roster
from people.founding.reading import StoreLine
from tests.factories.people import ChainFactory, RegionFactory, StoreFactory

pytestmark = pytest.mark.django_db


def line(code, region="北區", name="一門市"):
    return StoreLine(2, region, code, name, "")


@pytest.fixture
def chain():
    chain = ChainFactory()
    north = RegionFactory(chain=chain, code="R01", name="北區")
    StoreFactory(region=north, code="1", name="一門市", address="")
    StoreFactory(region=north, code="2", name="二門市", address="")
    return chain


def told(compared):
    changed = [(store.code, line.name, line.region) for store, line in compared.changed]
    return [line.code for line in compared.new], changed, compared.same, compared.unnamed


def test_a_roster_says_what_it_would_bring_change_and_leave(chain, django_assert_num_queries):
    with django_assert_num_queries(1):
        compared = compare_roster(chain=chain, stores=[line("1", name="新名門市"), line("3")])
    assert told(compared) == (["3"], [("1", "新名門市", "北區")], 0, 1)


def test_another_region_is_a_change_and_the_same_line_is_none(chain):
    stores = [line("1"), line("2", region="南區", name="二門市")]
    assert told(compare_roster(chain=chain, stores=stores)) == ([], [("2", "二門市", "南區")], 1, 0)


def test_another_chains_store_of_the_same_code_is_not_this_ones(chain):
    assert told(compare_roster(chain=ChainFactory(), stores=[line("1")])) == (["1"], [], 0, 0)
