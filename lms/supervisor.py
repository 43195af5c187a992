"""Runs a few programs until told to stop: restarts what dies, and leaves no orphan however it ends itself.

Each program has a session of its own, so Ctrl-C in the terminal reaches the supervisor alone, which then ends every
program with all its children. `lms/guard.py` does the same should the supervisor be killed outright. Linux only.
"""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from lms import guard

FIRST_WAIT, LONGEST_WAIT, HEALTHY_AFTER = 0.5, 5.0, 30.0
STEP = 0.5
ENDING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


@dataclass
class Program:
    """One command to keep running; its output goes to `<name>.log`. The rest is the supervisor's own notes."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    wait: float = FIRST_WAIT
    since: float = 0.0
    due: float = 0.0


@dataclass
class Supervisor:
    """Keeps `programs` running in `folder` with the environment `environ`; tells plain lines through `tell`.

    Output goes to `logs`. `each_step` is called about twice a second; returning False ends the run. `last` is a command
    that the guard runs if the supervisor is killed and cannot tidy up after itself. `patience` is in seconds.
    """

    programs: list[Program]
    folder: Path
    environ: Mapping[str, str]
    logs: Path
    tell: Callable[[str], None]
    each_step: Callable[[], bool] = lambda: True
    last: Sequence[str] = ()
    patience: float = guard.PATIENCE
    _guard: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _ending: bool = field(default=False, init=False)

    def run(self) -> None:
        """Start the programs; return when all have ended after SIGINT, SIGTERM, SIGHUP or `each_step`'s False."""
        self.logs.mkdir(parents=True, exist_ok=True)
        with self._listening() as woken:
            try:
                self._begin_guard()
                for program in self.programs:
                    (self.logs / f"{program.name}.log").unlink(missing_ok=True)
                    self._start(program)
                self._keep_running(woken)
            finally:
                self._end_all()

    @contextmanager
    def _listening(self) -> Iterator[int]:
        """Note signals instead of dying of them; give the end of a pipe that becomes readable with each."""
        woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        # Under nohup SIGHUP is ignored, and stays so.
        heard = {number for number in (*ENDING, signal.SIGCHLD) if not _hung_up_on_purpose(number)}
        before = {number: signal.signal(number, self._note) for number in heard}
        wakeup = signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        try:
            yield woken
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(woken)
            os.close(wake)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._ending = self._ending or number in ENDING

    def _keep_running(self, woken: int) -> None:
        while not self._ending:
            if select.select([woken], [], [], STEP)[0]:
                os.read(woken, 4096)
            if self._ending:
                return
            self._look_after_guard()
            for program in self.programs:
                self._look_after(program)
            if not self.each_step():
                return

    def _look_after(self, program: Program) -> None:
        now = time.monotonic()
        if program.process is None:
            if now >= program.due:
                self._start(program)
        elif program.process.poll() is not None:
            self._bury(program)
            if now - program.since >= HEALTHY_AFTER:
                program.wait = FIRST_WAIT
            self.tell(f"{program.name} ended ({_how(program.process.returncode)}); starting it again.")
            program.process, program.due = None, now + program.wait
            program.wait = min(program.wait * 2, LONGEST_WAIT)

    def _start(self, program: Program) -> None:
        program.since = time.monotonic()
        with (self.logs / f"{program.name}.log").open("ab") as log:
            program.process = subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env=dict(self.environ),
                start_new_session=True,
                # Safe here: this process has one thread.
                preexec_fn=self._enlist,
            )

    def _enlist(self) -> None:
        """Run in the child before its program."""
        os.write(self._pipe().fileno(), f"+{os.getpid()}\n".encode())

    def _bury(self, program: Program) -> None:
        """End what a dead program left of its group, so that the next one meets no stray children."""
        assert program.process is not None  # noqa: S101 - narrows the type
        guard.send({program.process.pid}, signal.SIGKILL)
        self._pipe().write(f"-{program.process.pid}\n".encode())

    def _begin_guard(self) -> None:
        self._guard = subprocess.Popen(
            [sys.executable, "-I", guard.__file__, *self.last],
            stdin=subprocess.PIPE,
            bufsize=0,
            cwd=self.folder,
            env=dict(self.environ),
            start_new_session=True,
        )

    def _look_after_guard(self) -> None:
        if self._guard is not None and self._guard.poll() is not None:
            self._begin_guard()
            for process in self._running():
                self._pipe().write(f"+{process.pid}\n".encode())

    def _running(self) -> list[subprocess.Popen[bytes]]:
        return [program.process for program in self.programs if program.process is not None]

    def _pipe(self) -> IO[bytes]:
        assert self._guard is not None and self._guard.stdin is not None  # noqa: S101, PT018 - narrows the type
        return self._guard.stdin

    def _end_all(self) -> None:
        running = self._running()
        guard.send({process.pid for process in running}, signal.SIGTERM)
        until = time.monotonic() + self.patience
        while any(process.poll() is None for process in running) and time.monotonic() < until:
            time.sleep(0.05)
        guard.send({process.pid for process in running}, signal.SIGKILL)
        for process in running:
            process.wait()
        self._dismiss_guard()

    def _dismiss_guard(self) -> None:
        if self._guard is not None:
            with suppress(BrokenPipeError):
                self._pipe().write(b".\n")
            self._pipe().close()
            self._guard.wait()


def _hung_up_on_purpose(number: signal.Signals) -> bool:
    return number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
