"""Cutting a lesson into questions that stand alone. Plain Python: bodies go in, bodies come out."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

Body = dict[str, Any]
Part = Mapping[str, Any]
Texts = Mapping[str, str]

ASKED = ("choice", "level", "choices", "order", "match", "number", "text")
FIRST_KINDS = ("choice", "level")
LEFT_BEHIND = ("timer", "skip")
"""A refresher has no clock and nowhere to skip to: one question, and it may be left."""

ALL_OR_NOTHING = 100


def item_id(lesson: UUID, node: str) -> UUID:
    """The identity of a question: its lesson and its node, whatever edition."""
    return uuid5(lesson, node)


def asked_nodes(body: Part) -> list[str]:
    """The ids of the nodes of a lesson that ask something, pools' members among them."""
    return [node["id"] for node in body["nodes"] if node["kind"] in ASKED]


def cut(body: Part) -> dict[str, Body]:
    """Each question of a lesson's body as a script of its own, by node id: the node, then an ending that says what was
    right. Node and option ids stay; what only the lesson knows (guards, counters, clocks, other texts) stays behind, so
    that a question that did not change comes out as it was."""
    return {node["id"]: _item(node, body) for node in body["nodes"] if node["kind"] in ASKED}


def _item(node: Part, body: Part) -> Body:
    ending = "end" if node["id"] != "end" else "end_"
    competencies = [name for name in body["competencies"] if any(_gives(way, name) for way in _ways(node))]
    texts = {lang: _texts(node, told, ending) for lang, told in body["texts"].items() if _said(told, node["id"])}
    drafts = [lang for lang in body.get("drafts", ()) if lang in texts]
    return {
        "format": 1 if node["kind"] in FIRST_KINDS else 2,
        "kind": "lesson",
        "source": body["source"],
        **({"drafts": drafts} if drafts else {}),
        "competencies": competencies,
        "minutes": 1,
        "pass_mark": ALL_OR_NOTHING,
        "start": node["id"],
        "nodes": [_alone(node, ending, competencies), {"id": ending, "kind": "ending", "outcome": "correct"}],
        "texts": texts,
    }


def _ways(node: Part) -> Iterator[Part]:
    yield from node.get("choices", ())
    yield from node.get("results", {}).values()


def _gives(way: Part, competency: str) -> bool:
    return bool(way["points"].get(competency, 0) > 0)


def _alone(node: Part, ending: str, competencies: list[str]) -> Body:
    """The node with every way leading to the ending; points only in what can be gained here."""
    found = {name: value for name, value in node.items() if name not in LEFT_BEHIND}
    if "choices" in node:
        found["choices"] = [_way(choice, ending, competencies) for choice in node["choices"]]
    if "results" in node:
        found["results"] = {name: _way(way, ending, competencies) for name, way in node["results"].items()}
    return found


def _way(way: Part, ending: str, competencies: list[str]) -> Body:
    points = {name: value for name, value in way["points"].items() if name in competencies}
    kept = {name: value for name, value in way.items() if name not in ("guard", "effects")}
    return {**kept, "to": ending, "points": points}


def _said(told: Texts, node: str) -> bool:
    return bool(told.get(f"{node}.text", "").strip())


def _texts(node: Part, told: Texts, ending: str) -> dict[str, str]:
    """The node's texts in one language; its title, or what it asks, is the title of the script."""
    name = node["id"]
    own = {key: text for key, text in told.items() if key.startswith(f"{name}.") and key != f"{name}.timeout.feedback"}
    asked = own[f"{name}.text"]
    title = own.get(f"{name}.title", "").strip() or asked
    return {"title": title, "summary": asked, **own, f"{ending}.text": _right(node, own) or asked}


def _right(node: Part, own: Texts) -> str:
    """What the right answer is, and why, in the words that the lesson has for it."""
    good = next((choice["id"] for choice in node.get("choices", ()) if choice["quality"] == "good"), "right")
    said = (own.get(f"{node['id']}.{good}.{part}", "").strip() for part in ("text", "feedback"))
    return "\n\n".join(filter(None, said))


def words_of(node: str, told: Texts) -> str:
    """All that somebody reads before answering: the node's texts but what comes of an answer."""
    own = (text for key, text in told.items() if key.startswith(f"{node}.") and not key.endswith("feedback"))
    return "".join(own)
