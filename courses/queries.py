"""Reads of courses: the street of a course, and which lamps are lit."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from attempts.models import Attempt
from content.models import Work
from courses.models import Enrolment
from courses.rules import is_complete, works_of
from people.models import Person


@dataclass(frozen=True)
class Lamp:
    """One work of a course as its learner sees it. `state`: `lit` passed, `begun` an attempt is open, `dark`;
    `tries` counts ended attempts that did not pass; `withdrawn`: the last attempt was at an edition that was taken back
    since, so it is begun again."""

    work: UUID
    kind: str
    title: str
    minutes: int
    edition: str | None
    state: str
    attempt: UUID | None
    tries: int
    withdrawn: bool = False

    @property
    def fresh(self) -> bool:
        """Whether this person has not tried it yet."""
        return self.state == "dark" and not self.tries and not self.withdrawn


@dataclass(frozen=True)
class Block:
    """A stretch of a street: a lesson and the situations after it. `title` is the lesson's; empty where a street
    begins without one."""

    title: str
    lamps: tuple[Lamp, ...]

    @property
    def lit(self) -> int:
        return sum(lamp.state == "lit" for lamp in self.lamps)


@dataclass(frozen=True)
class Street:
    """One enrolment with its lamps in order."""

    enrolment: int
    title: str
    summary: str
    due_at: datetime
    completed_at: datetime | None
    cycle: int
    lamps: tuple[Lamp, ...]

    @property
    def lit(self) -> int:
        return sum(lamp.state == "lit" for lamp in self.lamps)

    @property
    def blocks(self) -> list[Block]:
        """The lamps in stretches: each lesson begins one."""
        starts = [place for place, lamp in enumerate(self.lamps) if place == 0 or lamp.kind == Work.Kind.LESSON]
        return [_block(self.lamps[start:end]) for start, end in pairwise([*starts, len(self.lamps)])]

    @property
    def next(self) -> Lamp | None:
        """The lamp to go to now: the first that is not lit."""
        return next((lamp for lamp in self.lamps if lamp.state != "lit"), None)


def _block(lamps: tuple[Lamp, ...]) -> Block:
    return Block(lamps[0].title if lamps[0].kind == Work.Kind.LESSON else "", lamps)


def passes(enrolment: Enrolment) -> list[tuple[UUID, datetime]]:
    """What was passed for an enrolment, in whatever edition: `(work, end)` in the order of the ends."""
    rows = Attempt.objects.passed_for(enrolment.purpose).order_by("ended_at")
    return [(work, end) for work, end in rows.values_list("edition__work_id", "ended_at") if end]


def passed_uncompleted() -> list[UUID]:
    """For each open enrolment whose pass rule is met: the passed attempt that ended last. Two queries."""
    open_ones = {row.purpose: row for row in Enrolment.objects.open().select_related("course__current")}
    passed: dict[str, list[tuple[UUID, UUID]]] = {}
    rows = Attempt.objects.filter(passed=True, purpose__in=open_ones).order_by("ended_at")
    for purpose, work, attempt in rows.values_list("purpose", "edition__work_id", "id"):
        passed.setdefault(purpose, []).append((work, attempt))
    return [
        done[-1][1]
        for purpose, done in passed.items()
        if (course := open_ones[purpose].course.current) and is_complete(course.read(), [work for work, _ in done])
    ]


def streets(person: Person, lang: str, *, enrolment: int | None = None) -> list[Street]:
    """All streets of a person, those still to walk first; three queries however many there are."""
    mine = Enrolment.objects.filter(person=person).select_related("course__current").order_by("completed_at", "due_at")
    mine = mine if enrolment is None else mine.filter(pk=enrolment)
    rows = [(row, row.course.current.read()) for row in mine if row.course.current]
    works = Work.objects.filter(pk__in={w for _, body in rows for w in works_of(body)}).in_bulk()
    attempts = _attempts(person, [row.purpose for row, _ in rows])
    return sorted(
        (_street(row, body, works, attempts, lang) for row, body in rows), key=lambda s: s.completed_at is not None
    )


def _attempts(person: Person, purposes: list[str]) -> dict[tuple[str, UUID], list[Attempt]]:
    found: dict[tuple[str, UUID], list[Attempt]] = {}
    rows = Attempt.objects.filter(person=person, purpose__in=purposes).select_related("edition").defer("edition__body")
    for attempt in rows.order_by("begun_at"):
        found.setdefault((attempt.purpose, attempt.edition.work_id), []).append(attempt)
    return found


def _street(row: Enrolment, body: dict[str, Any], works: dict[UUID, Work], attempts: Any, lang: str) -> Street:
    texts = body["texts"].get(lang) or body["texts"][body["source"]]
    lamps = [_lamp(works[w], attempts.get((row.purpose, w), []), lang) for w in works_of(body) if w in works]
    return Street(
        row.pk, texts["title"], texts.get("summary", ""), row.due_at, row.completed_at, row.cycle, tuple(lamps)
    )


def _lamp(work: Work, attempts: list[Attempt], lang: str) -> Lamp:
    opened = [a for a in attempts if a.state == Attempt.State.OPEN and a.edition.withdrawn_at is None]
    lit = any(a.passed for a in attempts)
    state = "lit" if lit else "begun" if opened else "dark"
    edition = opened[-1].edition_id if opened and not lit else work.current_id
    return Lamp(
        work.pk,
        work.kind,
        work.title(lang),
        work.minutes,
        edition,
        state,
        opened[-1].pk if opened and not lit else None,
        sum(a.passed is False for a in attempts),
        state == "dark" and bool(attempts) and attempts[-1].edition.withdrawn_at is not None,
    )
