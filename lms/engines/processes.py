"""Looking at and ending server processes by the number in a pid file, which may be stale or taken over by another."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

WORTH_QUOTING = ("PANIC", "FATAL", "ERROR", "error:", "could not", "No space", "No such", "denied")


def recorded_pid(path: Path) -> int | None:
    """Return the number on the first line of a pid file, or None without a readable one."""
    try:
        return int(path.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def command_line(pid: int) -> str:
    """Return a process's command line; empty when it is gone or a zombie."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="surrogateescape")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def runs(pid: int | None, *marks: Path) -> bool:
    """Return whether `pid` is alive and its command line names one of `marks`."""
    line = command_line(pid) if pid else ""
    return any(str(mark) in line for mark in marks)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Ask until `condition` holds or `seconds` have passed; return whether it held."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def end(pid: int, number: signal.Signals, seconds: float) -> bool:
    """Send a signal and return whether the process was gone within `seconds`."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return True
    return wait_until(lambda: not command_line(pid), seconds)


def telling_line(text: str) -> str:
    """Return the line of a log that says best what went wrong."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line for word in WORTH_QUOTING)]
    return (telling or lines or ["it said nothing"])[-1].rstrip(".")


def last_log_line(path: Path) -> str:
    """Return what the log at `path` says best, or that there is none."""
    return telling_line(path.read_text(errors="replace")) if path.is_file() else "it wrote no log"
