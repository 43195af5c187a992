"""Living many lives at once: each process plays its share through the same actions, on a connection of its own."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import partial
from multiprocessing import get_context
from uuid import UUID

import django
from django.db import connection

from content.models import Work
from lms.seeding.living import Life, Living
from outbox import actions as outbox
from outbox import doorbell

SHARE = 12
"""Lives handed over at once: few enough that no process sits idle at the end."""


def live_all(lives: Sequence[Life], course: UUID, now: datetime, processes: int) -> int:
    """Live these lives in so many processes, and do what is owed for them; returns how many steps were played."""
    shares = [lives[start : start + SHARE] for start in range(0, len(lives), SHARE)]
    live = partial(_live, course=course, now=now)
    if processes == 1:
        return sum(map(live, shares))
    # Spawned, not forked: a connection to the database must not be shared.
    with ProcessPoolExecutor(processes, get_context("spawn"), django.setup) as pool:
        return sum(pool.map(live, shares))


def hasten() -> None:
    """Let this connection's commits return before they are on the disk: a demo that loses power is seeded anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")


def _live(share: Sequence[Life], course: UUID, now: datetime) -> int:
    hasten()
    living = Living(Work.objects.select_related("current").get(pk=course), now)
    with doorbell.silent():
        steps = sum(living.live(life) for life in share)
        outbox.drain(seconds=60)
    return steps
