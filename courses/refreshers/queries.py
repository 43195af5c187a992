"""Reads of refreshers: what a person is asked today, when the next ones come, how an attempt is rated."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from itertools import dropwhile
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from attempts.models import Attempt, Step
from content.models import Edition, Work, script_of
from content.rules import SOURCE
from courses.models import Memory, Review
from courses.models.refreshers import day_begins
from courses.refreshers import rules
from courses.refreshers.cutting import asked_nodes, item_id, words_of
from people.models import Person
from people.shifts.rules import shop_day
from people.written import Question, Rows, Written

NAME = "refresher"


@dataclass(frozen=True)
class Asked:
    """One of today's questions. `state`: `lit` answered today, `begun`, `dark`; `right` is None until it is answered,
    `due_at` None from then on."""

    memory: int
    edition: str
    state: str
    attempt: UUID | None
    right: bool | None
    due_at: datetime | None

    @property
    def purpose(self) -> str:
        """What attempts at it are for."""
        return f"{NAME}:{self.memory}"


@dataclass(frozen=True)
class Round:
    """A day's questions: those answered first, then those to come, what is likeliest forgotten first."""

    asked: tuple[Asked, ...]

    @property
    def done(self) -> int:
        return sum(each.state == "lit" for each in self.asked)

    @property
    def left(self) -> int:
        return len(self.asked) - self.done

    @property
    def next(self) -> Asked | None:
        """The question to answer now."""
        return next((each for each in self.asked if each.state != "lit"), None)

    def after(self, memory: int) -> Asked | None:
        """The question to put after this one; None after the last, whatever was left out before: on a phone without a
        network a way back to the first would lead in a circle."""
        later = dropwhile(lambda each: each.memory != memory, self.asked)
        return next((each for each in later if each.memory != memory and each.state != "lit"), None)


class Tried(NamedTuple):
    """An attempt at a question."""

    pk: UUID
    edition: str
    state: str
    passed: bool | None


TRIED = Written(
    lambda person, begins, ends: (
        Attempt.objects.filter(
            Q(ended_at=None) | Q(ended_at__gte=begins, ended_at__lt=ends),
            person=person,
            purpose__startswith=f"{NAME}:",
        )
        .exclude(state=Attempt.State.CLOSED)
        .order_by(F("ended_at").asc(nulls_last=True), "-begun_at")
        .values_list("purpose", "pk", "edition", "state", "passed")
    )
)
DUE = Written(
    lambda person, day: (
        Memory.objects.asked()
        .due_by(day)
        .filter(person=person)
        .values_list("pk", "stability", "difficulty", "last_review", "due_at", "item__current")
    )
)


def todays(person: Person, at: datetime) -> Round:
    """What this person is asked on this day of the shop, at most `MOST_A_DAY`; one query."""
    return asked_round(person, at).answer()


def asked_round(person: Person, at: datetime) -> Question[Round]:
    """The same, to be asked with others."""
    day = shop_day(at)
    begins = day_begins(day)
    tries = TRIED.sql(person=person.pk, begins=begins, ends=day_begins(_next(day)))
    return Question((tries, DUE.sql(person=person.pk, day=begins)), partial(_round, day))


def _round(day: date, tried: Rows, due: Rows) -> Round:
    tries = _tries(tried)
    done = {memory: found for memory, found in tries.items() if found.state == Attempt.State.ENDED}
    waiting = [(_memory(*row), edition) for *row, edition in due]
    ahead = sorted(
        (pair for pair in waiting if pair[0].pk not in done),
        key=lambda pair: (_known(pair[0], day), pair[0].due_at, pair[0].pk),
    )
    left = max(rules.MOST_A_DAY - len(done), 0)
    return Round(
        (
            *(_answered(memory, found) for memory, found in done.items()),
            *(_waiting(memory, edition, tries.get(memory.pk)) for memory, edition in ahead[:left]),
        )
    )


def _memory(pk: int, stability: float | None, difficulty: float | None, *when: Any) -> Memory:
    last_review, due_at = when
    return Memory(pk=pk, stability=stability, difficulty=difficulty, last_review=last_review, due_at=due_at)


def _tries(rows: Rows) -> dict[int, Tried]:
    """The attempts that ended this day or are open, by memory: of several of one memory the one that ended first."""
    found: dict[int, Tried] = {}
    for purpose, *tried in rows:
        found.setdefault(int(purpose.removeprefix(f"{NAME}:")), Tried(*tried))
    return found


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _known(memory: Memory, day: date) -> float:
    return rules.retrievability(memory.remembered, day)


def _answered(memory: int, tried: Tried) -> Asked:
    return Asked(memory, tried.edition, "lit", tried.pk, tried.passed, None)


def _waiting(memory: Memory, edition: str, tried: Tried | None) -> Asked:
    """`edition` is the current one of what is remembered."""
    begun = tried if tried and tried.edition == edition else None
    return Asked(memory.pk, edition, "begun" if begun else "dark", begun.pk if begun else None, None, memory.due_at)


def next_day(person: Person, at: datetime) -> date | None:
    """The next day of the shop after this one on which this person is asked something; None where none is known.

    What was answered today and is not rated yet is left out: nobody knows yet when it comes again.
    """
    day = shop_day(at)
    unrated = Attempt.objects.filter(person=person, purpose__startswith=f"{NAME}:", ended_at__gte=day_begins(day))
    pending = [int(purpose.removeprefix(f"{NAME}:")) for purpose in unrated.values_list("purpose", flat=True)]
    mine = Memory.objects.asked().filter(person=person).exclude(pk__in=pending, due_at__lte=day_begins(day))
    soonest = mine.aggregate(soonest=Min("due_at"))["soonest"]
    return max(shop_day(soonest), _next(day)) if soonest else None


def keep_of(item: Work) -> float:
    """Which share of an item is to be kept: by the competencies of its current edition."""
    return rules.retention(script_of(item.current_id).competencies if item.current_id else ())


def asked_in(sha256: str) -> tuple[str, ...]:
    """The ids of the nodes of an edition that ask something."""
    return tuple(_slow_after(sha256, SOURCE))


def ratings_of(attempt: Attempt) -> dict[str, tuple[int, int]]:
    """How the first answer to each question was: `(rating, elapsed ms)` by node; one query. What was skipped is not
    there."""
    slow = _slow_after(attempt.edition_id, attempt.person.language)
    nodes = script_of(attempt.edition_id).nodes
    found: dict[str, tuple[int, int]] = {}
    for step in _first_steps(attempt, slow):
        quality = rules.quality(nodes[step.node], step.answer)
        if quality is not None:
            ms = rules.bounded_ms(step.elapsed_ms)
            found[step.node] = (rules.rating(quality, ms, slow[step.node]), ms)
    return found


def _first_steps(attempt: Attempt, nodes: dict[str, int]) -> Iterator[Step]:
    seen: set[str] = set()
    for step in Step.objects.filter(attempt=attempt, state=Step.State.ACCEPTED, node__in=nodes).order_by("seq"):
        if step.node not in seen:
            seen.add(step.node)
            yield step


@lru_cache(maxsize=512)
def _slow_after(sha256: str, lang: str) -> dict[str, int]:
    """How long a ready answer takes at most at each question of an edition, in milliseconds, by node."""
    body = Edition.objects.only("body").get(pk=sha256).read()
    told = {**body["texts"][body["source"]], **body["texts"].get(lang, {})}
    kinds = {node["id"]: node["kind"] for node in body["nodes"]}
    return {node: rules.slow_after_ms(kinds[node], words_of(node, told)) for node in asked_nodes(body)}


@dataclass(frozen=True, slots=True)
class Logged:
    """A review with whose it is and of what, for whoever fits weights."""

    memory: int
    person: int
    item: UUID
    at: datetime
    rating: int
    elapsed_ms: int


def uncut() -> list[UUID]:
    """Lessons whose items are not those of their current edition. Two queries."""
    standing: dict[UUID | None, set[UUID]] = {}
    for item, lesson in Work.objects.filter(part_of__isnull=False, current__isnull=False).values_list("pk", "part_of"):
        standing.setdefault(lesson, set()).add(item)
    lessons = Work.objects.filter(kind=Work.Kind.LESSON).select_related("current")
    return [lesson.pk for lesson in lessons if _wanted(lesson) != standing.get(lesson.pk, set())]


def _wanted(lesson: Work) -> set[UUID]:
    nodes = asked_nodes(lesson.current.read()) if lesson.current else ()
    return {item_id(lesson.pk, node) for node in nodes}


def unremembered() -> QuerySet[Attempt]:
    """Passed lessons of which their person remembers nothing, though there is something to remember."""
    items = Work.objects.filter(part_of=OuterRef("edition__work"), current__isnull=False)
    kept = Memory.objects.filter(person=OuterRef("person"), item__part_of=OuterRef("edition__work"))
    passed = Attempt.objects.filter(passed=True, purpose__startswith="enrolment:", person__is_active=True)
    return passed.filter(Exists(items), ~Exists(kept))


def unrated() -> QuerySet[Attempt]:
    """Ended refreshers that stand in no log."""
    ended = Attempt.objects.filter(purpose__startswith=f"{NAME}:", state=Attempt.State.ENDED)
    return ended.filter(~Exists(Review.objects.filter(attempt=OuterRef("pk"))))


def reviews() -> Iterator[Logged]:
    """Every review, by memory and in the order given; read in chunks."""
    members = ("memory_id", "memory__person_id", "memory__item_id", "at", "rating", "elapsed_ms")
    rows = Review.objects.order_by("memory", "at", "pk").values_list(*members)
    return (Logged(*row) for row in rows.iterator(chunk_size=2000))
