"""Assignments and enrolments."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from content.models import Edition, Work
from people.models import Chain, Person


class Assignment(models.Model):
    """A chain asks everybody on its shop floors to take a course within `due_days` of being posted or assigned."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="assignments")
    course = models.ForeignKey(Work, models.PROTECT, related_name="assignments")
    due_days = models.PositiveSmallIntegerField(default=14)
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "course"], condition=Q(ended_at=None), name="course_assigned_once_in_chain"
            )
        ]

    def __str__(self) -> str:
        return f"{self.chain}: {self.course}"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def open(self) -> "EnrolmentQuerySet":
        return self.filter(completed_at=None)

    def overdue(self, at: datetime) -> "EnrolmentQuerySet":
        return self.open().filter(due_at__lt=at)


class Enrolment(models.Model):
    """One person takes one course in one cycle: 1 the first time, 2 the first renewal."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(Work, models.PROTECT, related_name="enrolments")
    cycle = models.PositiveSmallIntegerField(default=1)
    enrolled_at = models.DateTimeField()
    due_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")  # the course's, at completion

    objects: ClassVar = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "course", "cycle"], name="one_enrolment_per_person_course_cycle"),
            models.UniqueConstraint(
                fields=["person", "course"], condition=Q(completed_at=None), name="one_open_enrolment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.course_id} {self.cycle}"

    @property
    def purpose(self) -> str:
        """What attempts for this enrolment are for."""
        return f"enrolment:{self.pk}"
