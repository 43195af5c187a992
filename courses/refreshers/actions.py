"""Writes about refreshers: cutting a lesson into questions, remembering what was learned, rating answers."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from attempts.models import Attempt
from content.actions.freeze import freeze
from content.models import Work
from content.script import sha
from courses.models import Memory, Review
from courses.models.refreshers import MemoryQuerySet, day_begins
from courses.refreshers.cutting import Body, cut, item_id
from courses.refreshers.queries import asked_in, keep_of, ratings_of
from courses.refreshers.rules import Reviewed, remembered
from people.shifts.rules import shop_day

REMEMBERED = ("stability", "difficulty", "last_review", "due_at")


@transaction.atomic
def cut_lesson(*, lesson_id: UUID, at: datetime | None = None) -> None:
    """Make the questions of a lesson's current edition the items that are asked, and ask no others of it.

    A question that did not change keeps its edition. May run twice, and for whatever edition is current by then.
    """
    now = at or timezone.now()
    lesson = Work.objects.select_for_update(of=("self",)).select_related("current").get(pk=lesson_id)
    bodies = {item_id(lesson.pk, node): body for node, body in _bodies(lesson).items()}
    fresh = [Work(pk=pk, kind=Work.Kind.ITEM, owner_id=lesson.owner_id, part_of=lesson) for pk in bodies]
    Work.objects.bulk_create(fresh, ignore_conflicts=True)
    Work.objects.filter(part_of=lesson).exclude(pk__in=bodies).update(current=None)
    for item in Work.objects.filter(pk__in=bodies):
        body = bodies[item.pk]
        # Freezing is several statements; most questions of a lesson that is published again did not change.
        if item.current_id != sha({**body, "work": str(item.pk)}):
            freeze(work=item, body=body, by=None, at=now)


def _bodies(lesson: Work) -> dict[str, Body]:
    return cut(lesson.current.read()) if lesson.current else {}


@transaction.atomic
def remember(*, attempt_id: UUID) -> None:
    """Remember, from a passed lesson on, each question of the edition that was played: what was answered there is rated
    by its first answer, the rest is due the next day. May run twice; who has left is asked nothing more."""
    attempt = _attempt(attempt_id)
    lesson = attempt.edition.work
    if not attempt.passed or lesson.kind != Work.Kind.LESSON or not attempt.person.is_active:
        return
    if not lesson.parts.exists():
        cut_lesson(lesson_id=lesson.pk)
    nodes = {item_id(lesson.pk, node): node for node in asked_in(attempt.edition_id)}
    memories = _memories(attempt, nodes)
    ratings = ratings_of(attempt)
    _review(attempt, [(memory, *ratings[node]) for memory in memories if (node := nodes[memory.item_id]) in ratings])


def _attempt(attempt_id: UUID) -> Attempt:
    return Attempt.objects.select_related("person", "edition__work").defer("edition__body").get(pk=attempt_id)


def _end_of(attempt: Attempt) -> datetime:
    """By the server's clock: a phone's may be a day off. Raises ValueError while it goes on."""
    if attempt.ended_at is None:
        raise ValueError(f"the attempt {attempt} has not ended")
    return attempt.ended_at


def _memories(attempt: Attempt, items: Collection[UUID]) -> list[Memory]:
    """The person's memories of these items, locked; made where there were none."""
    at = _end_of(attempt)
    due = day_begins(shop_day(at) + timedelta(days=1))
    standing = Work.objects.filter(pk__in=items).values_list("pk", flat=True)
    Memory.objects.bulk_create(
        [Memory(person=attempt.person, item_id=pk, learned_at=at, due_at=due) for pk in standing],
        ignore_conflicts=True,
    )
    return list(_locked().filter(person=attempt.person, item__in=items))


@transaction.atomic
def rate(*, attempt_id: UUID) -> None:
    """Rate the first answer of an ended refresher, and say when its question is asked again. May run twice, and in any
    order with others: the memory is folded anew from all that is known."""
    attempt = _attempt(attempt_id)
    name, _, subject = attempt.purpose.partition(":")
    if name != "refresher" or attempt.state != Attempt.State.ENDED:
        return
    memory = _locked().get(pk=subject, person=attempt.person)
    _review(attempt, [(memory, *rated) for rated in ratings_of(attempt).values()])


def _locked() -> MemoryQuerySet:
    """In the order of their ids, so that two transactions do not lock each other out."""
    return Memory.objects.select_for_update(of=("self",)).select_related("item").order_by("pk")


def _review(attempt: Attempt, rated: Iterable[tuple[Memory, int, int]]) -> None:
    """Log these `(memory, rating, elapsed_ms)` and turn the memories to where their logs lead: four statements."""
    rated, at = list(rated), _end_of(attempt)
    Review.objects.bulk_create(
        [Review(memory=memory, attempt=attempt, rating=rating, elapsed_ms=ms, at=at) for memory, rating, ms in rated],
        ignore_conflicts=True,
    )
    _fold([memory for memory, _, _ in rated])


def _fold(memories: list[Memory]) -> None:
    log: dict[int, list[Reviewed]] = defaultdict(list)
    for review in Review.objects.filter(memory__in=memories).order_by("at", "pk"):
        log[review.memory_id].append(review.reviewed)
    for memory in memories:
        found = remembered(log[memory.pk], keep_of(memory.item))
        if found is not None:
            memory.turn_to(found)
    Memory.objects.bulk_update(memories, REMEMBERED)
