"""What a new drill begins with: the steps that every drill has, to be filled in."""

from typing import Any
from uuid import uuid4

from content.blocks.saying import Source
from content.blocks.scripts import DrillNodes
from content.script import LEVELS

FIVE_LINES = {
    "when": "什麼時候",
    "where": "在哪裡",
    "what": "看到、聽到什麼",
    "did": "怎麼處理，找了誰",
    "to": "交接給誰",
    "out": "不寫進通報",
}

Node = dict[str, Any]


def first_steps() -> list[Node]:
    """The alert, the level, the right place to call, what to do and in which order, the five lines, the call."""
    nodes = {node["id"]: node for node in _nodes()}
    texts = {f"report.{slot}.text": words for slot, words in FIVE_LINES.items()}
    source = Source(nodes=nodes, texts=texts, identify=lambda *_: str(uuid4()))
    return DrillNodes().write(list(nodes), source)


def _nodes() -> list[Node]:
    levels = [{"id": level, "to": "channel", "quality": "poor", "points": {}} for level in LEVELS]
    channels = [{"id": name, "to": "steps", "quality": "ok", "points": {}} for name in "abc"]
    marks = {"a": "wrong", "b": "right", "c": "harm", "d": "right"}
    options = [{"id": name, "mark": mark} for name, mark in marks.items()]
    items = [{"id": name} for name in "abc"]
    phrases = [{"id": f"p{place}", "slot": slot} for place, slot in enumerate(FIVE_LINES, 1)]
    phrases[-1]["harm"] = [slot for slot in FIVE_LINES if slot != "out"]
    return [
        {"id": "alert", "kind": "card", "to": "level"},
        {"id": "level", "kind": "level", "choices": levels, "standard": _due(60)},
        {"id": "channel", "kind": "choice", "choices": channels, "standard": _due(120, "channel")},
        {"id": "steps", "kind": "choices", "options": options, "standard": _due(150), "results": _results("order", 3)},
        {"id": "order", "kind": "order", "items": items, "results": _results("report", 2, harm=False)},
        {
            "id": "report",
            "kind": "match",
            "slots": [{"id": slot} for slot in FIVE_LINES],
            "items": phrases,
            "standard": _due(240, "report"),
            "results": _results("call", 2),
        },
        {"id": "call", "kind": "card", "to": "end_good"},
        {"id": "end_good", "kind": "ending", "outcome": "correct"},
    ]


def _due(by: int, role: str | None = None) -> Node:
    return {"by": by, "critical": role != "report"} | ({"role": role} if role else {})


def _results(to: str, most: int, *, harm: bool = True) -> Node:
    given = {"right": most, "partly": 1, "wrong": 0} | ({"harm": -2} if harm else {})
    return {name: {"to": to, "points": {"report": value} if value else {}} for name, value in given.items()}
