"""A checkout of its own for each test, with servers that are ended and removed whatever happens."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lms import engines

ENVIRON = {"STREETLIGHT_ENGINES": "test"}
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give folders away or run servers as another")


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder that every account may enter, unlike pytest's own."""
    base = Path(tempfile.mkdtemp(prefix="checkout-"))
    base.chmod(0o755)
    yield base
    engines.remove(base, ENVIRON)
    shutil.rmtree(base)


def ask(base: Path, statement: str) -> str:
    """Run one statement in the checkout's database and return the first column of its first row, or nothing."""
    database = engines.addresses(base, ENVIRON).database
    with psycopg.connect(host=database["HOST"], user=database["USER"], dbname=database["NAME"]) as line:
        cursor = line.execute(statement.encode())
        row = cursor.fetchone() if cursor.description else None
        return str(row[0]) if row else ""


def pids(base: Path) -> dict[str, int | None]:
    """The process numbers of the checkout's servers by name."""
    return {state.name: state.pid for state in engines.status(base, ENVIRON)}
