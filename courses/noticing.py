"""What people are told of their courses: a new one, one that is due soon, one that is overdue."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from courses.models import Enrolment
from outbox.facts import receives
from outbox.registry import Owing, due_scan
from people.notices.rules import is_news
from people.notices.telling import Telling, owing, tells
from people.shifts.rules import shop_day

SOON = timedelta(days=3)
LOOK_BACK = timedelta(days=1)
"""How long the machinery may have stood still and nobody is passed over; later it would be no reminder any more."""

STANDS = timedelta(days=30)


@receives("enrolled")
def on_enrolled(*, enrolment: Enrolment) -> Iterable[Owing]:
    # A next cycle is told with what opened it: the certificate that expires or was revoked.
    if enrolment.cycle == 1 and is_news(enrolment.enrolled_at, timezone.now()):
        yield owing("enrolled", enrolment.pk)


@due_scan("courses.notices")
def due(at: datetime) -> Iterable[Owing]:
    """Open enrolments that have come within three days of their end, or passed it, since yesterday."""
    open_ones = Enrolment.objects.open().filter(person__is_active=True)
    soon = open_ones.filter(due_at__gt=at + SOON - LOOK_BACK, due_at__lte=at + SOON)
    # Who was enrolled with no more time than that has just been told when it is due.
    soon = soon.filter(enrolled_at__lt=at - LOOK_BACK)
    over = open_ones.filter(due_at__gt=at - LOOK_BACK, due_at__lte=at)
    for name, found in (("due_soon", soon), ("overdue", over)):
        for pk in found.values_list("pk", flat=True):
            yield owing(name, pk)


@tells("enrolled")
def enrolled(subject: str) -> Iterable[Telling]:
    return _of("enrolled", subject)


@tells("due_soon")
def due_soon(subject: str) -> Iterable[Telling]:
    return _of("due_soon", subject)


@tells("overdue")
def overdue(subject: str) -> Iterable[Telling]:
    return _of("overdue", subject)


def _of(kind: str, subject: str) -> Iterable[Telling]:
    """Nothing where the course has been walked meanwhile."""
    for row in Enrolment.objects.open().select_related("course").filter(pk=subject):
        yield Telling(
            row.person_id,
            kind,
            f"{kind}:{row.pk}",
            {"course": row.course.titles, "due_on": shop_day(row.due_at).isoformat()},
            reverse("street", args=[row.pk]),
            row.due_at + STANDS,
        )
