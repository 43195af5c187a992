"""What this room owes and offers: registered at start-up."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from attempts.models import Attempt
from attempts.purposes import purpose
from content.models import Edition
from courses.actions import complete_if_done, enrol_posted
from courses.models import Enrolment
from courses.queries import passed_uncompleted, streets
from courses.rules import works_of
from outbox.facts import receives
from outbox.registry import Owing, handler, reconciliation
from people.models import Person, Posting
from people.models.posting import ON_THE_FLOOR
from people.today import fragment

PROGRESS = "courses.progress"
ENROL = "courses.enrol"


@purpose("enrolment")
def may_attempt(person: Person, subject: str, edition: Edition) -> bool:
    """The person's own enrolment, and a work of its course."""
    # One spelling only: attempts under `enrolment:07` would never be found again.
    well_written = subject.isdecimal() and not subject.startswith("0")
    row = (
        Enrolment.objects.filter(pk=subject, person=person).select_related("course__current").first()
        if well_written
        else None
    )
    return row is not None and row.course.current is not None and edition.work_id in works_of(row.course.current.read())


@receives("attempt_ended")
def on_attempt_ended(*, attempt: Attempt) -> Iterable[Owing]:
    if attempt.passed and attempt.purpose.startswith("enrolment:"):
        yield Owing(PROGRESS, str(attempt.pk))


@receives("posted")
def on_posted(*, posting: Posting) -> Iterable[Owing]:
    if posting.role in ON_THE_FLOOR and posting.store_id:
        yield Owing(ENROL, str(posting.pk))


@handler(PROGRESS)
def progress(attempt_id: str) -> None:
    complete_if_done(attempt_id=UUID(attempt_id))


@handler(ENROL)
def enrol(posting_id: str) -> None:
    enrol_posted(posting_id=int(posting_id))


@fragment("courses")
def todays_courses(person: Person, at: datetime) -> list[dict[str, Any]]:
    """The person's courses with their works and the edition to play."""
    return [
        {
            "for": f"enrolment:{street.enrolment}",
            "title": street.title,
            "due_at": street.due_at,
            "completed_at": street.completed_at,
            "works": [
                {
                    "work": lamp.work,
                    "kind": lamp.kind,
                    "title": lamp.title,
                    "minutes": lamp.minutes,
                    "edition": lamp.edition,
                    "state": lamp.state,
                    "attempt": lamp.attempt,
                    "withdrawn": lamp.withdrawn,
                }
                for lamp in street.lamps
            ],
        }
        for street in streets(person, person.language)
    ]


@reconciliation(PROGRESS)
def passed_but_not_completed(at: datetime) -> Iterable[Owing]:
    """Open enrolments whose pass rule is met: their newest passed attempt, looked at again, completes them."""
    return [Owing(PROGRESS, str(newest)) for newest in passed_uncompleted()]
