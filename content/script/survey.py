"""What plays of a script can come to: the state graph looked over once, for lint."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from content.script.model import SKIP, TIMEOUT
from content.script.nodes import counter_of, node_of
from content.script.states import State, States, Step, TooManyStates, best_way, ways, worth


@dataclass(slots=True)
class Survey:
    """What was seen: nodes that can be `reached`, ways of them that can be `taken`, (node, way) each; trails of nodes
    that `loop`; questions that can be `locked` with nothing but harm left to choose; what each member of `pools` gives
    at most. `crowded`: too many states to see.
    """

    reached: set[str] = field(default_factory=set)
    taken: set[tuple[str, str]] = field(default_factory=set)
    loops: list[list[str]] = field(default_factory=list)
    locked: dict[str, None] = field(default_factory=dict)
    pools: dict[str, dict[str, int]] = field(default_factory=dict)
    crowded: bool = False

    def see(self, states: States, state: State) -> None:
        """Take in one state."""
        node, steps = states.node(state), states[state]
        self.reached.add(node.id)
        self.taken.update((node.id, step.way.id) for step in steps if step.way)
        if node.kind == "choice" and not any(map(_mends, steps)):
            self.locked[node.id] = None
        if node.pool and node.id not in self.pools:
            members = [states.nodes[name] for name in node.pool.of]
            self.reached.update(node.pool.of)
            self.taken.update((member.id, way.id) for member in members for way in ways(member))
            self.pools[node.id] = {member.id: worth(best_way(member))[0] for member in members}


def survey(body: Mapping[str, Any]) -> Survey:
    """Look over a body whose shape, links and parts are in order."""
    nodes = {node["id"]: node_of(node) for node in body["nodes"]}
    counters = {counter["id"]: counter_of(counter) for counter in body.get("counters", ())}
    states, found = States(nodes, counters, body["start"]), Survey()
    try:
        order, loops = states.explored()
    except TooManyStates:
        found.crowded = True
        return found
    for state in order:
        found.see(states, state)
    found.loops = _trails(states, loops)
    return found


def _mends(step: Step) -> bool:
    return step.way is not None and step.way.id not in (TIMEOUT, SKIP) and step.way.quality != "critical"


def _trails(states: States, loops: Iterable[list[State]]) -> list[list[str]]:
    """The loops as nodes, one for each node that they close at."""
    by_end: dict[str, list[str]] = {}
    for loop in loops:
        trail = [states.node(state).id for state in loop]
        by_end.setdefault(trail[-1], trail)
    return list(by_end.values())
