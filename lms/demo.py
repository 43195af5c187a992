"""The demo: real engines, a seeded site and its three programs, one address. `manage.py demo` is its door."""

import errno
import http.client
import json
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from unicodedata import east_asian_width

from lms import engines
from lms.engines.locks import take
from lms.engines.processes import last_log_line
from lms.supervisor import Program, Supervisor

READY_WITHIN = 60.0
ENGINES_EVERY = 3.0
COLUMNS = ("chain", "employee_number", "password")


class DemoError(Exception):
    """The demo cannot run. The text is one sentence that says how to mend it."""


@dataclass
class Demo:
    """One run of the demo of the checkout at `base`; `prepare(url)` fills the database, `tell` prints a line."""

    base: Path
    environ: Mapping[str, str]
    prepare: Callable[[str], None]
    tell: Callable[[str], None]
    _began: float = field(default=0.0, init=False)
    _open: bool = field(default=False, init=False)
    _looked: float = field(default=0.0, init=False)
    _fault: str = field(default="", init=False)

    def run(self) -> None:
        """Serve until told to end; raise DemoError or EngineError where that cannot be."""
        port = free_port(self.environ.get("PORT") or "8000")
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, _leave)
        try:
            self._start_engines()
            self.prepare(f"http://localhost:{port}")
            self._serve(port)
        finally:
            engines.stop(self.base, self.environ, if_unused=True)
        if self._fault:
            raise DemoError(self._fault)

    @property
    def var(self) -> Path:
        return self.base / "var"

    def _start_engines(self) -> None:
        self.tell("Starting PostgreSQL and Redis …")
        engines.ensure(self.base, self.environ)
        self.var.mkdir(exist_ok=True)
        if not take(self.var / "demo.lock"):
            raise DemoError("The demo of this folder already runs: end that one with Ctrl-C first.")

    def _serve(self, port: int) -> None:
        self._began = time.monotonic()
        self.tell("Starting the site …")
        Supervisor(
            programs=programs(self.var, port),
            folder=self.base,
            environ={**self.environ, "DEMO": "1", "DJANGO_SETTINGS_MODULE": "lms.settings", "PORT": str(port)},
            logs=self.var / "log",
            tell=self.tell,
            each_step=lambda: self._keep_engines() if self._open else self._opened(port),
            last=[sys.executable, "-m", "lms.engines", "stop", "--if-unused"],
        ).run()

    def _opened(self, port: int) -> bool:
        if not ready(port):
            self._fault = self._late()
            return not self._fault
        self._open = True
        for line in welcome(json.loads((self.var / "demo.json").read_text())):
            self.tell(line)
        return True

    def _late(self) -> str:
        if time.monotonic() - self._began < READY_WITHIN:
            return ""
        said = "; ".join(f"{name}: {last_log_line(self.var / 'log' / f'{name}.log')}" for name in ("web", "worker"))
        return f"The site was not ready within {READY_WITHIN:.0f} s: mend what var/log says ({said})."

    def _keep_engines(self) -> bool:
        if time.monotonic() - self._looked < ENGINES_EVERY:
            return True
        try:
            for name in engines.ensure(self.base, self.environ):
                self.tell(f"{name} had ended; it runs again.")
        except engines.EngineError as fault:
            self.tell(str(fault))
        self._looked = time.monotonic()
        return True


def programs(var: Path, port: int) -> list[Program]:
    """Return the site's three programs: web server, worker and beat."""
    celery = [sys.executable, "-m", "celery", "-A", "lms"]
    serve = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--no-ws"]
    # Each thread keeps a database connection; granian's own number of threads would take more than PostgreSQL gives.
    serve += ["--blocking-threads", "4"]
    return [
        Program("web", [sys.executable, "-m", "granian", *serve, "--respawn-failed-workers", "lms.wsgi:application"]),
        Program("worker", [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"]),
        Program("beat", [*celery, "beat", "--loglevel", "INFO", "--pidfile=", "--schedule", str(var / "beat")]),
    ]


def free_port(text: str) -> int:
    """Return the port that `text` names, or raise DemoError if it makes no sense or is taken on this machine."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise DemoError(
            f"PORT={text!r} makes no sense: choose a number from 1024 to 65535, as in `PORT=8001 make demo`."
        )
    port = int(text)
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                # Connections that have just ended do not count as taken.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
        except PermissionError as fault:
            raise DemoError(f"Port {port} is for root: choose another, as in `PORT=8000 make demo`.") from fault
        except OSError as fault:
            # A machine without IPv6 has nobody listening there either.
            if fault.errno == errno.EADDRINUSE:
                other = port % 65535 + 1
                raise DemoError(f"Port {port} is taken: choose another, as in `PORT={other} make demo`.") from fault
    return port


def ready(port: int) -> bool:
    """Return whether the site says that it can serve."""
    line = http.client.HTTPConnection("localhost", port, timeout=5)
    try:
        line.request("GET", "/readyz")
        return line.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def welcome(known: dict[str, object]) -> list[str]:
    """Return the lines that greet a newcomer: the address and one sign-in per role."""
    sign_ins = known["sign_ins"]
    assert isinstance(sign_ins, dict)  # noqa: S101 - narrows the type
    rows = [("role", *COLUMNS), *((role, *(str(one[name]) for name in COLUMNS)) for role, one in sign_ins.items())]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    table = [
        "  ".join(f"{cell}{' ' * (wide - _width(cell))}" for cell, wide in zip(row, widths, strict=True))
        for row in rows
    ]
    return [
        "",
        f"街燈學堂 Streetlight: {known['url']}",
        "",
        *(line.rstrip() for line in table),
        "",
        "Ctrl-C ends everything.",
    ]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
