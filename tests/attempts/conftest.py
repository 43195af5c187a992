import pytest

from tests.attempts.phone import Phone
from tests.factories.walks import walk


@pytest.fixture
def alices(db):
    """Alice's walk: one scenario in one course."""
    return walk()


@pytest.fixture
def phone(alices):
    """Alice's phone, with an attempt that has begun."""
    made = Phone(alices.clerk)
    assert made.begin(alices)[0] == 201
    return made
