"""The smallest shop, and a drill that rings in it."""

import pytest

from drills.queries.tellings import calling
from people.notices.actions import notify_all
from tests.factories.drills import ALERT, drill_of
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


@pytest.fixture
def ringing(drill):
    """Alice's call, sent at `ALERT`, with its notice."""
    made = drill.calls.get()
    notify_all(calling(drill.run, str(made.person_id), str(made.pk), makeup=False, at=ALERT), at=ALERT)
    return made
