"""The most that a script gives, from its start and from wherever a play stands: the points of the best single path."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from content.script.draw import drawn
from content.script.drill import Drill
from content.script.model import Answer, Best, Counter, Node, Way
from content.script.states import State, States, Step, best_way

Value = tuple[int, int, int]


class Walked(NamedTuple):
    """One answer on the best path: `way` is None on a card that is read."""

    node: Node
    way: Way | None
    scores: bool


@dataclass(frozen=True, slots=True)
class Guide:
    """What each state is worth at most, and the step to take there.

    Between steps of equal points the one is taken that leads to more good choices, then the one with less left
    unanswered (time up, skipped), then the one authored first.
    """

    states: States
    values: Mapping[State, Value]
    picks: Mapping[State, Step]

    def points(self, state: State) -> int:
        """The points that can still be got from here."""
        return self.values[state][0]

    def along(self, state: State, seed: str) -> Iterator[Walked]:
        """The best path from here to an ending, with the members that a play of this seed draws from pools."""
        while state in self.picks:
            step, node = self.picks[state], self.states.node(state)
            if node.pool is None:
                yield Walked(node, step.way, scores=step.scores)
            elif step.scores:
                members = (self.states.nodes[name] for name in drawn(seed, node.id, node.pool.draw, node.pool.of))
                yield from (Walked(member, best_way(member), scores=True) for member in members)
            state = step.to

    def per_competency(self, state: State, seed: str, competencies: Sequence[str]) -> dict[str, int]:
        """What that path gives in each competency."""
        found = dict.fromkeys(competencies, 0)
        for walked in self.along(state, seed):
            if walked.way and walked.scores:
                for competency, value in walked.way.points.items():
                    found[competency] += value
        return found


@dataclass(frozen=True)
class Script:
    """A playable script. `pass_mark` is a percentage of `best.total`; `drill` is what only drills have."""

    kind: str
    start: str
    competencies: tuple[str, ...]
    pass_mark: int
    nodes: Mapping[str, Node]
    counters: Mapping[str, Counter]
    drill: Drill | None = None

    @cached_property
    def guide(self) -> Guide:
        """What each state is worth; worked out when first asked for, since most scripts are loaded to be replayed."""
        return guide(self.nodes, self.counters, self.start)

    @cached_property
    def best(self) -> Best:
        """The best single path for the empty seed."""
        return _best(self.guide, self.competencies, "")

    @cached_property
    def has_pools(self) -> bool:
        """Whether anything in it depends on the seed."""
        return any(node.pool for node in self.nodes.values())


def best(script: Script, seed: str = "") -> Best:
    """The best single path and what it gives to a play of this seed.

    Only what pools draw depends on the seed: the path through them and what it gives in each competency, never the
    total.
    """
    return _best(script.guide, script.competencies, seed) if script.has_pools else script.best


def guide(nodes: Mapping[str, Node], counters: Mapping[str, Counter], start: str) -> Guide:
    """Work out the `Guide` of an acyclic state graph. Raises TooManyStates."""
    states = States(nodes, counters, start)
    values: dict[State, Value] = {}
    picks: dict[State, Step] = {}
    for state in states.explored()[0]:
        value = (0, 0, 0)
        for step in states[state]:
            worth = _worth(step, values[step.to])
            if state not in picks or worth > value:
                value, picks[state] = worth, step
        values[state] = value
    return Guide(states, values, picks)


def _worth(step: Step, onward: Value) -> Value:
    points, goods, answered = onward
    return points + step.gain, goods + step.good, answered - step.odd


def _best(guide: Guide, competencies: Sequence[str], seed: str) -> Best:
    start = guide.states.start
    path = tuple(
        Answer(walked.node.id, walked.node.answer(walked.way.id) if walked.way else None)
        for walked in guide.along(start, seed)
    )
    return Best(guide.points(start), guide.per_competency(start, seed, competencies), path)
