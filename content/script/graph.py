"""Walks over a directed graph {node: its targets}; iterative, so that a long script cannot exhaust the stack."""

from collections.abc import Iterable, Mapping, Sequence

Edges = Mapping[str, Sequence[str]]


def reachable(edges: Edges, start: str) -> set[str]:
    """Every node that can be reached from `start`, itself included."""
    seen, waiting = {start}, [start]
    while waiting:
        fresh = set(edges[waiting.pop()]) - seen
        seen |= fresh
        waiting.extend(fresh)
    return seen


def explore(edges: Edges, roots: Iterable[str]) -> tuple[list[str], list[list[str]]]:
    """Depth first from `roots`: the nodes with targets before their sources, and the loops met on the way.

    A loop is the list of its nodes in walking order, without the repeated first one.
    """
    done: dict[str, None] = {}
    loops: list[list[str]] = []
    for root in roots:
        if root not in done:
            _descend(edges, root, done, loops)
    return list(done), loops


def _descend(edges: Edges, root: str, done: dict[str, None], loops: list[list[str]]) -> None:
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
