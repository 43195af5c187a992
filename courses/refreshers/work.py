"""What refreshers owe and offer: registered at start-up."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from attempts.models import Attempt
from attempts.purposes import purpose
from content.models import Edition, Work, script_of
from courses.models import Memory
from courses.refreshers.actions import cut_lesson, rate, remember
from courses.refreshers.queries import NAME, todays, uncut, unrated, unremembered
from outbox.facts import receives
from outbox.registry import Owing, handler, reconciliation
from people.models import Person
from people.today import fragment

CUT = "courses.cut_lesson"
REMEMBER = "courses.remember"
RATE = "courses.rate"


@purpose(NAME)
def may_attempt(person: Person, subject: str, edition: Edition) -> bool:
    """The person's own memory, and an edition of its question: an older one too, for a phone that was offline."""
    well_written = subject.isdecimal() and not subject.startswith("0")
    return well_written and Memory.objects.filter(pk=subject, person=person, item=edition.work_id).exists()


@receives("published")
@receives("withdrawn")
def on_turned(*, edition: Edition) -> Iterable[Owing]:
    """The lesson has another current edition. It may have been current before: each turn is a matter of its own."""
    if edition.work.kind == Work.Kind.LESSON:
        yield Owing(CUT, f"{edition.work_id}:{timezone.now().isoformat()}")


@receives("attempt_ended")
def on_attempt_ended(*, attempt: Attempt) -> Iterable[Owing]:
    if attempt.purpose.startswith(f"{NAME}:"):
        yield Owing(RATE, str(attempt.pk))
    elif attempt.passed and script_of(attempt.edition_id).kind == Work.Kind.LESSON:
        yield Owing(REMEMBER, str(attempt.pk))


@handler(CUT)
def cut(subject: str) -> None:
    cut_lesson(lesson_id=UUID(subject.partition(":")[0]))


@handler(REMEMBER)
def remember_lesson(attempt_id: str) -> None:
    remember(attempt_id=UUID(attempt_id))


@handler(RATE)
def rate_answer(attempt_id: str) -> None:
    rate(attempt_id=UUID(attempt_id))


@reconciliation(CUT)
def lessons_not_cut(at: datetime) -> Iterable[Owing]:
    return [Owing(CUT, f"{lesson}:{at.isoformat()}") for lesson in uncut()]


@reconciliation(REMEMBER)
def passed_but_not_remembered(at: datetime) -> Iterable[Owing]:
    return [Owing(REMEMBER, str(pk)) for pk in unremembered().values_list("pk", flat=True)]


@reconciliation(RATE)
def ended_but_not_rated(at: datetime) -> Iterable[Owing]:
    return [Owing(RATE, str(pk)) for pk in unrated().values_list("pk", flat=True)]


@fragment("refreshers")
def todays_refreshers(person: Person, at: datetime) -> list[dict[str, Any]]:
    """Today's questions, at most three; `right` says how one that was answered today was, and is null before."""
    return [
        {
            "for": each.purpose,
            "edition": each.edition,
            "state": each.state,
            "attempt": each.attempt,
            "right": each.right,
            "due_at": each.due_at,
        }
        for each in todays(person, at).asked
    ]
