"""Writes about certificates: issuing, revoking, opening a renewal, making the document."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from attempts.models import Attempt
from certificates.models import Credential, Document
from certificates.queries import facts_of
from certificates.rendering import render
from certificates.rules import expiry
from courses.actions import enrol
from courses.models import Enrolment
from courses.rules import certifies
from outbox import facts
from people.actions import keep
from people.models import Person

AGAIN_DAYS = 14
"""How long somebody has whose certificate was revoked."""


@transaction.atomic
def issue(*, enrolment_id: int) -> Credential | None:
    """Issue the certificate of a completed enrolment, once: an earlier cycle's is superseded. Sends `certified`.

    None where it is not completed, or the course as it was walked leads to no certificate.

    It is dated by the completion, whenever this runs.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("edition").get(pk=enrolment_id)
    there = Credential.objects.filter(enrolment=enrolment).first()
    if there is not None or enrolment.completed_at is None or enrolment.edition is None:
        return there
    at, course = enrolment.completed_at, enrolment.edition.read()
    if not certifies(course):
        return None
    day = timezone.localtime(at).date()
    older = Credential.objects.live().filter(person=enrolment.person_id, course=enrolment.course_id)
    older.filter(cycle__lt=enrolment.cycle).update(superseded_at=at)
    credential = Credential.objects.create(
        person_id=enrolment.person_id,
        course_id=enrolment.course_id,
        enrolment=enrolment,
        cycle=enrolment.cycle,
        issued_at=at,
        valid_from=day,
        valid_until=expiry(day, course["validity_months"]),
        evidence=_evidence(enrolment),
    )
    keep("certify", credential, by=None, at=at)
    facts.send("certified", credential=credential)
    return credential


def _evidence(enrolment: Enrolment) -> list[dict[str, str]]:
    passed = Attempt.objects.passed_for(enrolment.purpose).filter(ended_at__lte=enrolment.completed_at)
    rows = passed.order_by("ended_at").values_list("edition__work_id", "edition_id", "id")
    return [{"work": str(work), "edition": edition, "attempt": str(attempt)} for work, edition, attempt in rows]


@transaction.atomic
def revoke(*, credential: Credential, because: str, by: Person, at: datetime | None = None) -> Credential:
    """Revoke a certificate, once; what is verified says so from now on. Sends `revoked`."""
    held = Credential.objects.select_for_update().get(pk=credential.pk)
    if held.revoked_at is None:
        held.revoked_at, held.revoked_because = at or timezone.now(), because
        held.save(update_fields=["revoked_at", "revoked_because"])
        keep("revoke", held, by=by, at=held.revoked_at, because=because)
        facts.send("revoked", credential=held)
    return held


@transaction.atomic
def open_renewal(*, credential_id: UUID, at: datetime | None = None) -> None:
    """Enrol the holder of an expiring certificate in the next cycle, due on the day it expires or at once."""
    now = at or timezone.now()
    credential = Credential.objects.live().select_related("course", "person").filter(pk=credential_id).first()
    if credential is not None and credential.person.is_active:
        days_left = (credential.valid_until - timezone.localtime(now).date()).days
        enrol(
            course=credential.course,
            persons={credential.person_id},
            due_days=max(days_left, 0),
            at=now,
            cycle=credential.cycle + 1,
        )


@transaction.atomic
def begin_again(*, credential_id: UUID, at: datetime | None = None) -> None:
    """Enrol the holder of a revoked certificate in the next cycle, unless a later one was opened already."""
    credential = Credential.objects.select_related("course").get(pk=credential_id)
    cycles = Enrolment.objects.filter(person=credential.person_id, course=credential.course_id)
    if credential.revoked_at is not None and not cycles.filter(cycle__gt=credential.cycle).exists():
        enrol(
            course=credential.course,
            persons={credential.person_id},
            due_days=AGAIN_DAYS,
            at=at or timezone.now(),
            cycle=credential.cycle + 1,
        )


def document(*, credential: Credential, at: datetime | None = None) -> Document:
    """The certificate's PDF: made at the first call, kept from then on. Raises `FontMissing`, `DoesNotFit`."""
    there = Document.objects.filter(pk=credential.pk).first()
    if there is not None:
        return there
    address = settings.BASE_URL + reverse("verify", args=[credential.code])
    pdf = render(facts_of(credential, address, demo=settings.DEMO))
    made, _ = Document.objects.get_or_create(
        pk=credential.pk,
        defaults={"pdf": pdf, "sha256": hashlib.sha256(pdf).hexdigest(), "made_at": at or timezone.now()},
    )
    return made
