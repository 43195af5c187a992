"""The smallest shop."""

import pytest

from tests.factories.people import StoreFactory, clerk


@pytest.fixture
def store():
    return StoreFactory()


@pytest.fixture
def alice(store):
    return clerk(store)
