"""Attempts and their steps. The log only grows; what was decided stays decided."""

import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from content.models import Edition
from people.models import Person


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def open(self) -> "AttemptQuerySet":
        return self.filter(state=Attempt.State.OPEN)

    def passed_for(self, purpose: str) -> "AttemptQuerySet":
        return self.filter(purpose=purpose, passed=True)


class Attempt(models.Model):
    """One person plays one edition for one purpose. The phone makes the UUID; it is the seed of every shuffle."""

    class State(models.TextChoices):
        OPEN = "open"
        ENDED = "ended"
        CLOSED = "closed"  # its edition was withdrawn before the end

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, models.PROTECT, related_name="attempts")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="attempts")
    purpose = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    passed = models.BooleanField(null=True)
    outcome = models.JSONField(null=True)

    objects: ClassVar = AttemptQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["purpose", "person"], name="attempt_by_purpose")]
        constraints = [
            models.CheckConstraint(name="attempt_state_known", condition=Q(state__in=["open", "ended", "closed"])),
            models.CheckConstraint(
                name="attempt_ended_has_outcome",
                condition=Q(state="ended", ended_at__isnull=False, passed__isnull=False) | ~Q(state="ended"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Step(models.Model):
    """One answer as the phone told it. `elapsed_ms` is the phone's own measure; both clocks are kept."""

    class State(models.TextChoices):
        ACCEPTED = "accepted"
        PENDING = "pending"  # ahead of its predecessor
        LATE = "late"  # after the attempt was closed: evidence, never scored
        REFUSED = "refused"  # was pending, and the script does not allow it

    id = models.UUIDField(primary_key=True)
    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField()
    node = models.CharField(max_length=40)
    answer = models.JSONField(null=True)
    shown_at = models.DateTimeField()
    answered_at = models.DateTimeField()
    elapsed_ms = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices)

    class Meta:
        ordering = ["seq"]
        # Steps are stored as they are received, so that a few kilobytes lead to a day's: for the sums of learning time.
        indexes = [BrinIndex(fields=["received_at"], name="step_by_day", pages_per_range=32, autosummarize=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "seq"],
                condition=Q(state__in=["accepted", "pending"]),
                name="one_step_per_attempt_and_seq",
            ),
            models.CheckConstraint(name="seq_counts_from_one", condition=Q(seq__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.seq}"
