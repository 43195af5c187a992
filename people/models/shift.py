"""Shifts: who is planned to stand in which store, from when until when."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from people.models.organisation import Store
from people.models.person import Person

LONGEST = timedelta(hours=16)


class ShiftQuerySet(models.QuerySet["Shift"]):
    def during(self, begin: datetime, end: datetime) -> "ShiftQuerySet":
        """Those that share a moment with the time from `begin` until `end`."""
        return self.filter(starts_at__lt=end, ends_at__gt=begin)


class Shift(models.Model):
    """One person's shift at one store. That nobody stands in two places at once is for `people.shifts` to see to: an
    exclusion constraint would need an extension that not every server has."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="shifts")
    store = models.ForeignKey(Store, models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField("開始")
    ends_at = models.DateTimeField("結束")

    objects: ClassVar = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="shift_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="shift_is_at_most_16_hours", condition=Q(ends_at__lte=F("starts_at") + LONGEST)
            ),
            models.UniqueConstraint(fields=["person", "starts_at"], name="one_shift_per_person_and_start"),
        ]
        indexes = [models.Index(fields=["store", "starts_at"], name="shift_by_store")]
        verbose_name = verbose_name_plural = "班"

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at:%Y-%m-%d %H:%M}"
