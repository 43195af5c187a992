"""Owed work and the heartbeat of whoever does it."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import connection, models
from django.db.models import Q

LEASE = timedelta(seconds=30)

CLAIM = """
UPDATE outbox_owed SET lease_until = %(now)s + %(lease)s, fence = fence + 1, tries = tries + 1
WHERE id IN (
    SELECT id FROM outbox_owed
    WHERE state = 'due' AND due_at <= %(now)s AND (lease_until IS NULL OR lease_until < %(now)s)
    ORDER BY due_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
RETURNING id, kind, subject, fence, tries
"""


class OwedQuerySet(models.QuerySet["Owed"]):
    def due(self, at: datetime) -> "OwedQuerySet":
        """What could be claimed at `at`."""
        free = Q(lease_until=None) | Q(lease_until__lt=at)
        return self.filter(free, state=Owed.State.DUE, due_at__lte=at)

    def claim(self, at: datetime, limit: int) -> "list[Owed]":
        """Lease up to `limit` due rows to the caller; rows that another worker is claiming are passed over."""
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, {"now": at, "lease": LEASE, "limit": limit})
            rows = cursor.fetchall()
        return [Owed(id=i, kind=kind, subject=subject, fence=f, tries=t) for i, kind, subject, f, t in rows]


class Owed(models.Model):
    """One piece of owed work. Done at most once in the database: `fence` lets only the last claimant finish it."""

    class State(models.TextChoices):
        DUE = "due"
        DONE = "done"
        DEAD = "dead"

    key = models.CharField(max_length=240, unique=True)
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
            models.CheckConstraint(name="outbox_state_known", condition=Q(state__in=["due", "done", "dead"]))
        ]

    def __str__(self) -> str:
        return self.key


class Heartbeat(models.Model):
    """When a part of the machinery was last seen at work."""

    name = models.CharField(max_length=32, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at:%H:%M:%S}"
