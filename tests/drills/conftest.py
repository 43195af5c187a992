"""The smallest shop, a drill that rings in it, and what proofs need."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories.drills import drill_of
from tests.factories.people import StoreFactory, clerk


@pytest.fixture
def template_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The tests' own database, migrated and empty, for copies to be made of."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def store():
    return StoreFactory()


@pytest.fixture
def alice(store):
    return clerk(store)


@pytest.fixture
def drill(store, alice):
    return drill_of(alice, store=store, state="sent")
