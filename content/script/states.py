"""The state graph: everywhere a play of a script can stand in its story, and the steps between.

Without counters a state is the id of its node. With them it is (node, the counters' values, what is done): a node may
then be met again, and `done` has one bit for each node in a loop whose first answer has been given, and for each pool
in a loop that has been asked. A pool is one step, since its members are worth the same and lead back to it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from content.script.counters import Values, holds, moved
from content.script.graph import explore, reachable
from content.script.model import SKIP, TIMEOUT, Counter, Node, Way

State = str | tuple[str, tuple[int, ...], int]
MOST_STATES = 20_000


class TooManyStates(ValueError):
    """The counters and loops of a script make more than MOST_STATES states."""


class Step(NamedTuple):
    """From one state to the next: by `way` (None where nothing is decided), for `gain` points."""

    way: Way | None
    to: State
    scores: bool = False
    gain: int = 0
    good: int = 0
    odd: int = 0


class States(dict[State, list[Step]]):
    """The steps from each state, worked out when first asked for. Raises TooManyStates."""

    def __init__(self, nodes: Mapping[str, Node], counters: Mapping[str, Counter], start: str) -> None:
        super().__init__()
        self.nodes = nodes
        self.counters = counters
        self.bits = _bits(nodes) if counters else {}
        self.start = self.state(start, {name: counter.start for name, counter in counters.items()}, 0)

    def state(self, node: str, values: Values, done: int) -> State:
        """The state of standing at `node`."""
        return (node, tuple(values.values()), done) if self.counters else node

    def done(self, names: Iterable[str]) -> int:
        """The bits of these answered nodes and finished pools."""
        return sum(self.bits.get(name, 0) for name in names)

    def node(self, state: State) -> Node:
        """The node at which a state stands."""
        return self.nodes[state if isinstance(state, str) else state[0]]

    def __missing__(self, state: State) -> list[Step]:
        if len(self) >= MOST_STATES:
            raise TooManyStates
        steps = self[state] = list(self._steps(state))
        return steps

    def explored(self) -> tuple[list[State], list[list[State]]]:
        """All states with targets before their sources, and the loops met on the way."""
        return explore(_Targets(self), [self.start])

    def _steps(self, state: State) -> Iterator[Step]:
        node = self.node(state)
        if isinstance(state, str):
            values, done = {}, 0
        else:
            values, done = dict(zip(self.counters, state[1], strict=True)), state[2]
        bit = self.bits.get(node.id, 0)
        if node.pool:
            yield self._pool(node, values, done, bit)
        elif node.to is not None:
            to = next((way.to for way in node.branches if holds(way.guard, values)), node.to)
            yield Step(None, self.state(to, values, done))
        for way in ways(node):
            if holds(way.guard, values):
                yield self._way(way, values, done, bit)

    def _way(self, way: Way, values: Values, done: int, bit: int) -> Step:
        scores = not done & bit and way.id != SKIP
        to = self.state(way.to, moved(values, way.effects, self.counters), done | bit if scores else done)
        gain = sum(way.points.values()) if scores else 0
        return Step(way, to, scores, gain, way.quality == "good", way.id in (TIMEOUT, SKIP))

    def _pool(self, node: Node, values: Values, done: int, bit: int) -> Step:
        to = self.state(str(node.to), values, done | bit)
        if node.pool is None or done & bit:
            return Step(None, to)
        bests = [worth(best_way(self.nodes[name])) for name in node.pool.of[: node.pool.draw]]
        gain, good, odd = (sum(each) for each in zip(*bests, strict=True))
        return Step(None, to, scores=True, gain=gain, good=good, odd=-odd)


class _Targets(Mapping[State, Sequence[State]]):
    """The state graph without its ways, as `explore` wants it."""

    def __init__(self, states: States) -> None:
        self._states = states

    def __getitem__(self, state: State) -> list[State]:
        return [step.to for step in self._states[state]]

    def __iter__(self) -> Iterator[State]:
        return iter(self._states)

    def __len__(self) -> int:
        return len(self._states)


def ways(node: Node) -> Iterator[Way]:
    """The ways out of a node that some answer takes: results that cannot be caused are left out."""
    for way in node.ways.values():
        if node.key is None or way.id in node.samples:
            yield way
    if node.timeout:
        yield node.timeout
    if node.skip:
        yield node.skip


def worth(way: Way) -> tuple[int, int, int]:
    """What a way gives by itself: points, then whether it is good, then whether it is answered at all."""
    return sum(way.points.values()), way.quality == "good", -(way.id in (TIMEOUT, SKIP))


def best_way(node: Node) -> Way:
    """The best way out of a member of a pool, where all ways lead to the same place."""
    return max(ways(node), key=worth)


def plain_edges(nodes: Mapping[str, Node]) -> dict[str, tuple[str, ...]]:
    """The links between nodes, all guards aside; a pool is one step, so it does not lead to its members."""
    return {name: (str(node.to),) if node.pool else node.targets() for name, node in nodes.items()}


def _bits(nodes: Mapping[str, Node]) -> dict[str, int]:
    """A bit for each node in a loop whose first answer or asking makes a difference to the points."""
    edges = plain_edges(nodes)
    looping = [
        name
        for name, node in nodes.items()
        if (node.pool or any(any(way.points.values()) for way in ways(node)))
        and any(name in reachable(edges, target) for target in edges[name])
    ]
    return {name: 1 << place for place, name in enumerate(looping)}
