"""A house under siege: real workers, beat and Redis, killed at random moments while clerks pass their courses."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlencode

import psycopg
from django.db import connection, connections

from lms.engines.processes import command_line, wait_until
from lms.engines.redis import Redis
from tests.brokers import broker

ROOT = Path(__file__).parents[2]
CELERY = [sys.executable, "-m", "celery", "-A", "lms"]
PLAYER = "import django; django.setup(); from tests.outbox.player import main; main({})"
VICTIMS = ["worker", "worker", "worker", "one child", "redis", "redis", "beat"]


@dataclass(frozen=True)
class Tally:
    """What stands in the database: certificates, enrolments that have one, completions and issuings that were noted
    in the audit trail, owed rows that are not done, and rows that were claimed again after a kill or a fault."""

    certificates: int
    certified: int
    completions: int
    issuings: int
    left: int
    retaken: int = field(compare=False, default=0)


COUNT = """
SELECT (SELECT count(*) FROM certificates_credential),
       (SELECT count(DISTINCT enrolment_id) FROM certificates_credential),
       (SELECT count(*) FROM people_auditentry WHERE verb = 'complete'),
       (SELECT count(*) FROM people_auditentry WHERE verb = 'certify'),
       (SELECT count(*) FROM outbox_owed WHERE state <> 'done'),
       (SELECT count(*) FROM outbox_owed WHERE fence > 1)
"""

IN_HAND = "SELECT 1 FROM outbox_owed WHERE state = 'due' AND lease_until > now()"


@dataclass
class Siege:
    """One siege on the database at `url` and the Redis at `broker`; `seed` decides whom it hits and when."""

    settings: str
    url: str
    broker: Redis
    home: Path
    seed: int
    kills: list[str] = field(default_factory=list)
    errors: int = 0
    groups: list[int] = field(default_factory=list)
    processes: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    def play(self, clerks: int, *, burst: int = 10, killing: bool = True) -> None:
        """Let so many clerks pass their course in bursts, and kill somebody at a random moment of each burst."""
        chance = random.Random(self.seed)
        self.broker.start()
        player = self._start("player", [sys.executable, "-c", PLAYER.format(clerks)])
        assert player.stdout.readline() == "ready\n"
        self._keep_running()
        for _ in range(0, clerks, burst):
            if chance.random() < 0.7:
                self._wait_for_worker()
            player.stdin.write(f"{burst}\n")
            player.stdin.flush()
            if killing:
                time.sleep(chance.uniform(0.0, 0.2))
                self._kill(chance.choice(VICTIMS))
            self.errors += int(player.stdout.readline())
            self._keep_running()

    def settle(self, clerks: int, *, patience: float) -> float:
        """Wait until all have a certificate and nothing is owed, for `patience` seconds at most; how many it took."""
        began = time.monotonic()
        while time.monotonic() - began < patience:
            tally = self.tally()
            if (tally.certificates, tally.left) == (clerks, 0):
                break
            self._keep_running()
            time.sleep(0.5)
        return time.monotonic() - began

    def tally(self) -> Tally:
        with psycopg.connect(self.url) as line:
            return Tally(*line.execute(COUNT).fetchone())

    def _start(self, name: str, command: list[str]) -> "subprocess.Popen[str]":
        talks = name == "player"
        with (self.home / f"{name}.log").open("a") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
                stdout=subprocess.PIPE if talks else log,
                stderr=log,
                text=True,
                cwd=ROOT,
                env=self._environ(),
                start_new_session=True,
            )
        self.groups.append(process.pid)
        self.processes[name] = process
        return process

    def _environ(self) -> dict[str, str]:
        own = {"DATABASE_URL": self.url, "REDIS_URL": f"unix://{self.broker.socket}", "SECRET_KEY": "siege"}
        return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": self.settings}

    def _keep_running(self) -> None:
        """Start again what is dead, as a supervisor would."""
        if not self.broker.answers():
            wait_until(self.broker.start, 10)
        commands = {
            "worker": [*CELERY, "worker", "--concurrency", "2", "--loglevel", "WARNING"],
            "beat": [*CELERY, "beat", "--loglevel", "WARNING", "--pidfile=", "--schedule", str(self.home / "beat")],
        }
        for name, command in commands.items():
            if name not in self.processes or self.processes[name].poll() is not None:
                self._start(name, command)

    def _wait_for_worker(self) -> None:
        """Until it has children, who then take a moment to be at work: a worker that only starts holds nothing."""

        def there() -> bool:
            self._keep_running()
            return len(self._family(self.processes["worker"].pid)) > 1

        assert wait_until(there, 60), (self.home / "worker.log").read_text()[-3000:]
        time.sleep(1)

    def _wait_for_work(self) -> None:
        """Until a worker has a row in hand, for three seconds at most: a kill between two rows proves little."""
        until = time.monotonic() + 3
        with psycopg.connect(self.url, autocommit=True) as line:
            while time.monotonic() < until and line.execute(IN_HAND).fetchone() is None:
                time.sleep(0.001)

    def _family(self, group: int) -> list[int]:
        """The living processes of a group."""
        numbers = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal())
        return [pid for pid in numbers if _group_of(pid) == group and command_line(pid)]

    def _kill(self, victim: str) -> None:
        if victim == "redis":
            if pid := self.broker.pid():
                os.kill(pid, signal.SIGKILL)
        elif victim == "one child":
            children = self._family(self.processes["worker"].pid)[1:]
            if children:
                os.kill(children[0], signal.SIGKILL)
        else:
            if victim.startswith("worker"):
                self._wait_for_work()
            self._end(self.processes[victim])
        self.kills.append(victim)

    def _end(self, process: "subprocess.Popen[str]") -> None:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
        for pid in self._family(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()

    def raise_siege(self) -> list[int]:
        """End all that was started; the processes that are left although they should not be."""
        for process in self.processes.values():
            self._end(process)
        self.broker.stop()
        time.sleep(0.2)
        return [pid for group in self.groups for pid in self._family(group)]


AnySiege = TypeVar("AnySiege", bound=Siege)


def _group_of(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """A copy of the tests' database under another name, gone afterwards; its URL."""
    known = connection.settings_dict
    connections.close_all()
    with psycopg.connect(_url(known, "postgres"), autocommit=True) as line:
        # PostgreSQL copies no database that somebody is connected to, such as the thread of a test that has ended.
        line.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [known["NAME"]])
        line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        line.execute(f'CREATE DATABASE "{name}" TEMPLATE "{known["NAME"]}"')
        try:
            yield _url(known, name)
        finally:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _url(known: dict[str, str], name: str) -> str:
    login = f"{quote(known['USER'])}:{quote(known['PASSWORD'])}".rstrip(":")
    where = urlencode({"host": known["HOST"]}, safe="/")
    port = f":{known['PORT']}" if known["PORT"] else ""
    return f"postgres://{login}@localhost{port}/{name}?{where}"


@contextmanager
def under_siege(name: str, settings: str, seed: int, kind: type[AnySiege] = Siege) -> Iterator[AnySiege]:
    """A siege on servers of its own; whatever happens, nothing of it is left."""
    home = Path(tempfile.mkdtemp(prefix="siege-"))
    with own_database(f"{connection.settings_dict['NAME']}_{name}") as url, broker() as redis:
        siege = kind(settings, url, redis, home, seed)
        try:
            yield siege
        finally:
            left = siege.raise_siege()
            shutil.rmtree(home)
    assert left == []
