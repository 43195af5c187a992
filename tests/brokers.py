"""A Redis of a test's own. A worker that a killed run has left takes the messages of its own Redis, and of no other."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lms.engines.redis import Redis


@contextmanager
def broker() -> Iterator[Redis]:
    """A private Redis that does not run yet; ended with all that it holds. Its socket's path is short."""
    home = Path(tempfile.mkdtemp(prefix="broker-"))
    server = Redis(home=home / "redis", socket=home / "r.sock")
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(home)
