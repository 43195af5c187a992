"""A clerk who has learned something: a lesson with questions, passed, and what follows from it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from attempts.actions import Incoming, append, begin
from attempts.models import Attempt
from content.actions.freeze import freeze
from content.models import Edition, Work, script_of
from content.script import Answer, Play
from courses.actions import assign
from courses.models import Enrolment, Memory
from people.models import Chain, Person, Store
from tests.factories.content import course
from tests.factories.people import LONG_AGO, PASSWORD, StoreFactory, clerk

Body = dict[str, Any]
QUICK_MS = 3_000


def quiz_body(questions: int = 4, title: str = "個資的底線") -> Body:
    """A lesson: a card, `questions` choices one after the other, the first about privacy and the others about empathy.
    Choice `b` is good, `a` ok, `c` poor, `d` critical."""
    names = [f"q{number}" for number in range(1, questions + 1)]
    onward = [*names[1:], "done"]
    nodes: list[Body] = [{"id": "goal", "kind": "card", "to": names[0]}]
    nodes += [
        _question(name, to, "privacy" if name == "q1" else "empathy") for name, to in zip(names, onward, strict=True)
    ]
    nodes.append({"id": "done", "kind": "ending", "outcome": "correct"})
    return {
        "format": 1,
        "kind": "lesson",
        "source": "zh-Hant",
        "competencies": ["empathy", "privacy"] if questions > 1 else ["privacy"],
        "minutes": 5,
        "pass_mark": 0,
        "start": "goal",
        "nodes": nodes,
        "texts": {"zh-Hant": _texts(title, names), "en": _texts("Lines", names, "en ")},
    }


def _question(name: str, to: str, competency: str) -> Body:
    ways = {"a": ("ok", 1), "b": ("good", 2), "c": ("poor", 0), "d": ("critical", 0)}
    return {
        "id": name,
        "kind": "choice",
        "choices": [
            {"id": way, "to": to, "quality": quality, "points": {competency: points} if points else {}}
            for way, (quality, points) in ways.items()
        ],
    }


def _texts(title: str, names: list[str], mark: str = "") -> dict[str, str]:
    keys = [f"{name}.{part}" for name in names for part in ("text", *(f"{way}.text" for way in "abcd"))]
    keys += [f"{name}.{way}.feedback" for name in names for way in "abcd"]
    own = {key: f"{mark}{key}。" for key in keys}
    return {"title": title, "summary": title, "goal.text": "先看這裡。", "done.text": "到這裡。", **own}


def lesson(body: Body | None = None, *, owner: Chain | None = None, at: datetime = LONG_AGO) -> Edition:
    """A published lesson of its own work."""
    work = Work.objects.create(kind=Work.Kind.LESSON, owner=owner)
    return freeze(work=work, body=body or quiz_body(), by=None, at=at)


@dataclass(frozen=True)
class Learner:
    """A clerk enrolled in a course of these lessons; signs in with `PASSWORD`."""

    clerk: Person
    lessons: tuple[Edition, ...]
    enrolment: Enrolment

    @property
    def lesson(self) -> Edition:
        return self.lessons[0]

    def memory(self, node: str) -> Memory:
        """The memory of one question of the first lesson."""
        found: Memory = Memory.objects.get(person=self.clerk, item=uuid.uuid5(self.lesson.work_id, node))
        return found


def learner(*bodies: Body, store: Store | None = None, name: str = "王小明") -> Learner:
    """A fresh learner who has passed nothing yet."""
    store = store or StoreFactory()
    made = clerk(store, name, password=PASSWORD)
    lessons = tuple(lesson(body) for body in bodies or (quiz_body(),))
    taken = course(*lessons)
    assign(course=taken, chain=store.chain, by=None, at=LONG_AGO)
    return Learner(made, lessons, Enrolment.objects.get(person=made, course=taken))


def answer_all(
    person: Person,
    edition: Edition | str,
    purpose: str,
    *,
    at: datetime = LONG_AGO,
    ways: dict[str, str] | None = None,
    ms: int = QUICK_MS,
    skip: Collection[str] = (),
) -> Attempt:
    """Play an edition to its end by good ways, at these nodes first by `ways`, each step `ms` long; `skip` where it can
    be skipped. The attempt ends at `at`."""
    sha = edition if isinstance(edition, str) else edition.pk
    attempt, _ = begin(attempt_id=uuid.uuid4(), person=person, edition_sha256=sha, purpose=purpose, at=at)
    play, steps, given = Play(script_of(sha), str(attempt.pk)), [], dict(ways or {})
    while (name := play.expects) is not None:
        node = script_of(sha).nodes[name]
        way = given.pop(name, None) or next((way for way in play.open if node.ways[way].quality == "good"), None)
        answer = "@skip" if name in skip else None if way is None else node.answer(way)
        play.take(Answer(name, answer))
        steps.append(Incoming(uuid.uuid4(), len(steps) + 1, name, answer, at - timedelta(milliseconds=ms), at, ms))
    append(attempt_id=attempt.pk, person=person, steps=steps, at=at)
    attempt.refresh_from_db()
    return attempt
