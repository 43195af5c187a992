"""The doorbell: one Celery message without payload that says "look into the outbox".

A request must never wait for the broker. Celery's own `apply_async` blocks for seconds when Redis is gone or hangs, so
the bell has a line of its own with short patience, a press that fails is swallowed, and the bell then rests for a
while: the beat's sweep finds the row anyway.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from celery import current_app
from kombu.connection import Connection
from kombu.exceptions import LimitExceeded, OperationalError
from kombu.pools import producers
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 0.5
REST_SECONDS = 5.0
_rests_until = 0.0


def press() -> None:
    """Tell a worker to look into the outbox; never raises because of the broker, and blocks for a second at most."""
    global _rests_until
    if time.monotonic() < _rests_until:
        return
    try:
        with producers[_line()].acquire(block=True, timeout=PATIENCE_SECONDS) as producer:
            current_app.send_task("outbox.drain", producer=producer, retry=False, ignore_result=True, expires=60)
    except (OperationalError, LimitExceeded, RedisError, OSError) as fault:
        _rests_until = time.monotonic() + REST_SECONDS
        log.warning("the doorbell does not ring (%s); the sweep will find the work", type(fault).__name__)


@contextmanager
def silent() -> Iterator[None]:
    """Press no bell in here: whoever writes the history of a year drains the outbox themselves."""
    global _rests_until
    before, _rests_until = _rests_until, float("inf")
    try:
        yield
    finally:
        _rests_until = before


@lru_cache(maxsize=1)
def _line() -> Connection:
    patience = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS, "max_retries": 0}
    line: Connection = current_app.connection_for_write(transport_options=patience)
    return line
