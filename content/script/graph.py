"""Walks over a directed graph {node: its targets}; iterative, so that a long script cannot exhaust the stack."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Spot = TypeVar("Spot", bound=Hashable)


def reachable(edges: Mapping[Spot, Sequence[Spot]], start: Spot) -> set[Spot]:
    """Every node that can be reached from `start`, itself included."""
    seen, waiting = {start}, [start]
    while waiting:
        fresh = set(edges[waiting.pop()]) - seen
        seen |= fresh
        waiting.extend(fresh)
    return seen


def explore(edges: Mapping[Spot, Sequence[Spot]], roots: Iterable[Spot]) -> tuple[list[Spot], list[list[Spot]]]:
    """Depth first from `roots`: the nodes with targets before their sources, and the loops met on the way.

    A loop is the list of its nodes in walking order, without the repeated first one.
    """
    done: dict[Spot, None] = {}
    loops: list[list[Spot]] = []
    for root in roots:
        if root not in done:
            _descend(edges, root, done, loops)
    return list(done), loops


def _descend(edges: Mapping[Spot, Sequence[Spot]], root: Spot, done: dict[Spot, None], loops: list[list[Spot]]) -> None:
    path = {root: iter(edges[root])}
    while path:
        node = next(reversed(path))
        target = next(path[node], None)
        if target is None:
            done[node] = None
            del path[node]
        elif target in path:
            trail = list(path)
            loops.append(trail[trail.index(target) :])
        elif target not in done:
            path[target] = iter(edges[target])
