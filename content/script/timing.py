"""How fast a drill was answered: its steps against the standards. Scoring stays where it is, in `replay`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from content.script.best import Script
from content.script.drill import Standard
from content.script.model import SKIP, TIMEOUT, Node

State = Literal["met", "late", "not_done", "skipped"]


@dataclass(frozen=True, slots=True)
class Timed:
    """A step that the script accepted: what was answered where, `seconds` after the alert."""

    node: str
    answer: Any
    seconds: float


@dataclass(frozen=True, slots=True)
class Kept:
    """One standard and what became of it; `seconds` is when its question was answered well, None where it never was.

    `skipped`: it was not answered, and the person chose to skip what was heavy.
    """

    standard: Standard
    state: State
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds since the alert: of the first answer that was right, and of the report; None where there was none.

    `channel_right` says whether the first answer to the channel was the right one, None where it was never asked.
    """

    standards: tuple[Kept, ...]
    first_right: float | None
    reported: float | None
    channel_right: bool | None

    @property
    def in_time(self) -> bool:
        """Whether no critical standard was missed; what was skipped is not."""
        return all(kept.state in ("met", "skipped") for kept in self.standards if kept.standard.critical)


def timing(script: Script, steps: Iterable[Timed], *, grace: float = 0) -> Timing:
    """Judge the accepted steps of one attempt, in the order of its log, `grace` seconds being let pass.

    A question is answered well when its answer is good, or when it is at least ok and asks for no level: of those only
    the right one counts. Where it is asked again, the first answer that does counts. Raises ValueError for a script
    that is no drill.
    """
    if script.drill is None:
        raise ValueError("only a drill has standards")
    taken = list(steps)
    done: dict[str, float] = {}
    for step in taken:
        if _is_well(script.nodes[step.node], step.answer):
            done.setdefault(step.node, step.seconds)
    skipped = any(step.answer == SKIP for step in taken)
    return Timing(
        standards=tuple(_kept(each, done.get(each.node), grace, skipped=skipped) for each in script.drill.standards),
        first_right=next(_right(script, taken), None),
        reported=done.get(script.drill.report),
        channel_right=next(_firsts(script, taken, script.drill.channel), None),
    )


def _kept(standard: Standard, seconds: float | None, grace: float, *, skipped: bool) -> Kept:
    if seconds is None:
        return Kept(standard, "skipped" if skipped else "not_done", None)
    return Kept(standard, "met" if seconds <= standard.by + grace else "late", seconds)


def _right(script: Script, steps: Iterable[Timed]) -> Iterator[float]:
    return (step.seconds for step in steps if _quality(script.nodes[step.node], step.answer) == "good")


def _firsts(script: Script, steps: Iterable[Timed], name: str) -> Iterator[bool]:
    node = script.nodes[name]
    return (_quality(node, step.answer) == "good" for step in steps if step.node == name and step.answer != SKIP)


def _is_well(node: Node, answer: object) -> bool:
    quality = _quality(node, answer)
    return quality == "good" or (quality == "ok" and node.kind != "level")


def _quality(node: Node, answer: object) -> str | None:
    """How good the answer was; None where nothing was answered: a card that was read, time that ran out, a skip."""
    if not node.ways or (isinstance(answer, str) and answer in (TIMEOUT, SKIP)):
        return None
    way = node.grade(answer)
    return None if way is None else node.ways[way].quality
