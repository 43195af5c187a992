"""What people are told of their certificates: a new one, one that expires, one that was revoked."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from certificates.models import Credential, CredentialQuerySet
from certificates.rules import EXPIRING_DAYS
from outbox.facts import receives
from outbox.registry import Owing, due_scan
from people.notices.rules import is_news
from people.notices.telling import Telling, owing, tells
from people.shifts.rules import shop_day

REMINDERS = (EXPIRING_DAYS, 7)
"""So many days before the last one a holder is reminded."""

LOOK_BACK_DAYS = 2


@receives("certified")
def on_certified(*, credential: Credential) -> Iterable[Owing]:
    if is_news(credential.issued_at, timezone.now()):
        yield owing("certified", credential.pk)


@receives("revoked")
def on_revoked(*, credential: Credential) -> Iterable[Owing]:
    if credential.revoked_at and is_news(credential.revoked_at, timezone.now()):
        yield owing("revoked", credential.pk)


@due_scan("certificates.notices")
def expiring(at: datetime) -> Iterable[Owing]:
    """Live certificates that have come within 30 or 7 days of their end since the day before yesterday."""
    today = shop_day(at)
    live = Credential.objects.live().filter(person__is_active=True)
    for days in REMINDERS:
        last = today + timedelta(days=days)
        found = live.filter(valid_until__lte=last, valid_until__gt=last - timedelta(days=LOOK_BACK_DAYS))
        for pk in found.values_list("pk", flat=True):
            yield owing("expiring", f"{pk}:{days}")


@tells("certified")
def certified(subject: str) -> Iterable[Telling]:
    return [_telling("certified", subject, row) for row in _rows(subject).live()]


@tells("revoked")
def revoked(subject: str) -> Iterable[Telling]:
    return [_telling("revoked", subject, row) for row in _rows(subject).filter(revoked_at__isnull=False)]


@tells("expiring")
def expires(subject: str) -> Iterable[Telling]:
    """Nothing where it was renewed or revoked meanwhile."""
    credential, _sep, _days = subject.partition(":")
    return [_telling("expiring", subject, row) for row in _rows(credential).live()]


def _rows(credential_id: str) -> CredentialQuerySet:
    found: CredentialQuerySet = Credential.objects.select_related("course").filter(pk=credential_id)
    return found


def _telling(kind: str, subject: str, row: Credential) -> Telling:
    data = {"course": row.course.titles, "until_on": row.valid_until.isoformat()}
    return Telling(row.person_id, kind, f"{kind}:{subject}", data, reverse("certificates"))
