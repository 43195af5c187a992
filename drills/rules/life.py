"""The life of a call: which state may follow which. `docs/drills.md` says when.

may(before: State, after: State) -> bool
check_step(before: State, after: State) -> None          raises WrongStep
OPEN, ANSWERING, OVER: frozenset[State]
"""

from collections.abc import Mapping
from typing import Literal

State = Literal[
    "planned", "armed", "sent", "acknowledged", "in_progress", "completed", "missed", "excused", "aborted", "debriefed",
    "closed",
]  # fmt: skip

AFTER: Mapping[State, frozenset[State]] = {
    "planned": frozenset({"armed", "excused", "aborted"}),
    "armed": frozenset({"planned", "sent", "excused", "aborted"}),
    "sent": frozenset({"acknowledged", "missed", "excused", "aborted"}),
    "acknowledged": frozenset({"in_progress", "completed", "missed", "excused", "aborted"}),
    "in_progress": frozenset({"completed", "missed", "excused", "aborted"}),
    "completed": frozenset({"debriefed", "closed"}),
    "missed": frozenset({"completed", "excused", "debriefed", "closed"}),
    "excused": frozenset({"debriefed", "closed"}),
    "aborted": frozenset({"debriefed", "closed"}),
    "debriefed": frozenset({"closed"}),
    "closed": frozenset(),
}

OPEN: frozenset[State] = frozenset({"planned", "armed", "sent", "acknowledged", "in_progress"})
"""Nothing is decided yet."""

ANSWERING: frozenset[State] = frozenset({"sent", "acknowledged", "in_progress"})
"""Sent, and may be answered."""

OVER: frozenset[State] = frozenset(AFTER) - OPEN
"""It has come to something, and keeps its result."""


class WrongStep(Exception):
    """A call cannot go from one of these states to the other."""

    def __init__(self, before: State, after: State) -> None:
        super().__init__(f"A call that is {before} cannot become {after}.")
        self.before, self.after = before, after


def may(before: State, after: State) -> bool:
    """Whether a call in the one state may go over into the other. Staying is no step."""
    return after in AFTER[before]


def check_step(before: State, after: State) -> None:
    """Raise WrongStep where that may not be."""
    if not may(before, after):
        raise WrongStep(before, after)
