"""What proofs of drills need."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def template_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The tests' own database, migrated and empty, for copies to be made of."""
    with django_db_blocker.unblock():
        yield
