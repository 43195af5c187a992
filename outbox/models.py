"""Owed work and the heartbeat of whoever does it.

Every time that workers compare (due, leased, done) is PostgreSQL's own: the clocks of several machines never meet.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import connection, models
from django.db.models import Q

from outbox.registry import Owing, OwingEach

LEASE = timedelta(seconds=30)

OWE = """
INSERT INTO outbox_owed (key, kind, subject, state, due_at, owed_at, fence, tries, fault)
SELECT key, kind, subject, 'due', COALESCE(due_at, said_at), said_at, 0, 0, ''
FROM unnest(%(keys)s::text[], %(kinds)s::text[], %(subjects)s::text[], %(due)s::timestamptz[])
         AS owing (key, kind, subject, due_at),
     (SELECT COALESCE(%(at)s, statement_timestamp()) AS said_at) AS clock
ORDER BY key
ON CONFLICT (key) DO NOTHING
"""

# Words come as one text: a list of thousands costs more to hand over than to write.
OWE_EACH = """
INSERT INTO outbox_owed (key, kind, subject, state, due_at, owed_at, fence, tries, fault)
SELECT %(kind)s || ':' || subject, %(kind)s, subject, 'due', %(due_at)s, statement_timestamp(), 0, 0, ''
FROM (SELECT replace(%(subject)s, '*', word) AS subject FROM unnest(string_to_array(%(words)s, ',')) AS word) AS each
ORDER BY subject
ON CONFLICT (key) DO NOTHING
"""

# A plain `id IN (SELECT … LIMIT)` may be planned as a loop that runs the inner query, and its LIMIT, many times.
CLAIM = """
WITH picked AS MATERIALIZED (
    SELECT id FROM outbox_owed
    WHERE state = 'due' AND due_at <= statement_timestamp()
      AND (lease_until IS NULL OR lease_until < statement_timestamp())
    ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
UPDATE outbox_owed
SET lease_until = statement_timestamp() + make_interval(secs => %(lease)s), fence = fence + 1, tries = tries + 1
FROM picked WHERE outbox_owed.id = picked.id
RETURNING outbox_owed.id, kind, subject, fence, tries
"""


class OwedQuerySet(models.QuerySet["Owed"]):
    def owe(self, owings: Sequence[Owing], at: datetime | None) -> int:
        """Write what is not owed yet, in one statement; `at` None is PostgreSQL's now. Returns how many are new.

        In the order of their keys, so that two transactions that owe the same do not lock each other out.
        """
        columns: dict[str, Any] = {
            "at": at,
            "keys": [o.key for o in owings],
            "kinds": [o.kind for o in owings],
            "subjects": [o.subject for o in owings],
            "due": [o.due_at for o in owings],
        }
        with connection.cursor() as cursor:
            cursor.execute(OWE, columns)
            return int(cursor.rowcount)

    def owe_each(self, each: OwingEach) -> int:
        """The same for many pieces of one kind."""
        with connection.cursor() as cursor:
            cursor.execute(OWE_EACH, vars(each))
            return int(cursor.rowcount)

    def claim(self) -> "Owed | None":
        """Lease the row that is due longest to the caller; rows that another worker is claiming are passed over."""
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, {"lease": LEASE.total_seconds()})
            row = cursor.fetchone()
        if row is None:
            return None
        pk, kind, subject, fence, tries = row
        return Owed(id=pk, kind=kind, subject=subject, fence=fence, tries=tries)


class Owed(models.Model):
    """One piece of owed work. Done at most once in the database: `fence` lets only the last claimant finish it."""

    class State(models.TextChoices):
        DUE = "due"
        DONE = "done"
        DEAD = "dead"

    key = models.CharField(max_length=240)
    kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=170)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    fault = models.TextField(blank=True)
    owed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects: ClassVar = OwedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(state="due"), name="outbox_due")]
        constraints = [
            # Not `unique=True`: that makes a second index, for prefixes, which every row would pay for.
            models.UniqueConstraint(fields=["key"], name="outbox_owed_once"),
            models.CheckConstraint(name="outbox_state_known", condition=Q(state__in=["due", "done", "dead"])),
        ]

    def __str__(self) -> str:
        return self.key


class Heartbeat(models.Model):
    """When a part of the machinery was last seen at work."""

    name = models.CharField(max_length=32, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at:%H:%M:%S}"
