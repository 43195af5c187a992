"""Things that happen at the same instant: real threads, real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Make the calls together, one thread and one connection each; their results in order."""
    gate = Barrier(len(calls))

    def through(call: Callable[[], Any]) -> Any:
        try:
            gate.wait(timeout=10)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(through, calls))
