"""The loaded script: frozen, indexed by id, ready to be played many times."""

from collections.abc import Mapping
from dataclasses import dataclass

COMPETENCIES = ("empathy", "privacy", "risk", "report")
LEVELS = ("red", "orange", "yellow", "green")
QUALITIES = ("good", "ok", "poor", "critical")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered where: `answer` is a choice id, or None on a card."""

    node: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer; `points` maps competency to −3…+3."""

    id: str
    to: str
    quality: str
    points: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Node:
    """One step. `to` stands on cards, `choices` (by id, as authored) on choices and levels, `outcome` on endings."""

    id: str
    kind: str
    to: str | None
    choices: Mapping[str, Choice]
    outcome: str | None

    def targets(self) -> tuple[str, ...]:
        """The ids that this node leads to, as authored."""
        if self.to is not None:
            return (self.to,)
        return tuple(choice.to for choice in self.choices.values())


@dataclass(frozen=True, slots=True)
class Best:
    """What can be reached: `total` points on the best single path, which is `path`.

    `per_competency` holds what that path gives in each competency: whoever walks it has all of each. Another path may
    give more in one competency, never more in all.
    """

    total: int
    per_competency: Mapping[str, int]
    path: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A playable script. `pass_mark` is a percentage of `best.total`."""

    kind: str
    start: str
    competencies: tuple[str, ...]
    pass_mark: int
    nodes: Mapping[str, Node]
    best: Best
