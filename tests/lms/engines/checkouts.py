"""What the tests of the engines ask of a checkout's servers."""

import os
from pathlib import Path

import psycopg
import pytest

from lms import engines

ENVIRON = {"STREETLIGHT_ENGINES": "test"}
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give folders away or run servers as another")


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
