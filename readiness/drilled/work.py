"""What a concluded drill owes above: the course that mends what it showed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from courses.models import Enrolment
from drills.models import Call
from outbox.facts import receives
from outbox.registry import Owing, handler, reconciliation
from readiness.drilled.actions import assign_remedy

REMEDY = "readiness.remedy"
LOOK_BACK = timedelta(days=7)


@receives("drill_concluded")
def on_drill_concluded(*, call: Call, at: datetime) -> Iterable[Owing]:
    if call.result == Call.Result.FAILED and call.run.plan.remedy_id:
        yield Owing(REMEDY, str(call.pk))


@handler(REMEDY)
def remedy(call_id: str) -> None:
    assign_remedy(call_id=UUID(call_id))


@reconciliation(REMEDY)
def failed_without_remedy(at: datetime) -> Iterable[Owing]:
    """Drills that were failed in the last week and whose plan names a course in which the person was never since."""
    since = Enrolment.objects.filter(person=OuterRef("person"), course=OuterRef("run__plan__remedy"))
    met = Exists(since.open()) | Exists(since.filter(enrolled_at__gte=OuterRef("ended_at")))
    failed = Call.objects.filter(
        result=Call.Result.FAILED, ended_at__gt=at - LOOK_BACK, run__plan__remedy__isnull=False, person__is_active=True
    )
    return [Owing(REMEDY, str(pk)) for pk in failed.exclude(met).values_list("pk", flat=True)]
