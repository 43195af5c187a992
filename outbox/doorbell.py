"""The doorbell: one Celery message without payload that says "look into the outbox".

A request must never wait for the broker. Celery's own `apply_async` blocks for seconds when Redis is gone, so a press
that fails is swallowed and the bell rests for a while: the beat's sweep finds the row anyway.
"""

import logging
import time

from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

REST_SECONDS = 5.0
_rests_until = 0.0


def press() -> None:
    """Tell a worker to look into the outbox; never raises because of the broker, never blocks longer than 0.5 s."""
    global _rests_until
    if time.monotonic() < _rests_until:
        return
    try:
        current_app.send_task("outbox.drain", retry=False, ignore_result=True, expires=60)
    except (OperationalError, RedisError, OSError) as fault:
        _rests_until = time.monotonic() + REST_SECONDS
        log.warning("the doorbell does not ring (%s); the sweep will find the work", type(fault).__name__)
