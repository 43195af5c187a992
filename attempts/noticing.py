"""What people are told of what they play: an edition that was taken back under their hands, a report that was
answered."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from attempts.models import Attempt, Flag
from content.models import Edition, Work
from outbox.facts import receives
from outbox.registry import Owing
from people.notices.rules import is_news
from people.notices.telling import Telling, owing, tells

LATELY = timedelta(days=30)
"""Who began longer ago than this has left it lying; they see it when they come back."""


@receives("withdrawn")
def on_withdrawn(*, edition: Edition) -> Iterable[Owing]:
    if edition.withdrawn_at and is_news(edition.withdrawn_at, timezone.now()):
        yield owing("withdrawn", edition.pk)


@tells("withdrawn")
def withdrawn(sha256: str) -> Iterable[Telling]:
    """Those who were in the middle of it and have not passed this work another time."""
    edition = Edition.objects.select_related("work").defer("body").get(pk=sha256)
    if edition.withdrawn_at is None:
        return []
    under_way = Attempt.objects.filter(edition=edition, ended_at=None, begun_at__gt=edition.withdrawn_at - LATELY)
    passed = Attempt.objects.filter(
        person=OuterRef("person"), purpose=OuterRef("purpose"), edition__work=edition.work_id, passed=True
    )
    persons = under_way.exclude(Exists(passed)).values_list("person_id", flat=True).distinct()
    data = {"work": edition.work.titles}
    return [Telling(pk, "withdrawn", f"withdrawn:{sha256}:{pk}", data) for pk in persons]


@receives("flags_answered")
def on_flags_answered(*, work: Work, at: datetime) -> Iterable[Owing]:
    if is_news(at, timezone.now()):
        yield owing("flags", f"{work.pk}:{at.isoformat()}")


@tells("flags")
def flags(subject: str) -> Iterable[Telling]:
    """Everybody whose report was answered then, once however many they had made. The trainer's words are not in it:
    they are read in the app."""
    work_id, _sep, at = subject.partition(":")
    work = Work.objects.get(pk=UUID(work_id))
    answered = Flag.objects.filter(attempt__edition__work=work, answered_at=datetime.fromisoformat(at))
    states: dict[int, set[str]] = {}
    for person_id, state in answered.values_list("attempt__person_id", "state"):
        states.setdefault(person_id, set()).add(state)
    return [
        Telling(pk, min(found), f"flags:{subject}:{pk}", {"work": work.titles}) for pk, found in sorted(states.items())
    ]
