"""One script of each form with every kind of node and everything that format 2 can say."""

from typing import Any

Body = dict[str, Any]


def every_kind() -> Body:
    """A fresh scenario in the form in which the studio compiles it; without lint errors."""
    nodes = [
        {"id": "door", "kind": "card", "to": "ask", "note": "violence", "skip": "weigh"},
        {
            "id": "ask",
            "kind": "choice",
            "choices": [
                {
                    "id": "a",
                    "to": "weigh",
                    "quality": "good",
                    "points": {"empathy": 2, "privacy": 1},
                    "effects": {"c1": 2},
                },
                {"id": "b", "to": "again", "quality": "poor", "points": {}, "effects": {"c1": 1, "c2": 1}},
                {
                    "id": "c",
                    "to": "weigh",
                    "quality": "critical",
                    "points": {"privacy": -2},
                    "guard": [{"counter": "c1", "at_least": 1, "at_most": 2}, {"counter": "c2", "at_most": 2}],
                },
            ],
            "timer": {"seconds": 30, "to": "again", "points": {"empathy": -1}, "effects": {"c2": 1}, "quality": "ok"},
        },
        {
            "id": "again",
            "kind": "card",
            "to": "weigh",
            "branches": [{"guard": [{"counter": "c2", "at_most": 1}], "to": "ask"}],
        },
        {
            "id": "weigh",
            "kind": "level",
            "choices": [
                {"id": "red", "to": "tick", "quality": "ok", "points": {}},
                {"id": "orange", "to": "tick", "quality": "good", "points": {"risk": 3}, "effects": {"c1": 1}},
                {"id": "yellow", "to": "tick", "quality": "poor", "points": {}},
                {"id": "green", "to": "tick", "quality": "critical", "points": {"risk": -2}},
            ],
        },
        {
            "id": "tick",
            "kind": "choices",
            "options": [
                {"id": "a", "mark": "wrong"},
                {"id": "b", "mark": "right"},
                {"id": "c", "mark": "harm"},
                {"id": "d", "mark": "right"},
            ],
            "results": {**_results("sort", partly=True), "harm": {"to": "sort", "points": {"privacy": -3}}},
        },
        {
            "id": "sort",
            "kind": "order",
            "items": [{"id": "a"}, {"id": "b"}, {"id": "c"}],
            "results": _results("tell", partly=False),
            "timer": {"seconds": 90, "to": "tell", "points": {}},
        },
        {
            "id": "tell",
            "kind": "match",
            "slots": [{"id": "a"}, {"id": "b"}],
            "items": [{"id": "c", "slot": "a", "harm": ["b"]}, {"id": "d", "slot": "b"}],
            "results": {
                **_results("count", partly=False),
                "harm": {"to": "end_harm", "points": {}, "effects": {"c2": 1}},
            },
        },
        {
            "id": "count",
            "kind": "number",
            "low": 10,
            "high": 12.5,
            "near": [5, 20],
            "min": 0,
            "max": 60,
            "step": 0.5,
            "results": _results("say", partly=True),
        },
        {
            "id": "say",
            "kind": "text",
            "accept": [{"id": "a", "words": ["坐一下", "sit down"]}, {"id": "b", "words": ["陪你"]}],
            "avoid": ["可憐"],
            "most": 60,
            "results": {**_results("drawn", partly=True), "harm": {"to": "drawn", "points": {}}},
        },
        {"id": "drawn", "kind": "pool", "draw": 1, "of": ["q1", "q2"], "to": "end_good"},
        _question("q1", "drawn"),
        {
            "id": "q2",
            "kind": "order",
            "items": [{"id": "a"}, {"id": "b"}, {"id": "c"}],
            "results": {"right": {"to": "drawn", "points": {"report": 1}}, "wrong": {"to": "drawn", "points": {}}},
        },
        {"id": "end_good", "kind": "ending", "outcome": "correct"},
        {"id": "end_harm", "kind": "ending", "outcome": "unsafe"},
    ]
    counters = [{"id": "c1", "start": 0, "min": 0, "max": 3}, {"id": "c2", "start": 0, "min": -1, "max": 3}]
    return _body("scenario", nodes) | {"counters": counters}


def every_kind_of_lesson() -> Body:
    """The same for a lesson: each step leads to the next, nothing is counted."""
    drawn = [_question(f"q{number}", "check") for number in range(1, 4)]
    nodes = [
        {"id": "n1", "kind": "card", "to": "n2", "note": "suicide", "skip": "n4"},
        _question("n2", "n3") | {"timer": {"seconds": 20, "to": "n3", "points": {}, "quality": "critical"}},
        {
            "id": "n3",
            "kind": "choices",
            "options": [{"id": "a", "mark": "right"}, {"id": "b", "mark": "right"}, {"id": "c", "mark": "wrong"}],
            "results": _results("n4", partly=True, effects=False),
        },
        {
            "id": "n4",
            "kind": "match",
            "slots": [{"id": "a"}, {"id": "b"}],
            "items": [{"id": "c", "slot": "a"}, {"id": "d", "slot": "b"}],
            "results": _results("check", partly=False, effects=False),
        },
        {"id": "check", "kind": "pool", "draw": 2, "of": ["q1", "q2", "q3"], "to": "end"},
        *drawn,
        {"id": "end", "kind": "ending", "outcome": "correct"},
    ]
    return _body("lesson", nodes)


def _body(kind: str, nodes: list[Body]) -> Body:
    return {
        "format": 2,
        "kind": kind,
        "source": "zh-Hant",
        "competencies": sorted({name for node in nodes for name in _scored(node)}, key=ORDER.index),
        "minutes": 8,
        "pass_mark": 70,
        "start": nodes[0]["id"],
        "nodes": nodes,
        "texts": {"zh-Hant": {"title": "門口的人", "summary": "從看見到說出口", **_texts(nodes)}},
    }


ORDER = ("empathy", "privacy", "risk", "report")


def _scored(node: Body) -> set[str]:
    ways = [*node.get("choices", ()), *node.get("results", {}).values()]
    return {name for way in ways for name, value in way["points"].items() if value > 0}


def _results(to: str, *, partly: bool, effects: bool = True) -> Body:
    right = {"to": to, "points": {"report": 2}} | ({"effects": {"c1": 1}} if effects else {})
    between = {"partly": {"to": to, "points": {"report": 1}}} if partly else {}
    return {"right": right, **between, "wrong": {"to": to, "points": {}}}


def _question(name: str, to: str) -> Body:
    choices = [
        {"id": "a", "to": to, "quality": "poor", "points": {}},
        {"id": "b", "to": to, "quality": "good", "points": {"report": 1}},
    ]
    return {"id": name, "kind": "choice", "choices": choices}


def _texts(nodes: list[Body]) -> dict[str, str]:
    """A text for every place that the nodes give: each says its own key."""
    keys = [key for node in nodes if node["kind"] != "pool" for key in _keys(node)]
    return {key: f"{key}。" for key in keys}


def _keys(node: Body) -> list[str]:
    name, kind = node["id"], node["kind"]
    parts = [part for member in ("choices", "options", "items", "slots") for part in node.get(member, ())]
    keys = [f"{name}.text", *(f"{name}.{result}.feedback" for result in node.get("results", ()))]
    keys += [f"{name}.title"] if kind in ("card", "ending") else []
    keys += [f"{name}.{part['id']}.text" for part in parts if kind != "level"]
    keys += [f"{name}.{part['id']}.feedback" for part in parts if kind in ("choice", "level", "choices")]
    keys += [f"{name}.timeout.feedback"] if "timer" in node else []
    keys += [f"{name}.unit"] if kind == "number" else []
    return keys + ([f"{name}.hint"] if kind in ("number", "text") else [])
