"""Behind the scenes of a running site: a process beside it that makes persons for the tests and looks into its
database. It has loaded the site once, so that asking it costs moments."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lms.engines.processes import last_log_line
from tests.databases import BASE

SERVE = "from tests.e2e.hands import serve; serve()"
Ask = Callable[..., Any]


@dataclass(frozen=True)
class Hired:
    """A person for a test; `cookie` is a session of theirs, `password` is empty where nobody needs to type one."""

    chain: str
    employee_number: str
    name: str
    password: str
    cookie: str

    @property
    def sign_in(self) -> dict[str, str]:
        """What they type into the form."""
        return {"chain": self.chain, "employee_number": self.employee_number, "password": self.password}


class Backstage:
    """`ask(hand, …)` of one site; the hands are in hands.py. Started with the first question, and anew after one that
    could not be answered."""

    def __init__(self, environ: dict[str, str], log: Path) -> None:
        self._environ, self._log = environ, log
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> "subprocess.Popen[str]":
        if self._process is None:
            with self._log.open("ab") as log:
                self._process = subprocess.Popen(
                    [sys.executable, "manage.py", "shell", "-v", "0", "-c", SERVE],
                    cwd=BASE,
                    env=self._environ,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
        return self._process

    def ask(self, hand: str, **told: Any) -> Any:
        """What the hand came to."""
        process = self.start()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([hand, told]) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            # It says why after it has closed its answers.
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            self.end()
            raise AssertionError(f"{hand} failed: {last_log_line(self._log)}; the rest is in {self._log}")
        return json.loads(line)

    def hire(self, role: str = "clerk", *, language: str = "zh-Hant", name: str = "許可晴", **more: Any) -> Hired:
        """Somebody of a test's own: see hands.py."""
        return Hired(**self.ask("hire", role=role, language=language, name=name, **more))

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
