"""What somebody saw, what a store takes away, and what is done about it."""

from typing import ClassVar

from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q

from drills.models.calls import StoreDrill
from people.models import Person

LONGEST_NOTE = 300


class Observation(models.Model):
    """One observer's checklist of one store drill. The phone makes the UUID; `marks` maps each expected action of the
    script to `performed`, `difficult` or `not_performed`. Free texts are asked to be without customers' data."""

    id = models.UUIDField(primary_key=True)
    store_drill = models.ForeignKey(StoreDrill, models.PROTECT, related_name="observations")
    observer = models.ForeignKey(Person, models.PROTECT, related_name="observations")
    marks = models.JSONField()
    note = models.CharField(max_length=LONGEST_NOTE, blank=True, validators=[ProhibitNullCharactersValidator()])
    observed_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["store_drill", "observer"], name="one_observation_per_drill_and_observer")
        ]
        verbose_name = verbose_name_plural = "觀察"

    def __str__(self) -> str:
        return str(self.pk)


class Lesson(models.Model):
    """Something a store has learned from a drill. Nobody's: who wrote it is not kept."""

    store_drill = models.ForeignKey(StoreDrill, models.PROTECT, related_name="lessons")
    text = models.CharField("學到什麼", max_length=LONGEST_NOTE, validators=[ProhibitNullCharactersValidator()])
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.store_drill_id} {self.at:%Y-%m-%d}"


class CorrectiveActionQuerySet(models.QuerySet["CorrectiveAction"]):
    def open(self) -> "CorrectiveActionQuerySet":
        return self.filter(done_at=None)


class CorrectiveAction(models.Model):
    """What is to be mended, by whom, until when."""

    store_drill = models.ForeignKey(StoreDrill, models.PROTECT, related_name="corrective_actions")
    text = models.CharField("要改善什麼", max_length=LONGEST_NOTE, validators=[ProhibitNullCharactersValidator()])
    owner = models.ForeignKey(Person, models.PROTECT, related_name="corrective_actions", verbose_name="誰負責")
    due_on = models.DateField("哪一天前")
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = CorrectiveActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="corrective_action_done_later", condition=Q(done_at=None) | Q(done_at__gte=F("made_at"))
            )
        ]
        verbose_name = verbose_name_plural = "改善事項"

    def __str__(self) -> str:
        return self.text
