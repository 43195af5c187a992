"""A database and a Redis of the bench's own, and what the client knows of what is in them."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from lms import engines
from lms.engines.redis import Redis

ROOT = Path(__file__).parents[1]
NAME = "streetlight_bench"
CROWDED, CROWD = "crowd", 5_000  # a chain's slug, and how many stand on its floors
SIXTY, SIXTY_STORES = "sixty", 60  # another chain's slug, with ten on each floor
BUILD = "import django; django.setup(); from bench.filling import build; build()"


@dataclass(frozen=True)
class Known:
    """What `bench.filling` made: sessions of three clerks and of two chains' HR persons (`hr` the crowded one's,
    `desk` that of the sixty stores), an edition, what it is played for, a way through it, the address of a question
    that the third clerk, `learned`, is asked today, those of the first clerk's `street` and of the player at its first
    `lamp`.

    `path` holds (node, answer) from the first step to the ending.
    """

    reader: str
    player: str
    learned: str
    hr: str
    desk: str
    edition: str
    purpose: str
    path: list[tuple[str, str | None]]
    question: str
    street: str
    lamp: str


@contextmanager
def own_engines(home: Path, environ: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """A database in the tests' PostgreSQL and a Redis, both gone afterwards; the environment that leads to them."""
    private = {name: value for name, value in environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    engines.ensure(ROOT, private, "test")
    host = engines.addresses(ROOT, private, "test").database["HOST"]
    broker = Redis(home=home / "redis", socket=home / "r.sock")
    broker.start()
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as line:
        line.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        line.execute(f"CREATE DATABASE {NAME}")
        try:
            yield {
                **private,
                "DATABASE_URL": f"postgres://postgres@localhost/{NAME}?host={host}",
                "REDIS_URL": f"unix://{broker.socket}",
                "SECRET_KEY": "bench",
                "DJANGO_SETTINGS_MODULE": "bench.settings",
                "LOG_LEVEL": "ERROR",
            }
        finally:
            line.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
            broker.stop()
            engines.stop(ROOT, private, "test", if_unused=True)


@contextmanager
def another_database(environ: Mapping[str, str], name: str) -> Iterator[dict[str, str]]:
    """One more database on the bench's engines, for the site as it is in a demo; the environment that leads to it."""
    beside = environ["DATABASE_URL"]
    own = f"{NAME}_{name}"
    with psycopg.connect(beside, autocommit=True) as line:
        line.execute(f"DROP DATABASE IF EXISTS {own} WITH (FORCE)")
        line.execute(f"CREATE DATABASE {own}")
        try:
            demo = {"DATABASE_URL": beside.replace(NAME, own), "DJANGO_SETTINGS_MODULE": "lms.settings", "DEMO": "1"}
            yield {**environ, **demo}
        finally:
            line.execute(f"DROP DATABASE {own} WITH (FORCE)")


def filled(environ: Mapping[str, str]) -> Known:
    """Fill the database and say what is in it."""
    done = subprocess.run(
        [sys.executable, "-c", BUILD], cwd=ROOT, env=dict(environ), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"The bench's database could not be filled.\n{done.stderr}")
    return Known(**json.loads(done.stdout.splitlines()[-1]))
