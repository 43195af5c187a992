"""What this room owes and offers: registered at start-up."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from certificates.actions import begin_again, issue, open_renewal
from certificates.models import Credential
from certificates.queries import certificates_of, editions_without
from certificates.rules import EXPIRING_DAYS
from courses.models import Enrolment
from courses.rules import certifies
from outbox.facts import receives
from outbox.registry import Owing, due_scan, handler, reconciliation
from people.keeping import Thing, keeps, version_of
from people.models import Person
from people.today import fragment

ISSUE = "certificates.issue"
RENEW = "certificates.renew"
AGAIN = "certificates.begin_again"


@receives("course_completed")
def on_course_completed(*, enrolment: Enrolment) -> Iterable[Owing]:
    if enrolment.edition and certifies(enrolment.edition.read()):
        yield Owing(ISSUE, str(enrolment.pk))


@handler(ISSUE)
def issue_certificate(enrolment_id: str) -> None:
    issue(enrolment_id=int(enrolment_id))


@reconciliation(ISSUE)
def completed_without_certificate(at: datetime) -> Iterable[Owing]:
    bare = Enrolment.objects.filter(completed_at__lt=at, credential=None).exclude(edition__in=editions_without())
    return [Owing(ISSUE, str(pk)) for pk in bare.values_list("pk", flat=True)]


@due_scan(RENEW)
def expiring(at: datetime) -> Iterable[Owing]:
    """Live certificates that expire within 30 days and have no next cycle yet.

    Of those who have left none: work that was done for nothing would never be owed again when they come back.
    """
    today = timezone.localtime(at).date()
    next_cycle = Enrolment.objects.filter(
        person=OuterRef("person"), course=OuterRef("course"), cycle__gt=OuterRef("cycle")
    )
    soon = Credential.objects.live().filter(
        valid_until__lte=today + timedelta(days=EXPIRING_DAYS), person__is_active=True
    )
    return [Owing(RENEW, str(pk)) for pk in soon.exclude(Exists(next_cycle)).values_list("pk", flat=True)]


@handler(RENEW)
def renew(credential_id: str) -> None:
    open_renewal(credential_id=UUID(credential_id))


@receives("revoked")
def on_revoked(*, credential: Credential) -> Iterable[Owing]:
    yield Owing(AGAIN, str(credential.pk))


@handler(AGAIN)
def walk_again(credential_id: str) -> None:
    begin_again(credential_id=UUID(credential_id))


@keeps("certificates")
def kept_list(person: Person, at: datetime) -> list[Thing]:
    """The page of one's certificates; the documents stay with the server."""
    return [Thing(reverse("certificates"), version_of(certificates_of(person, at)))]


@fragment("certificates")
def todays_certificates(person: Person, at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "id": c.id,
            "title": c.title,
            "state": c.state,
            "valid_until": c.valid_until,
            "pdf": c.pdf_url,
            "verify": c.verify_url,
        }
        for c in certificates_of(person, at)
    ]
