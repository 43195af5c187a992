"""How chains look, as pages ask for it."""

import pytest

from people.brands.queries import look_called, look_of
from tests.factories.people import ChainFactory

pytestmark = pytest.mark.django_db


def test_one_chains_look_is_not_anothers(branded, chain):
    branded(chain)
    other = ChainFactory(slug="other")
    assert (look_of(other.pk), look_of(None), look_called("other"), look_called("programme")) == (None,) * 4
    assert look_called("fuxiao") == look_of(chain.pk)


def test_looks_are_read_once_for_many_requests(branded, chain, django_assert_num_queries):
    branded(chain)
    with django_assert_num_queries(1):
        assert [look_of(chain.pk).slug, look_called("fuxiao").slug] == ["fuxiao"] * 2
