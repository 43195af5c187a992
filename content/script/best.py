"""The most that a script gives: the points of its best single path."""

from collections.abc import Mapping, Sequence

from content.script.graph import explore
from content.script.model import Answer, Best, Choice, Node, Script

Value = tuple[int, int]


def best(script: Script) -> Best:
    """The best single path and what it gives; worked out when the script was loaded."""
    return script.best


def best_path(nodes: Mapping[str, Node], start: str, competencies: Sequence[str]) -> Best:
    """Work out `Best` for an acyclic graph. Between paths of equal points the one with more good choices is taken."""
    order, _ = explore({name: node.targets() for name, node in nodes.items()}, [start])
    values: dict[str, Value] = {}
    ways: dict[str, Choice] = {}
    for node in map(nodes.__getitem__, order):
        values[node.id] = _value(node, values, ways)
    path = tuple(_path(nodes, start, ways))
    return Best(values[start][0], {name: _along(nodes, path, name) for name in competencies}, path)


def _value(node: Node, values: Mapping[str, Value], ways: dict[str, Choice]) -> Value:
    if node.choices:
        ways[node.id] = max(node.choices.values(), key=lambda choice: _worth(choice, values))
        return _worth(ways[node.id], values)
    return values[node.to] if node.to else (0, 0)


def _worth(choice: Choice, values: Mapping[str, Value]) -> Value:
    points, goods = values[choice.to]
    return points + sum(choice.points.values()), goods + (choice.quality == "good")


def _along(nodes: Mapping[str, Node], path: Sequence[Answer], competency: str) -> int:
    chosen = (nodes[step.node].choices[step.answer] for step in path if step.answer is not None)
    return sum(choice.points.get(competency, 0) for choice in chosen)


def _path(nodes: Mapping[str, Node], start: str, ways: Mapping[str, Choice]) -> list[Answer]:
    path, node = [], nodes[start]
    while node.kind != "ending":
        way = ways.get(node.id)
        path.append(Answer(node.id, way.id if way else None))
        node = nodes[way.to if way else str(node.to)]
    return path
