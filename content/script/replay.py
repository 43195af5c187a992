"""Play a script answer by answer. This is the one true scoring; the phone's walker is its twin without points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from content.script.best import Script, best
from content.script.counters import Values, holds, moved
from content.script.draw import drawn, order
from content.script.model import SKIP, TIMEOUT, Answer, Node, Way


class NotAllowed(ValueError):
    """The script does not allow the answer at `index` (from 0).

    `reason` is `ended`, `wrong_node`, `unknown_choice`, `no_choice_here` (a card takes None), `bad_answer` (of the
    wrong type or shape), `locked` (its guard does not hold), `no_timer` or `no_skip` (none is here now).
    """

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(f"answer {index} is not allowed: {reason}")
        self.index = index
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a play stands after its answers; points are whole points, `best_score` that of the best single path.

    `expects` is the node asked next, for the `ask`-th time, with the ids of its options or items in `order` as shown
    (None, 0 and empty once ended). What was `skipped` counts neither in `score` nor in `best_score`. `passed` is False
    until the play has ended.
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
    skipped: tuple[str, ...]
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

    __slots__ = (
        "_asks",
        "_at",
        "_first",
        "_last",
        "_pools",
        "_script",
        "_seed",
        "_spared",
        "_taken",
        "_to_mend",
        "_values",
        "ending",
    )

    def __init__(self, script: Script, seed: str) -> None:
        self._script = script
        self._seed = seed
        self._taken = 0
        self._asks: dict[str, int] = {}
        self._first: dict[str, Way] = {}
        self._last: dict[str, Way] = {}
        # With the ways that were open when the node was asked: mending offers no others.
        self._to_mend: dict[str, frozenset[str]] = {}
        self._pools: dict[str, list[str]] = {}
        self._spared: dict[str, dict[str, int]] = {}
        self._values: Values = {name: counter.start for name, counter in script.counters.items()}
        self._at: str | None = None
        self.ending: str | None = None
        self._enter(script.start)

    @property
    def expects(self) -> str | None:
        """The id of the node that is asked next; None once ended."""
        if self._at is not None:
            return self._at
        return next(iter(self._to_mend), None)

    @property
    def open(self) -> tuple[str, ...]:
        """Ids of the ways that an answer to the node asked next may take, as authored; empty on cards, once ended."""
        node = self._script.nodes[self.expects] if self.expects else None
        return tuple(name for name, way in node.ways.items() if self._is_open(node.id, way)) if node else ()

    def take(self, answer: Answer) -> None:
        """Take the next answer. Raises NotAllowed and stays where it was if the script refuses it."""
        expects = self.expects
        if expects is None:
            self._refuse("ended")
        if answer.node != expects:
            self._refuse("wrong_node")
        node = self._script.nodes[expects]
        if isinstance(answer.answer, str) and answer.answer in (TIMEOUT, SKIP):
            self._unanswered(node, answer.answer)
        elif node.kind == "card":
            self._read(node, answer.answer)
        else:
            self._choose(node, self._way(node, answer.answer))
        self._asks[expects] = self._asks.get(expects, 0) + 1
        self._taken += 1

    def outcome(self) -> Outcome:
        """Where the play stands now."""
        expects, script = self.expects, self._script
        points, level_right = self._points(), self._level_right()
        most = self._best()
        score, best_score = sum(points.values()), script.best.total - self._spared_points()
        ask = self._asks.get(expects, 0) + 1 if expects else 0
        return Outcome(
            phase="story" if self._at else "mending" if expects else "ended",
            expects=expects,
            ask=ask,
            order=self._order(script.nodes[expects], ask) if expects else (),
            ending=self.ending,
            outcome=script.nodes[self.ending].outcome if self.ending else None,
            points=points,
            best=most,
            score=score,
            best_score=best_score,
            to_mend=tuple(self._to_mend),
            skipped=tuple(self._spared),
            level_right=level_right,
            passed=expects is None and level_right is not False and _reaches(script.pass_mark, score, best_score),
        )

    def _refuse(self, reason: str) -> NoReturn:
        raise NotAllowed(self._taken, reason)

    def _unanswered(self, node: Node, answer: str) -> None:
        way = node.timeout if answer == TIMEOUT else node.skip
        if way is None or self._at is None:
            self._refuse("no_timer" if answer == TIMEOUT else "no_skip")
        if answer == TIMEOUT:
            self._choose(node, way)
        else:
            self._spare(node, way)

    def _spare(self, node: Node, way: Way) -> None:
        """Skip: what could have been got here and cannot be got from there counts no more."""
        here, there = self._still_to_get(node.id), self._still_to_get(way.to)
        spared = self._spared.setdefault(node.id, dict.fromkeys(self._script.competencies, 0))
        for name in spared:
            spared[name] += here[name] - there[name]
        self._enter(way.to)

    def _still_to_get(self, node: str) -> dict[str, int]:
        states = self._script.guide.states
        finished = (name for name, members in self._pools.items() if not members)
        state = states.state(node, self._values, states.done((*self._first, *finished)))
        return self._script.guide.per_competency(state, self._seed, self._script.competencies)

    def _read(self, node: Node, answer: Any) -> None:
        if answer is not None:
            self._refuse("no_choice_here")
        self._enter(next((way.to for way in node.branches if holds(way.guard, self._values)), str(node.to)))

    def _way(self, node: Node, answer: Any) -> Way:
        name = node.grade(answer)
        if name is None:
            self._refuse("bad_answer" if node.key else "unknown_choice")
        way = node.ways[name]
        if not self._is_open(node.id, way):
            self._refuse("locked")
        return way

    def _is_open(self, node: str, way: Way) -> bool:
        return way.id in self._to_mend[node] if self._at is None else holds(way.guard, self._values)

    def _choose(self, node: Node, way: Way) -> None:
        self._last[node.id] = way
        if self._at is None:
            if way.quality != "critical":
                del self._to_mend[node.id]
            return
        self._first.setdefault(node.id, way)
        if way.quality == "critical" and node.id not in self._to_mend:
            self._to_mend[node.id] = frozenset(self.open)
        self._values = moved(self._values, way.effects, self._script.counters)
        self._enter(way.to)

    def _enter(self, name: str) -> None:
        node = self._script.nodes[name]
        while node.pool:
            if node.id not in self._pools:
                self._pools[node.id] = drawn(self._seed, node.id, node.pool.draw, node.pool.of)
            waiting = self._pools[node.id]
            node = self._script.nodes[waiting.pop(0) if waiting else str(node.to)]
        if node.kind == "ending":
            self._at, self.ending = None, node.id
        else:
            self._at = node.id

    def _points(self) -> dict[str, int]:
        points = dict.fromkeys(self._script.competencies, 0)
        for way in self._first.values():
            for competency, value in way.points.items():
                points[competency] += value
        return points

    def _best(self) -> dict[str, int]:
        most = best(self._script, self._seed).per_competency
        return {name: value - sum(each[name] for each in self._spared.values()) for name, value in most.items()}

    def _spared_points(self) -> int:
        return sum(sum(each.values()) for each in self._spared.values())

    def _level_right(self) -> bool | None:
        nodes = self._script.nodes
        levels = [way.quality == "good" for node, way in self._last.items() if nodes[node].kind == "level"]
        return all(levels) if levels else None

    def _order(self, node: Node, ask: int) -> tuple[str, ...]:
        if node.kind == "level":
            return tuple(node.ways)
        authored = node.key.shown() if node.key else tuple(node.ways)
        shown = (authored[place] for place in order(self._seed, node.id, ask, len(authored)))
        return tuple(shown) if node.key else tuple(name for name in shown if self._is_open(node.id, node.ways[name]))


def _reaches(mark: int, score: int, most: int) -> bool:
    return most <= 0 or 100 * score >= mark * most
