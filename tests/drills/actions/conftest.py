"""What rings."""

import pytest

from drills.queries.tellings import calling
from people.notices.actions import notify_all
from tests.factories.drills import ALERT


@pytest.fixture
def ringing(drill):
    """Alice's call, sent at `ALERT`, with its notice."""
    made = drill.calls.get()
    notify_all(calling(drill.run, str(made.person_id), str(made.pk), makeup=False, at=ALERT), at=ALERT)
    return made
