"""The demo's site on the bench's own engines, behind a line that counts what goes over it."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from threading import Lock, Thread

from bench.ground import ROOT, another_database, own_engines
from bench.servers import free_port, serving

CHROME = os.environ.get("CHROME_PATH", "/usr/bin/chromium")


@dataclass
class Line:
    """Forwards every connection to the web server and counts the bytes that come down it, headers and all."""

    to: int
    port: int = field(default_factory=free_port)
    down: int = 0
    _lock: Lock = field(default_factory=Lock)

    def open(self) -> socket.socket:
        """Listen; the socket that ends it when it is closed."""
        door = socket.create_server(("127.0.0.1", self.port), backlog=64)
        Thread(target=self._accept, args=(door,), daemon=True).start()
        return door

    def taken(self) -> int:
        """The bytes since this was asked last."""
        with self._lock:
            down, self.down = self.down, 0
        return down

    def _accept(self, door: socket.socket) -> None:
        while True:
            try:
                phone, _ = door.accept()
            except OSError:
                return
            Thread(target=self._serve, args=(phone,), daemon=True).start()

    def _serve(self, phone: socket.socket) -> None:
        with phone, socket.create_connection(("127.0.0.1", self.to)) as server:
            up = Thread(target=self._carry, args=(phone, server), kwargs={"counted": False}, daemon=True)
            up.start()
            self._carry(server, phone, counted=True)
            up.join()

    def _carry(self, source: socket.socket, target: socket.socket, *, counted: bool) -> None:
        try:
            while data := source.recv(65536):
                if counted:
                    with self._lock:
                        self.down += len(data)
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            # Whoever hangs up ends both ways.
            for line in (source, target):
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True)
class Site:
    """A running site: where it is, the line to it, and the sign-in of a clerk who has begun to learn."""

    url: str
    line: Line
    clerk: dict[str, str]


@contextmanager
def site() -> Iterator[Site]:
    """The small demo, served as in production: built, hashed, compressed."""
    home = Path(tempfile.mkdtemp(prefix="phone-"))
    try:
        with ExitStack() as stack:
            environ = stack.enter_context(own_engines(home, os.environ))
            own = stack.enter_context(another_database(environ, "phone"))
            port = free_port()
            own |= {"BASE_URL": f"http://localhost:{port}", "ALLOWED_HOSTS": "localhost"}
            for command in COMMANDS:
                _manage(own, *command)
            _manage(own, "seed_demo", "--small", "--out", str(home / "demo.json"))
            server = stack.enter_context(serving("granian", own, home / "granian"))
            line = Line(server.port, port)
            stack.enter_context(line.open())
            clerk = json.loads((home / "demo.json").read_text())["sign_ins"]["clerk"]
            yield Site(own["BASE_URL"], line, clerk)
    finally:
        rmtree(home)


COMMANDS = [("migrate", "-v", "0"), ("build_front",)]


def _manage(environ: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"manage.py {arguments[0]} failed.\n{done.stderr}")
