"""Reads of courses: the street of a course, and which lamps are lit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from attempts.models import Attempt
from content.models import Edition, Work
from content.rules import title_in
from courses.models import Enrolment
from courses.rules import certifies, is_complete, works_of
from people.models import Person
from people.written import Question, Rows, Written, keys_in


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

    @cached_property
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
    certifies: bool = True

    @cached_property
    def lit(self) -> int:
        return sum(lamp.state == "lit" for lamp in self.lamps)

    @cached_property
    def blocks(self) -> list[Block]:
        """The lamps in stretches: each lesson begins one."""
        starts = [place for place, lamp in enumerate(self.lamps) if place == 0 or lamp.kind == Work.Kind.LESSON]
        return [_block(self.lamps[start:end]) for start, end in pairwise([*starts, len(self.lamps)])]

    @cached_property
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


class Taken(NamedTuple):
    """An enrolment, and the current edition of its course."""

    pk: int
    due_at: datetime
    completed_at: datetime | None
    cycle: int
    course: str

    @property
    def purpose(self) -> str:
        """What attempts for it are for."""
        return f"enrolment:{self.pk}"


class Tried(NamedTuple):
    """An attempt at a work; `withdrawn_at` is when its edition was taken back."""

    purpose: str
    work: UUID
    pk: UUID
    edition: str
    state: str
    passed: bool | None
    withdrawn_at: datetime | None


class Standing(NamedTuple):
    """A work as it is now; `titles` is JSON."""

    pk: UUID
    kind: str
    titles: str
    minutes: int
    current: str | None


@dataclass(frozen=True)
class Course:
    """What an edition of a course says: its texts by language, its works in their order, whether it certifies."""

    source: str
    texts: Mapping[str, Mapping[str, str]]
    works: tuple[UUID, ...]
    certifies: bool


@lru_cache(maxsize=512)
def course_of(sha256: str) -> Course:
    """The course that an edition is of. Editions never change, so a process reads each once; which one is current is
    never kept, so that what was withdrawn or published shows at once."""
    body = Edition.objects.only("body").get(pk=sha256).read()
    return Course(body["source"], body["texts"], tuple(works_of(body)), certifies(body))


TAKEN = Written(
    lambda person: (
        Enrolment.objects.filter(person=person, course__current__isnull=False)
        .order_by("completed_at", "due_at")
        .values_list("pk", "due_at", "completed_at", "cycle", "course__current")
    )
)
TRIED = Written(
    lambda person: (
        Attempt.objects.filter(person=person, purpose__startswith="enrolment:")
        .order_by("begun_at")
        .values_list("purpose", "edition__work", "pk", "edition", "state", "passed", "edition__withdrawn_at")
    )
)
STANDING = Written(
    lambda works: Work.objects.filter(pk__in=keys_in(works)).values_list("pk", "kind", "titles", "minutes", "current")
)


def streets(person: Person, lang: str, *, enrolment: int | None = None) -> list[Street]:
    """All streets of a person, or the one of this enrolment, those still to walk first; two queries however many there
    are."""
    return asked_streets(person, lang, enrolment=enrolment).answer()


def asked_streets(person: Person, lang: str, *, enrolment: int | None = None) -> Question[list[Street]]:
    """The same, to be asked with others; the second query follows by itself."""

    def read(taken: Rows, tried: Rows) -> list[Street]:
        mine = [row for row in map(Taken._make, taken) if enrolment in (None, row.pk)]
        return _streets(mine, _tries(tried), lang)

    return Question((TAKEN.sql(person=person.pk), TRIED.sql(person=person.pk)), read)


def _streets(taken: list[Taken], tries: Mapping[tuple[str, UUID], list[Tried]], lang: str) -> list[Street]:
    courses = {row.course: course_of(row.course) for row in taken}
    works = _standing({work for course in courses.values() for work in course.works})
    found = [_street(row, courses[row.course], works, tries, lang) for row in taken]
    return sorted(found, key=lambda street: street.completed_at is not None)


def _standing(works: set[UUID]) -> dict[UUID, Standing]:
    return {row.pk: row for row in map(Standing._make, STANDING.rows(works=list(works)))} if works else {}


def _tries(rows: Rows) -> dict[tuple[str, UUID], list[Tried]]:
    found: dict[tuple[str, UUID], list[Tried]] = {}
    for row in map(Tried._make, rows):
        found.setdefault((row.purpose, row.work), []).append(row)
    return found


def _street(
    row: Taken,
    course: Course,
    works: Mapping[UUID, Standing],
    tries: Mapping[tuple[str, UUID], list[Tried]],
    lang: str,
) -> Street:
    texts = course.texts.get(lang) or course.texts[course.source]
    lamps = [_lamp(works[work], tries.get((row.purpose, work), []), lang) for work in course.works if work in works]
    return Street(
        row.pk,
        texts["title"],
        texts.get("summary", ""),
        row.due_at,
        row.completed_at,
        row.cycle,
        tuple(lamps),
        course.certifies,
    )


def _lamp(work: Standing, tries: list[Tried], lang: str) -> Lamp:
    opened = [a for a in tries if a.state == Attempt.State.OPEN and a.withdrawn_at is None]
    lit = any(a.passed for a in tries)
    state = "lit" if lit else "begun" if opened else "dark"
    begun = opened[-1] if opened and not lit else None
    return Lamp(
        work.pk,
        work.kind,
        title_in(json.loads(work.titles), lang),
        work.minutes,
        begun.edition if begun else work.current,
        state,
        begun.pk if begun else None,
        sum(a.passed is False for a in tries),
        state == "dark" and bool(tries) and tries[-1].withdrawn_at is not None,
    )
