"""The whole site for a browser: web server, worker and beat of the demo on a database and broker of their own."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import psycopg
from django.conf import settings

from lms.demo import programs
from lms.engines.processes import last_log_line

BASE = Path(settings.BASE_DIR)
READY_WITHIN = 90.0


@dataclass(frozen=True)
class Site:
    """A running site: its address, its demo sign-ins by role, and a way to run its `manage.py`."""

    url: str
    sign_ins: dict[str, dict[str, str]]
    environ: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` on the site's database; its output."""
        return manage(self.environ, *arguments)


def manage(environ: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=BASE, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def database(name: str) -> Iterator[str]:
    """A database of its own on the tests' PostgreSQL; its URL."""
    server = settings.ENGINES.database
    with psycopg.connect(host=server["HOST"], user=server["USER"], dbname="postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"postgres://{server['USER']}@/{name}?host={server['HOST']}"
        finally:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(environ: dict[str, str], port: int, logs: Path) -> Iterator[None]:
    """The site's programs; ended with all their children."""
    started = []
    try:
        for program in programs(logs, port):
            with (logs / f"{program.name}.log").open("wb") as log:
                started.append(
                    subprocess.Popen(
                        program.command, cwd=BASE, env=environ, stdout=log, stderr=log, start_new_session=True
                    )
                )
        _wait_until_ready(port, logs)
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(20)


def _wait_until_ready(port: int, logs: Path) -> None:
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    said = {name: last_log_line(logs / f"{name}.log") for name in ("web", "worker", "beat")}
    raise AssertionError(f"the site is not ready after {READY_WITHIN:.0f} s: {said}")


def environment(database_url: str, port: int, redis_db: int) -> dict[str, str]:
    """The environment of a site on its own database and its own two numbers (this and the next) of the Redis."""
    socket_path = settings.CACHES["default"]["LOCATION"].removeprefix("unix://").split("?")[0]
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "DATABASE_URL": database_url,
        "REDIS_URL": f"unix://{socket_path}?db={redis_db}",
        "SECRET_KEY": "only-for-this-test-site-and-nowhere-else",
        "DEMO": "1",
        "PORT": str(port),
    }
