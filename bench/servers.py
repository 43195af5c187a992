"""The web servers that are measured, and what they cost."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
GRANIAN = ["granian", "--interface", "wsgi", "--workers", "1", "--no-ws", "--blocking-threads", "4"]
GUNICORN = ["gunicorn", "--workers", "1", "--worker-class", "gthread", "--threads", "4", "--keep-alive", "75"]


@dataclass(frozen=True)
class Server:
    """One running web server with one worker process."""

    name: str
    port: int
    group: int

    def cpu(self) -> float:
        """Seconds of CPU, user and system, that all its living processes have used so far."""
        fields = (path.read_text().rpartition(") ")[2].split() for path in Path("/proc").glob("[0-9]*/stat"))
        return sum(int(f[11]) + int(f[12]) for f in fields if int(f[2]) == self.group) / TICKS


@contextmanager
def serving(name: str, environ: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Run granian or gunicorn on a free port with the bench's settings."""
    port = free_port()
    at = ["--port", str(port)] if name == "granian" else ["--bind", f"127.0.0.1:{port}"]
    program = GRANIAN if name == "granian" else GUNICORN
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *program, *at, "lms.wsgi:application"],
            cwd=ROOT,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        _wait_for(port, process, log)
        yield Server(name, port, process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"The web server did not start: see what it says.\n{log.read_text()}")
