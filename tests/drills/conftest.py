"""The smallest shop, and a drill that rings in it."""

import pytest

from tests.factories.drills import drill_of
from tests.factories.people import StoreFactory, clerk


@pytest.fixture
def store():
    return StoreFactory()


@pytest.fixture
def alice(store):
    return clerk(store)


@pytest.fixture
def drill(store, alice):
    return drill_of(alice, store=store, state="sent")
