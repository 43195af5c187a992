"""The loaded script: frozen, indexed by id, ready to be played many times."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.script.grading import Key

COMPETENCIES = ("empathy", "privacy", "risk", "report")
LEVELS = ("red", "orange", "yellow", "green")
QUALITIES = ("good", "ok", "poor", "critical")
RESULTS = {"right": "good", "partly": "ok", "wrong": "poor", "harm": "critical"}
TIMEOUT = "@timeout"
SKIP = "@skip"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered where. `answer` is a JSON value as the node's kind wants it: docs/script-format.md."""

    node: str
    answer: Any


@dataclass(frozen=True, slots=True)
class Bound:
    """Holds while the counter is at least and at most so much; None leaves that side open."""

    counter: str
    at_least: int | None
    at_most: int | None


@dataclass(frozen=True, slots=True)
class Counter:
    """A number that a play carries along, kept within `min` and `max`."""

    id: str
    start: int
    min: int
    max: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a node: a choice, a result, the end of a timer, a skip, a card's link.

    `points` maps competency to −3…+3, `effects` counter to −5…+5; it is open while all of `guard` hold.
    """

    id: str
    to: str
    quality: str
    points: Mapping[str, int]
    guard: tuple[Bound, ...]
    effects: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Pool:
    """`draw` of the nodes `of` are asked, in an order that the seed decides."""

    draw: int
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One step, reduced to its ways.

    `ways` are the choices by id, or the results by name where the answer is graded by `key`; `samples` gives for each
    result that can be caused an answer that is graded so. `to` stands on cards and pools, before it `branches` on
    cards; `outcome` on endings. `timeout` and `skip` are ways that only the story knows.
    """

    id: str
    kind: str
    to: str | None
    ways: Mapping[str, Way]
    outcome: str | None
    key: Key | None
    samples: Mapping[str, Any]
    branches: tuple[Way, ...]
    timeout: Way | None
    skip: Way | None
    pool: Pool | None

    @property
    def choices(self) -> Mapping[str, Way]:
        """The choices of a choice or level node by id; empty on every other kind."""
        return self.ways if self.key is None else {}

    def targets(self) -> tuple[str, ...]:
        """The ids that this node leads to, as authored; a pool leads to its members too."""
        found = [way.to for way in (*self.branches, *self.ways.values(), self.timeout, self.skip) if way]
        return (*(self.pool.of if self.pool else ()), *found, *([self.to] if self.to is not None else ()))

    def grade(self, answer: object) -> str | None:
        """The way that an answer takes on a choice, a level or a graded node; None where it is none.

        Guards, timers and skips are the play's business.
        """
        if self.key is None:
            return answer if isinstance(answer, str) and answer in self.ways else None
        result = self.key.grade(answer)
        return "wrong" if result == "partly" and "partly" not in self.ways else result

    def answer(self, way: str) -> Any:
        """An answer that takes this way. Raises KeyError where no answer does."""
        if self.key is not None and way not in (TIMEOUT, SKIP):
            return self.samples[way]
        return way


@dataclass(frozen=True, slots=True)
class Best:
    """What can be reached: `total` points on the best single path, which is `path`.

    `per_competency` holds what that path gives in each competency: whoever walks it has all of each. Another path may
    give more in one competency, never more in all.
    """

    total: int
    per_competency: Mapping[str, int]
    path: tuple[Answer, ...]
