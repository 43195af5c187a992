"""Databases of the tests' own PostgreSQL: what takes long to make is made once per state of the code, and copied from
then on."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.utils import timezone

from lms.engines.locks import alone
from tests.brokers import broker

BASE = Path(settings.BASE_DIR)
WRITTEN = ("*.py", "*.toml", "*.json", "*.csv")
OPENS = "open_library.py"
OPEN = "from content.actions.open_library import open_library; open_library(chain=None)"
LOCK = BASE / "requirements-dev.lock"


def manage(environ: dict[str, str], *arguments: str) -> str:
    """Run `manage.py`; its output."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=BASE, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment(database_url: str, port: int, redis_url: str) -> dict[str, str]:
    """The environment of a site on its own database and Redis."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": "only-for-this-test-site-and-nowhere-else",
        "DEMO": "1",
        "PORT": str(port),
    }


@contextmanager
def database(name: str, *, like: str = "template1") -> Iterator[str]:
    """A database for as long as the block runs, a copy of `like`; its URL."""
    with _admin() as admin:
        # What a run that was killed has left.
        _drop(admin, name)
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        try:
            yield _url(name)
        finally:
            _drop(admin, name)


def migrated() -> str:
    """The name of a database that has every table and no rows but those of the migrations and the programme's library,
    which a test of the studio would have to open each time."""
    state = _hash(path for path in _written() if path.parent.name == "migrations" or path.name == OPENS)
    return _made("migrated", state, "template1", ["migrate", "-v", "0"], ["shell", "-v", "0", "-c", OPEN])


def seeded() -> str:
    """The name of a database in which the small demo has lived its year until today."""
    state = _hash(_written()) + f"_{timezone.localdate():%j}"
    return _made("seeded", state, migrated, ["seed_demo", "--small", "--out", os.devnull])


def _made(kind: str, state: str, like: str | Callable[[], str], *commands: list[str]) -> str:
    """Make `<kind>_<state>` by commands on a copy of `like`, unless it is there; those of former states go."""
    name = f"{kind}_{state}"
    with alone(BASE / "var" / f"{kind}.lock"), _admin() as admin:
        standing = [row[0] for row in admin.execute("SELECT datname FROM pg_database")]
        if name in standing:
            return name
        for old in standing:
            if old.startswith(f"{kind}_"):
                _drop(admin, old)
        half = f"half_{kind}"
        with database(half, like=like if isinstance(like, str) else like()) as url, broker() as redis:
            redis.start()
            for command in commands:
                manage(environment(url, 8000, redis.address), *command)
            admin.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
    return name


def _written() -> Iterator[Path]:
    rooms = [room for room in sorted(BASE.iterdir()) if (room / "apps.py").exists()]
    for pattern in WRITTEN:
        for room in rooms:
            yield from sorted(room.rglob(pattern))


def _hash(paths: Iterator[Path]) -> str:
    digest = hashlib.sha256(LOCK.read_bytes())
    for path in paths:
        digest.update(f"{path.relative_to(BASE)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _admin() -> psycopg.Connection:
    server = settings.ENGINES.database
    return psycopg.connect(host=server["HOST"], user=server["USER"], dbname="postgres", autocommit=True)


def _url(name: str) -> str:
    server = settings.ENGINES.database
    return f"postgres://{server['USER']}@/{name}?host={server['HOST']}"


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
