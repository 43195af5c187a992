"""PostgreSQL and Redis: their addresses, and private servers of both where none are given.

With DATABASE_URL and REDIS_URL set, those servers are used and nothing here is started. Unset, real servers run from
wheels for this checkout alone: data under `var/`, sockets in a short folder that only this user may enter.
Plain Python without Django: settings import it.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lms.engines.errors import EngineError
from lms.engines.locks import alone, hold, in_use, let_go
from lms.engines.places import FOLDERS, Place, own_folder, place_of
from lms.engines.postgres import DATABASE, USER, Postgres, postgres_at
from lms.engines.redis import Redis, redis_at
from lms.engines.urls import postgres_settings, read_database_url, read_redis_url, unix_redis

__all__ = ["Addresses", "EngineError", "State", "addresses", "ensure", "keep", "remove", "status", "stop"]


@dataclass(frozen=True)
class Addresses:
    """Django's `DATABASES["default"]`, Celery's broker, Django's cache; `private`: any is ours."""

    database: dict[str, Any]
    redis_broker: str
    redis_cache: str
    private: bool


@dataclass(frozen=True)
class State:
    """One server as `status` found it: `pid` is None when it does not run; `answers` is whether it can be used."""

    name: str
    address: str
    pid: int | None
    answers: bool


def addresses(base: Path, environ: Mapping[str, str], profile: str | None = None) -> Addresses:
    """Return the addresses of the servers of the checkout at `base`. Starts nothing and writes nothing."""
    place = place_of(base, environ, profile)
    database, redis = environ.get("DATABASE_URL"), environ.get("REDIS_URL")
    broker, cache = (
        read_redis_url(redis, environ.get("REDIS_CACHE_URL", "")) if redis else unix_redis(str(place.redis_socket))
    )
    return Addresses(
        database=read_database_url(database) if database else _private_database(place),
        redis_broker=broker,
        redis_cache=cache,
        private=not (database and redis),
    )


def ensure(base: Path, environ: Mapping[str, str], profile: str | None = None) -> tuple[str, ...]:
    """Start the private servers that do not answer and return their names.

    May be called at any time by any number of processes; both servers answer when it returns. `profile` "test" has its
    own data and forgets on a crash. Raise EngineError when a server cannot be started.
    """
    place = place_of(base, environ, profile)
    wanted = _wanted(environ)
    if not wanted:
        return ()
    _prepare(place)
    hold(place.notes / "users")
    with alone(place.notes / "lock"):
        return tuple(server.name for server in _servers(place, wanted) if server.start())


def stop(
    base: Path, environ: Mapping[str, str], profile: str | None = None, *, if_unused: bool = False
) -> tuple[str, ...]:
    """End the private servers and return the names of those that ran.

    With `if_unused` they stay while another process that called `ensure` lives, or after `keep`.
    """
    place = place_of(base, environ, profile)
    if not place.notes.exists():
        return ()
    users = place.notes / "users"
    let_go(users)
    with alone(place.notes / "lock"):
        if if_unused and (in_use(users) or _kept(place).exists()):
            return ()
        _kept(place).unlink(missing_ok=True)
        return tuple(server.name for server in _servers(place) if server.stop())


def keep(base: Path, environ: Mapping[str, str], profile: str | None = None) -> None:
    """Let the servers run until `stop` is called without `if_unused`."""
    _kept(place_of(base, environ, profile)).touch()


def status(base: Path, environ: Mapping[str, str], profile: str | None = None) -> tuple[State, ...]:
    """Return the states of the private servers; starts nothing."""
    place = place_of(base, environ, profile)
    return tuple(
        State(server.name, server.address, server.pid(), server.answers())
        for server in _servers(place, _wanted(environ))
    )


def remove(base: Path, environ: Mapping[str, str]) -> None:
    """End the private servers of every profile and remove all that they left on this machine."""
    for profile in FOLDERS:
        stop(base, environ, profile)
    for place in (place_of(base, environ, profile) for profile in FOLDERS):
        for folder in (place.notes, place.run, place.spare.parent):
            shutil.rmtree(folder, ignore_errors=True)


def _wanted(environ: Mapping[str, str]) -> frozenset[str]:
    given = {"PostgreSQL": environ.get("DATABASE_URL"), "Redis": environ.get("REDIS_URL")}
    return frozenset(name for name, url in given.items() if not url)


def _servers(place: Place, wanted: frozenset[str] = frozenset({"PostgreSQL", "Redis"})) -> list[Postgres | Redis]:
    both: list[Postgres | Redis] = [postgres_at(place), redis_at(place)]
    return [server for server in both if server.name in wanted]


def _kept(place: Place) -> Path:
    return place.notes / "keep"


def _prepare(place: Place) -> None:
    var = place.notes.parent
    if not var.exists():
        own_folder(var, 0o755)
    own_folder(place.notes, 0o711)
    own_folder(place.run, 0o711 if os.geteuid() == 0 else 0o700)


def _private_database(place: Place) -> dict[str, Any]:
    return postgres_settings(name=DATABASE, user=USER, password="", host=str(place.postgres_run), port="")
