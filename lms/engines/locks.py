"""Who starts, and who still uses, the private servers: two file locks, released by the kernel when a process dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lms.engines.errors import EngineError

_held: dict[Path, int] = {}


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as fault:
        raise EngineError(f"The lock {path} cannot be opened ({fault.strerror}): free or mend its folder.") from fault


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until no other process works behind `path`, then hold it."""
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def take(path: Path) -> bool:
    """Take `path` for the rest of this process; return False if another process has it."""
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return False
    _held[path] = handle
    return True


def hold(path: Path) -> None:
    """Say until this process ends that it uses the servers."""
    if path not in _held:
        _held[path] = _open(path)
    fcntl.flock(_held[path], fcntl.LOCK_SH)


def let_go(path: Path) -> None:
    """Say that this process uses the servers no longer."""
    if path in _held:
        os.close(_held.pop(path))


def in_use(path: Path) -> bool:
    """Return whether another process still uses the servers."""
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
