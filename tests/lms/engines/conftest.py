"""A checkout of its own for each test, with servers that are ended and removed whatever happens."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms import engines
from tests.lms.engines.checkouts import ENVIRON


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder that every account may enter, unlike pytest's own."""
    base = Path(tempfile.mkdtemp(prefix="checkout-"))
    base.chmod(0o755)
    yield base
    engines.remove(base, ENVIRON)
    shutil.rmtree(base)
