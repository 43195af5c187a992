"""What follows from a drill that was not passed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from courses.actions import enrol
from courses.models import Enrolment
from drills.models import Call

REMEDY_DAYS = 14


@transaction.atomic
def assign_remedy(*, call_id: UUID, at: datetime | None = None) -> None:
    """Enrol whoever failed a drill in the course that its plan names for that. Who is at it already, or has left,
    stays as they are; may run twice."""
    call = Call.objects.select_related("run__plan__remedy", "person").get(pk=call_id)
    course = call.run.plan.remedy
    if call.result != Call.Result.FAILED or course is None or not call.person.is_active:
        return
    mine = Enrolment.objects.filter(person=call.person_id, course=course)
    since = call.ended_at or timezone.now()
    if mine.open().exists() or mine.filter(enrolled_at__gte=since).exists():
        return
    last = mine.aggregate(last=Max("cycle"))["last"] or 0
    enrol(
        course=course,
        persons={call.person_id},
        due_days=REMEDY_DAYS,
        at=max(at or timezone.now(), since),
        cycle=last + 1,
    )
