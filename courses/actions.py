"""Writes about courses: assigning, enrolling, completing."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from attempts.models import Attempt
from content.models import Work
from courses.models import Assignment, Enrolment
from courses.queries import passes
from courses.rules import due_at, met_at
from outbox import facts
from people.actions import keep
from people.models import Chain, Person, Posting


@transaction.atomic
def assign(
    *, course: Work, chain: Chain, by: Person | None, due_days: int = 14, at: datetime | None = None
) -> Assignment:
    """Assign a course to a chain's shop floors and enrol all who stand there now, in a few statements.

    Raises ValueError where the course is another chain's, or one that leads to no certificate: whoever is asked to
    walk it would never be ready.
    """
    if not course.certifies:
        raise ValueError(f"the course {course} leads to no certificate and is assigned to nobody")
    if course.owner_id not in (None, chain.pk):
        raise ValueError(f"the course {course} is another chain's than {chain}")
    now = at or timezone.now()
    assignment, new = Assignment.objects.get_or_create(
        chain=chain, course=course, ended_at=None, defaults={"due_days": due_days, "assigned_at": now}
    )
    if new:
        keep("assign", assignment, by=by, at=now, course=str(course.pk), chain=chain.slug)
        on_floor = Posting.objects.alive(now).on_the_floor().filter(store__chain=chain, person__is_active=True)
        enrol(course=course, persons=set(on_floor.values_list("person_id", flat=True)), due_days=due_days, at=now)
    return assignment


@transaction.atomic
def enrol(*, course: Work, persons: set[int], due_days: int, at: datetime, cycle: int = 1) -> None:
    """Enrol persons (by pk) in one cycle of a course; who is enrolled already stays as they are. Sends `enrolled` of
    each who is enrolled since `at`."""
    Enrolment.objects.bulk_create(
        [
            Enrolment(person_id=pk, course=course, cycle=cycle, enrolled_at=at, due_at=due_at(at, due_days))
            for pk in sorted(persons)
        ],
        ignore_conflicts=True,
    )
    enrolled = Enrolment.objects.open().filter(person__in=persons, course=course, cycle=cycle, enrolled_at=at)
    facts.send_each("enrolled", ({"enrolment": enrolment} for enrolment in enrolled.order_by("pk")))


@transaction.atomic
def enrol_posted(*, posting_id: int) -> None:
    """Enrol somebody who was posted to a store in all courses that its chain assigns."""
    posting = Posting.objects.select_related("store").on_the_floor().filter(pk=posting_id).first()
    if posting is None or posting.store is None:
        return
    for assignment in Assignment.objects.select_related("course").filter(chain=posting.store.chain_id, ended_at=None):
        start = max(posting.since, assignment.assigned_at)
        enrol(course=assignment.course, persons={posting.person_id}, due_days=assignment.due_days, at=start)


@transaction.atomic
def complete_if_done(*, attempt_id: UUID) -> Enrolment | None:
    """Complete the enrolment that a passed attempt was for, if its course's pass rule is now met.

    The time of completion is the end of the attempt that met the rule, whenever this runs. Sends `course_completed`
    once.
    """
    attempt = Attempt.objects.get(pk=attempt_id)
    name, _, subject = attempt.purpose.partition(":")
    if name != "enrolment" or not attempt.passed:
        return None
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("course__current").get(pk=subject)
    course = enrolment.course.current
    met = met_at(course.read(), passes(enrolment)) if course and not enrolment.completed_at else None
    if met is None:
        return None
    enrolment.completed_at, enrolment.edition = met, course
    enrolment.save(update_fields=["completed_at", "edition"])
    keep("complete", enrolment, by=None, at=met)
    facts.send("course_completed", enrolment=enrolment)
    return enrolment
