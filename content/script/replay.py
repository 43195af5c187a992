"""Play a script answer by answer. This is the one true scoring; the phone's walker is its twin without points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from content.script.draw import order
from content.script.model import Answer, Choice, Script


class NotAllowed(ValueError):
    """The script does not allow the answer at `index` (from 0).

    `reason` is `ended`, `wrong_node`, `unknown_choice` or `no_choice_here` (a card takes None).
    """

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(f"answer {index} is not allowed: {reason}")
        self.index = index
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a play stands after its answers; points are whole points, `best_score` that of the best single path.

    `expects` is the node asked next, for the `ask`-th time, with the ids of its options in `order` as shown
    (None, 0 and empty once ended). `passed` is False until the play has ended.
    """

    phase: str
    expects: str | None
    ask: int
    order: tuple[str, ...]
    ending: str | None
    outcome: str | None
    points: Mapping[str, int]
    best: Mapping[str, int]
    score: int
    best_score: int
    to_mend: tuple[str, ...]
    level_right: bool | None
    passed: bool


def replay(script: Script, answers: Sequence[Answer], seed: str) -> Outcome:
    """Play all `answers` and say where that leads. Raises NotAllowed at the first one that the script refuses."""
    play = Play(script, seed)
    for answer in answers:
        play.take(answer)
    return play.outcome()


class Play:
    """One play under way: `take` an answer, ask for the `outcome` at any time."""

    __slots__ = ("_asks", "_at", "_first", "_last", "_script", "_seed", "_taken", "_to_mend", "ending")

    def __init__(self, script: Script, seed: str) -> None:
        self._script = script
        self._seed = seed
        self._taken = 0
        self._asks: dict[str, int] = {}
        self._first: dict[str, Choice] = {}
        self._last: dict[str, Choice] = {}
        self._to_mend: list[str] = []
        self._at: str | None = None
        self.ending: str | None = None
        self._enter(script.start)

    @property
    def expects(self) -> str | None:
        """The id of the node that is asked next; None once ended."""
        if self._at is not None:
            return self._at
        return self._to_mend[0] if self._to_mend else None

    def take(self, answer: Answer) -> None:
        """Take the next answer. Raises NotAllowed and stays where it was if the script refuses it."""
        expects = self.expects
        if expects is None:
            self._refuse("ended")
        if answer.node != expects:
            self._refuse("wrong_node")
        node = self._script.nodes[expects]
        if node.to is not None:
            if answer.answer is not None:
                self._refuse("no_choice_here")
            self._enter(node.to)
        else:
            choice = node.choices.get(answer.answer) if isinstance(answer.answer, str) else None
            if choice is None:
                self._refuse("unknown_choice")
            self._choose(expects, choice)
        self._asks[expects] = self._asks.get(expects, 0) + 1
        self._taken += 1

    def _refuse(self, reason: str) -> NoReturn:
        raise NotAllowed(self._taken, reason)

    def _choose(self, node: str, choice: Choice) -> None:
        self._last[node] = choice
        if self._at is None:
            if choice.quality != "critical":
                del self._to_mend[0]
            return
        self._first[node] = choice
        if choice.quality == "critical":
            self._to_mend.append(node)
        self._enter(choice.to)

    def _enter(self, node: str) -> None:
        if self._script.nodes[node].kind == "ending":
            self._at, self.ending = None, node
        else:
            self._at = node

    def outcome(self) -> Outcome:
        """Where the play stands now."""
        expects, script = self.expects, self._script
        points, level_right = self._points(), self._level_right()
        score, best = sum(points.values()), script.best
        ask = self._asks.get(expects, 0) + 1 if expects else 0
        return Outcome(
            phase="story" if self._at else "mending" if expects else "ended",
            expects=expects,
            ask=ask,
            order=self._order(expects, ask) if expects else (),
            ending=self.ending,
            outcome=script.nodes[self.ending].outcome if self.ending else None,
            points=points,
            best=best.per_competency,
            score=score,
            best_score=best.total,
            to_mend=tuple(self._to_mend),
            level_right=level_right,
            passed=expects is None and level_right is not False and _reaches_mark(script, score),
        )

    def _points(self) -> dict[str, int]:
        points = dict.fromkeys(self._script.competencies, 0)
        for choice in self._first.values():
            for competency, value in choice.points.items():
                points[competency] += value
        return points

    def _level_right(self) -> bool | None:
        nodes = self._script.nodes
        levels = [choice.quality == "good" for node, choice in self._last.items() if nodes[node].kind == "level"]
        return all(levels) if levels else None

    def _order(self, node_id: str, ask: int) -> tuple[str, ...]:
        node = self._script.nodes[node_id]
        authored = tuple(node.choices)
        if node.kind != "choice":
            return authored
        return tuple(authored[place] for place in order(self._seed, node_id, ask, len(authored)))


def _reaches_mark(script: Script, score: int) -> bool:
    best = script.best.total
    return best <= 0 or 100 * score >= script.pass_mark * best
