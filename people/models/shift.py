"""Who is planned to stand in which store, who is away, who says that they are there, and when a store is open."""

from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from people.models.moment import Moment
from people.models.organisation import Store
from people.models.person import Person

LONGEST = timedelta(hours=16)
LONGEST_PRESENCE = timedelta(hours=12)


class ShiftQuerySet(models.QuerySet["Shift"]):
    def during(self, begin: Moment, end: Moment) -> "ShiftQuerySet":
        """Those that share a moment with the time from `begin` until `end`."""
        return self.filter(starts_at__lt=end, ends_at__gt=begin)

    def under_way(self, at: Moment) -> "ShiftQuerySet":
        return self.filter(starts_at__lte=at, ends_at__gt=at)


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


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def during(self, begin: Moment, end: Moment) -> "AbsenceQuerySet":
        """Those that share a moment with the time from `begin` until `end`."""
        return self.filter(starts_at__lt=end, ends_at__gt=begin)

    def under_way(self, at: Moment) -> "AbsenceQuerySet":
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class Absence(models.Model):
    """A time in which somebody is in no store at all. Why is nobody's business and has no place here; `store` is the
    one whose list says so."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="absences")
    store = models.ForeignKey(Store, models.PROTECT, related_name="absences")
    starts_at = models.DateTimeField("開始")
    ends_at = models.DateTimeField("結束")

    objects: ClassVar = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="absence_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
            models.UniqueConstraint(fields=["person", "store", "starts_at", "ends_at"], name="absence_is_told_once"),
        ]
        indexes = [
            models.Index(fields=["store", "starts_at"], name="absence_by_store"),
            models.Index(fields=["ends_at"], name="absence_over"),
        ]
        verbose_name = verbose_name_plural = "請假"

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at:%Y-%m-%d %H:%M}"


class PresenceQuerySet(models.QuerySet["Presence"]):
    def under_way(self, at: Moment) -> "PresenceQuerySet":
        return self.filter(since__lte=at, until__gt=at)


class Presence(models.Model):
    """Somebody has said 「我在班上」 on the phone. Ended early, `until` is the moment at which it was."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="presences")
    store = models.ForeignKey(Store, models.CASCADE, related_name="presences")
    since = models.DateTimeField("自")
    until = models.DateTimeField("至")

    objects: ClassVar = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(name="presence_lasts", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(
                name="presence_is_at_most_12_hours", condition=Q(until__lte=F("since") + LONGEST_PRESENCE)
            ),
            # The person as a range of one number: equality in such an index would need an extension.
            ExclusionConstraint(
                name="nobody_is_present_twice_at_once",
                expressions=[
                    (Func(F("person"), F("person"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (
                        Func(F("since"), F("until"), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [models.Index(fields=["until"], name="presence_over")]
        verbose_name = verbose_name_plural = "在班上"

    def __str__(self) -> str:
        return f"{self.person_id} {self.since:%Y-%m-%d %H:%M}"


class StoreHours(models.Model):
    """From when until when a store is open, every day, by the clock of the shop; over midnight where it closes at the
    earlier hour. A store without this never closes."""

    store = models.OneToOneField(Store, models.CASCADE, primary_key=True, related_name="hours")
    opens_at = models.TimeField("開門")
    closes_at = models.TimeField("打烊")

    class Meta:
        constraints = [
            models.CheckConstraint(name="store_hours_are_not_the_whole_day", condition=~Q(opens_at=F("closes_at")))
        ]
        verbose_name = verbose_name_plural = "營業時間"

    def __str__(self) -> str:
        return f"{self.store_id} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"
