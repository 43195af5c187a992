"""What rings."""

import pytest


@pytest.fixture
def ringing(drill):
    """Alice's call, sent at `ALERT`."""
    return drill.calls.get()
