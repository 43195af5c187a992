"""From a node of a valid body (JSON) to a Node that can be played."""

from collections.abc import Mapping
from typing import Any

from content.script.grading import Key, key_of
from content.script.model import RESULTS, SKIP, TIMEOUT, Bound, Counter, Node, Pool, Way

Part = Mapping[str, Any]


def counter_of(counter: Part) -> Counter:
    """A counter of a valid body."""
    return Counter(counter["id"], counter["start"], counter["min"], counter["max"])


def node_of(node: Part) -> Node:
    """A node of a valid body."""
    key = key_of(node)
    return Node(
        id=node["id"],
        kind=node["kind"],
        to=node.get("to"),
        ways=_results(node["results"]) if key else _choices(node.get("choices", ())),
        outcome=node.get("outcome"),
        key=key,
        samples=_samples(key, node) if key else {},
        branches=tuple(_link("", branch) for branch in node.get("branches", ())),
        timeout=_way(TIMEOUT, node["timer"], node["timer"].get("quality", "poor")) if "timer" in node else None,
        skip=_link(SKIP, {"to": node["skip"]}) if "skip" in node else None,
        pool=Pool(node["draw"], tuple(node["of"])) if "of" in node else None,
    )


def _samples(key: Key, node: Part) -> dict[str, Any]:
    return key.samples(partly="partly" in node["results"])


def _choices(choices: Any) -> dict[str, Way]:
    return {choice["id"]: _way(choice["id"], choice, choice["quality"]) for choice in choices}


def _results(results: Part) -> dict[str, Way]:
    return {name: _way(name, results[name], quality) for name, quality in RESULTS.items() if name in results}


def _way(name: str, way: Part, quality: str) -> Way:
    guard = tuple(map(_bound, way["guard"])) if "guard" in way else ()
    return Way(name, way["to"], quality, way["points"], guard, way.get("effects", {}))


def _link(name: str, link: Part) -> Way:
    return Way(name, link["to"], "ok", {}, tuple(map(_bound, link.get("guard", ()))), {})


def _bound(bound: Part) -> Bound:
    return Bound(bound["counter"], bound.get("at_least"), bound.get("at_most"))
