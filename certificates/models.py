"""Credentials and their documents."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from certificates.rules import State, new_code, state
from content.models import Work
from courses.models import Enrolment
from people.models import Person


class CredentialQuerySet(models.QuerySet["Credential"]):
    def live(self) -> "CredentialQuerySet":
        """Neither revoked nor superseded by a newer cycle; it may have expired."""
        return self.filter(revoked_at=None, superseded_at=None)

    def holding(self, on: date) -> "CredentialQuerySet":
        return self.live().filter(valid_from__lte=on, valid_until__gte=on)


class Credential(models.Model):
    """A person's certificate for one cycle of a course. `evidence` names what was passed: work, edition, attempt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, models.PROTECT, related_name="credentials")
    course = models.ForeignKey(Work, models.PROTECT, related_name="credentials")
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="credential")
    cycle = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, unique=True, default=new_code)
    issued_at = models.DateTimeField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    evidence = models.JSONField(default=list)
    superseded_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=200, blank=True)

    objects: ClassVar = CredentialQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course", "cycle"], condition=Q(revoked_at=None), name="one_live_credential_per_cycle"
            ),
            models.UniqueConstraint(
                fields=["person", "course"],
                condition=Q(revoked_at=None, superseded_at=None),
                name="one_live_credential",
            ),
            models.CheckConstraint(name="credential_period_in_order", condition=Q(valid_until__gte=F("valid_from"))),
        ]
        indexes = [
            models.Index(
                fields=["valid_until"], condition=Q(revoked_at=None, superseded_at=None), name="credential_live_until"
            )
        ]

    def __str__(self) -> str:
        return self.code

    def state(self, on: date) -> State:
        return state(self.valid_from, self.valid_until, self.revoked_at, self.superseded_at is not None, on)


class Document(models.Model):
    """The PDF of a credential, made when it was first asked for."""

    credential = models.OneToOneField(Credential, models.PROTECT, primary_key=True, related_name="document")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]
