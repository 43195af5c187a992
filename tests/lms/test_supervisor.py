"""The supervisor with real processes: small Python children that have children of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from lms.engines.processes import command_line, wait_until
from lms.supervisor import FIRST_WAIT, LONGEST_WAIT, Program, Supervisor

ROOT = Path(__file__).parents[2]

# A family: a child that writes its number and its own child's number, then waits. It may be deaf to SIGTERM.
FAMILY = """
import os, pathlib, signal, subprocess, sys, time
if "deaf" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
born = pathlib.Path(sys.argv[1]) / f"{os.getpid()}.half"
born.write_text(str(grandchild.pid))
born.rename(born.with_suffix(".pid"))
time.sleep(600)
"""

SUPERVISOR = """
import os, pathlib, signal, sys
from lms.supervisor import Program, Supervisor
signal.signal(signal.SIGHUP, signal.SIG_IGN if "nohup" in sys.argv else signal.SIG_DFL)
folder = pathlib.Path(sys.argv[1])
Supervisor(
    programs=[Program("family", [sys.executable, str(folder / "family.py"), str(folder), *sys.argv[2:]])],
    folder=folder,
    environ=os.environ,
    logs=folder / "log",
    tell=lambda line: print(line, flush=True),
    last=["touch", str(folder / "last")],
    patience=1.0,
).run()
print("over", flush=True)
"""


class House:
    """A folder with a supervisor running in it."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.folder = folder
        (folder / "family.py").write_text(FAMILY)
        self.supervisor = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, str(folder), *words], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        self.first = self.wait_for_family()

    def families(self) -> dict[int, int]:
        """Child to grandchild, of all that were ever born."""
        return {int(path.stem): int(path.read_text()) for path in self.folder.glob("*.pid")}

    def wait_for_family(self, number: int = 1) -> tuple[int, int]:
        """Wait until `number` families were born and return the living one."""
        assert wait_until(lambda: len(self.families()) == number, 20)
        return next(pair for pair in self.families().items() if command_line(pair[0]))

    def guard(self) -> int:
        """The guard's process number: the supervisor's child that runs guard.py."""
        children = Path(f"/proc/{self.supervisor.pid}/task/{self.supervisor.pid}/children").read_text().split()
        return next(int(child) for child in children if "guard.py" in command_line(int(child)))

    def all_gone(self) -> bool:
        return not any(command_line(pid) for family in self.families().items() for pid in family)


@pytest.fixture
def house(tmp_path) -> Iterator[Callable[..., House]]:
    houses: list[House] = []

    def build(*words: str) -> House:
        houses.append(House(tmp_path, *words))
        return houses[-1]

    yield build
    for one in houses:
        one.supervisor.kill()
        one.supervisor.communicate()
        assert wait_until(one.all_gone, 15)


def test_a_killed_child_is_started_again_and_told(house):
    one = house()
    os.kill(one.first[0], signal.SIGKILL)
    again = one.wait_for_family(2)
    assert again[0] != one.first[0]
    assert one.supervisor.stdout.readline() == "family ended (signal SIGKILL); starting it again.\n"


def test_a_dead_childs_children_are_gone_before_the_next_one(house):
    one = house()
    os.kill(one.first[0], signal.SIGKILL)
    one.wait_for_family(2)
    assert command_line(one.first[1]) == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_being_told_to_end_ends_children_and_grandchildren(house, number):
    one = house()
    one.supervisor.send_signal(number)
    assert one.supervisor.communicate(timeout=20)[0] == "over\n"
    assert one.supervisor.returncode == 0
    assert one.all_gone()
    assert not (one.folder / "last").exists()


def test_under_nohup_a_hangup_ends_nothing(house):
    one = house("nohup")
    one.supervisor.send_signal(signal.SIGHUP)
    assert not wait_until(lambda: one.supervisor.poll() is not None, 2)
    assert command_line(one.first[0])
    one.supervisor.terminate()
    assert one.supervisor.communicate(timeout=20)[0] == "over\n"


def test_a_child_that_is_deaf_to_sigterm_is_killed_after_the_patience(house):
    one = house("deaf")
    began = time.monotonic()
    one.supervisor.terminate()
    one.supervisor.communicate(timeout=20)
    assert time.monotonic() - began >= 1.0
    assert one.all_gone()


def test_a_killed_supervisor_leaves_no_orphan_and_its_last_command_is_run(house):
    one = house()
    one.supervisor.kill()
    assert wait_until(one.all_gone, 15)
    assert wait_until((one.folder / "last").exists, 15)


def test_a_killed_guard_is_replaced_and_knows_who_runs(house):
    one = house()
    before = one.guard()
    os.kill(before, signal.SIGKILL)
    assert wait_until(lambda: _new_guard(one, before), 10)
    one.supervisor.kill()
    assert wait_until(one.all_gone, 15)


def _new_guard(one: House, before: int) -> bool:
    try:
        return one.guard() != before
    except StopIteration:
        return False


def test_a_supervisor_killed_while_it_starts_a_child_leaves_no_orphan(tmp_path):
    (tmp_path / "family.py").write_text(FAMILY)
    for delay in (0, 0.001, 0.002, 0.004, 0.008, 0.016):
        command = [sys.executable, "-c", SUPERVISOR, str(tmp_path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as supervisor:
            children = Path(f"/proc/{supervisor.pid}/task/{supervisor.pid}/children")
            # The guard is the first child; the family is forked right after it.
            assert wait_until(lambda children=children: children.read_text() != "", 20)
            time.sleep(delay)
            supervisor.kill()
    family = str(tmp_path / "family.py")
    assert wait_until(lambda: not any(family in command_line(int(pid)) for pid in _all_pids()), 15)


def _all_pids() -> list[str]:
    return [entry.name for entry in Path("/proc").iterdir() if entry.name.isdecimal()]


def _supervised(tmp_path: Path, script: str, until: Callable[[list[str]], bool]) -> tuple[Program, list[str]]:
    told: list[str] = []
    program = Program("brief", ["/bin/sh", "-c", script])
    supervisor = Supervisor([program], tmp_path, os.environ, tmp_path / "log", told.append, lambda: not until(told))
    supervisor.run()
    return program, told


def test_a_child_that_dies_at_once_is_started_ever_less_often(tmp_path):
    program, told = _supervised(tmp_path, "date +%s.%N; exit 3", until=lambda told: len(told) == 4)
    assert told == ["brief ended (code 3); starting it again."] * 4
    begun = [float(line) for line in (tmp_path / "log/brief.log").read_text().split()]
    gaps = [later - earlier for earlier, later in pairwise(begun)]
    assert [gap >= wait for gap, wait in zip(gaps, (0.5, 1.0, 2.0), strict=True)] == [True] * 3
    assert program.wait == LONGEST_WAIT


def test_the_wait_is_short_again_after_a_healthy_time(tmp_path, monkeypatch):
    monkeypatch.setattr("lms.supervisor.HEALTHY_AFTER", 0.0)
    program, _told = _supervised(tmp_path, "exit 3", until=lambda told: len(told) == 3)
    assert program.wait == FIRST_WAIT * 2


def test_output_goes_to_the_log_of_this_run_only(tmp_path):
    log = tmp_path / "log/brief.log"
    for _ in range(2):
        _supervised(tmp_path, "echo out; echo err >&2; sleep 60", until=lambda _told: "err" in log.read_text())
    assert log.read_text() == "out\nerr\n"


def test_a_fault_in_a_step_ends_the_children_too(tmp_path):
    def fail() -> bool:
        raise RuntimeError("a fault")

    program = Program("brief", ["/bin/sleep", "600"])
    supervisor = Supervisor([program], tmp_path, os.environ, tmp_path / "log", tell=print, each_step=fail)
    with pytest.raises(RuntimeError, match="a fault"):
        supervisor.run()
    assert program.process.returncode == -signal.SIGTERM
