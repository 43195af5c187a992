"""The whole site for a browser: web server, worker and beat of the demo on a database and broker of their own."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket

from lms.demo import programs
from lms.engines.processes import last_log_line
from tests.databases import BASE
from tests.e2e.backstage import Backstage, Hired

READY_WITHIN = 90.0


@dataclass(frozen=True)
class Site:
    """A running site: its address, the demo's sign-ins by role, and what is behind its scenes."""

    url: str
    sign_ins: dict[str, dict[str, str]]
    backstage: Backstage

    def session_of(self, role: str) -> Hired:
        """The demo's person of that role, signed in."""
        who = self.sign_ins[role]
        told = self.backstage.ask("session", chain=who["chain"], employee_number=who["employee_number"])
        return Hired(**told, password=who["password"])


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
        # At once: what they would finish in good order is thrown away with their database.
        for process in started:
            os.killpg(process.pid, signal.SIGKILL)
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
