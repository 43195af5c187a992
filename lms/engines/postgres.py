"""The private PostgreSQL: made, started, healed and ended with the programs of a wheel, behind a socket of its own."""

import shlex
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from lms.engines.accounts import Account, account_for, binaries, major_version
from lms.engines.errors import EngineError
from lms.engines.places import Place, own_folder
from lms.engines.processes import end, last_log_line, recorded_pid, runs, telling_line, wait_until

DATABASE = "streetlight"
USER = "postgres"
ALWAYS_THERE = "postgres"
SOCKET = ".s.PGSQL.5432"
ORPHANS = "pre-existing shared memory block"
INITDB = (
    "-U", USER, "-A", "trust", "-E", "UTF8", "--no-instructions",
    "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8",
)  # fmt: skip
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    """One private PostgreSQL: `home` holds data and log, `run` the socket, `spare` is where copies may go."""

    home: Path
    run: Path
    spare: Path
    durable: bool

    @property
    def name(self) -> str:
        return "PostgreSQL"

    @property
    def address(self) -> str:
        return f"postgres:///{DATABASE}?host={self.run}&user={USER}"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    def pid(self) -> int | None:
        """Return the number of the running server, or None."""
        pid = recorded_pid(self.data / "postmaster.pid")
        return pid if runs(pid, self.data) else None

    def answers(self, database: str = DATABASE) -> bool:
        """Return whether `database` can be connected to."""
        try:
            psycopg.connect(host=str(self.run), user=USER, dbname=database, connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> bool:
        """Start it unless it answers; return whether it was started. Raise EngineError when it cannot be."""
        if self.answers():
            return False
        started = not self._is_coming_up()
        if started:
            self._launch(account_for(self.data))
        self._create_database()
        return started

    def stop(self) -> bool:
        """End it; return whether it ran."""
        pid = self.pid()
        if pid is None:
            return False
        if not (end(pid, signal.SIGINT, 20) or end(pid, signal.SIGQUIT, 10)):
            raise EngineError(f"PostgreSQL (process {pid}) does not end: look into {self.log}, then run `kill {pid}`.")
        return True

    def _is_coming_up(self) -> bool:
        pid = self.pid()
        if pid is None:
            return False
        sockets = (self.data / "postmaster.pid").read_text().splitlines()[4:5]
        if sockets and sockets != [str(self.run)]:
            raise EngineError(
                f"PostgreSQL of this folder already runs with its socket in {sockets[0]}: "
                "set XDG_RUNTIME_DIR as it was then, or run `manage.py engines stop` there."
            )
        if not (self.run / SOCKET).exists():
            # Somebody emptied the temporary folder: nobody can reach this server any more.
            self.stop()
            return False
        if not wait_until(lambda: self.answers(ALWAYS_THERE), 60):
            raise EngineError(f"PostgreSQL (process {pid}) runs but does not answer: run `kill -9 {pid}`, try again.")
        return True

    def _launch(self, account: Account) -> None:
        programs = binaries(account, self.spare)
        self._prepare_home(account)
        if not self.data.exists():
            self._make_cluster(account, programs)
        self._check_major(account, programs)
        # Their numbers may be a zombie's or, after a reboot, anybody's: PostgreSQL would take those for its own.
        for stale in (self.data / "postmaster.pid", self.run / f"{SOCKET}.lock"):
            stale.unlink(missing_ok=True)
        # A killed server's children end by themselves a moment later; until then its memory is still in use.
        wait_until(lambda: self._started(account, programs) or ORPHANS not in last_log_line(self.log), 10)
        if self.pid() is None:
            said = last_log_line(self.log)
            raise EngineError(f"PostgreSQL does not start: mend what its log says ({said}), or set DATABASE_URL.")

    def _started(self, account: Account, programs: Path) -> bool:
        self.log.unlink(missing_ok=True)
        options = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in self._settings())
        command = ("-w", "-t", "100", "-D", self.data, "-l", self.log, "-o", options, "start")
        return account.run(programs / "pg_ctl", *command, quiet=True).returncode == 0

    def _prepare_home(self, account: Account) -> None:
        if self.home.parent == self.spare:
            own_folder(own_folder(self.spare.parent, 0o711) / self.spare.name, 0o711)
        try:
            self.home.mkdir(mode=0o700, exist_ok=True)
            if self.home.stat().st_uid != account.uid:
                account.give(self.home)
            self.run.mkdir(mode=0o700, exist_ok=True)
            account.give(self.run)
            mine = {self.home.stat().st_uid, self.run.stat().st_uid} == {account.uid}
        except OSError as fault:
            raise EngineError(f"{fault.filename} cannot be prepared ({fault.strerror}): free or mend it.") from fault
        if not mine:
            raise EngineError(f"{self.home} or {self.run} belongs to another user: remove it, or start as that user.")

    def _settings(self) -> Iterator[tuple[str, str]]:
        yield from SETTINGS.items()
        yield "unix_socket_directories", str(self.run)
        if not self.durable:
            yield from FORGETFUL.items()

    def _make_cluster(self, account: Account, programs: Path) -> None:
        half = self.home / "data.half"
        shutil.rmtree(half, ignore_errors=True)
        sync = [] if self.durable else ["--no-sync"]
        done = account.run(programs / "initdb", *INITDB, *sync, "-D", half)
        if done.returncode != 0:
            said = telling_line(done.stdout + done.stderr)
            raise EngineError(f"PostgreSQL cannot make its data in {self.home}: mend what it says ({said}).")
        half.rename(self.data)

    def _check_major(self, account: Account, programs: Path) -> None:
        ours = major_version(account, programs)
        try:
            theirs = (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            raise EngineError(f"{self.data} is no PostgreSQL data: move it away, or run `make clean`.") from None
        if theirs != ours:
            raise EngineError(
                f"{self.data} was made by PostgreSQL {theirs} and this is {ours}: move it away or run `make clean`."
            )

    def _create_database(self) -> None:
        with psycopg.connect(host=str(self.run), user=USER, dbname=ALWAYS_THERE, autocommit=True) as line:
            known = line.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not known:
                with suppress(psycopg.errors.DuplicateDatabase):
                    line.execute(f"CREATE DATABASE {DATABASE}")


def postgres_at(place: Place) -> Postgres:
    """Return the PostgreSQL of a place, running or not."""
    return Postgres(home=_home(place), run=place.postgres_run, spare=place.spare, durable=place.profile != "test")


def _home(place: Place) -> Path:
    """Return where the data lies: below `var/`, or elsewhere if PostgreSQL's account may not go there."""
    note = place.notes / "elsewhere"
    if note.exists():
        return place.spare / "pg"
    home = place.notes / "pg"
    if home.exists() or not place.notes.exists() or account_for(home / "data").may_enter(place.notes):
        return home
    note.write_text(f"{place.spare}\n")
    return place.spare / "pg"
