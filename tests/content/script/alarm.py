"""A drill about which lint has nothing to say, for tests to break a copy of; and drills for hypothesis."""

from hypothesis import strategies as st

from content.script import COMPETENCIES, QUALITIES
from tests.content.script.scripts import Body
from tests.content.script.second import texts


def alarm() -> Body:
    """A fresh copy. Best: 2 (level) + 2 (channel) + 3 (steps) + 2 (order) + 2 (report) = 11."""
    nodes = [
        {"id": "alert", "kind": "card", "note": "violence", "skip": "plain", "to": "level"},
        {
            "id": "level",
            "kind": "level",
            "choices": [
                _choice("red", "channel", "good", {"risk": 2}),
                _choice("orange", "channel", "ok", {"risk": 1}),
                _choice("yellow", "channel", "poor", {}),
                _choice("green", "channel", "critical", {"risk": -2}),
            ],
        },
        {
            "id": "channel",
            "kind": "choice",
            "choices": [
                _choice("wait", "late", "critical", {"report": -2}),
                _choice("police", "steps", "good", {"report": 2}),
                _choice("boss", "steps", "ok", {"report": 1}),
            ],
        },
        {"id": "late", "kind": "card", "to": "steps"},
        {
            "id": "steps",
            "kind": "choices",
            "options": [
                {"id": "shout", "mark": "harm"},
                {"id": "nod", "mark": "right"},
                {"id": "move", "mark": "right"},
                {"id": "bill", "mark": "wrong"},
            ],
            "results": _results("order", "risk", 3, partly=1, harm=-2),
        },
        {
            "id": "order",
            "kind": "order",
            "items": [{"id": "nod"}, {"id": "move"}, {"id": "call"}],
            "results": _results("report", "risk", 2, partly=1),
        },
        {
            "id": "report",
            "kind": "match",
            "slots": [{"id": "where"}, {"id": "what"}, {"id": "out"}],
            "items": [
                {"id": "place", "slot": "where"},
                {"id": "seen", "slot": "what"},
                {"id": "heard", "slot": "what"},
                {"id": "name", "slot": "out", "harm": ["where", "what"]},
            ],
            "results": _results("call", "report", 2, partly=1, harm=-2),
        },
        {"id": "call", "kind": "card", "to": "end_good"},
        {"id": "plain", "kind": "card", "to": "end_skip"},
        {"id": "end_good", "kind": "ending", "outcome": "correct"},
        {"id": "end_skip", "kind": "ending", "outcome": "correct"},
    ]
    drill = {
        "target_seconds": 180,
        "cues": [{"id": "hand", "hidden": 3}, {"id": "blood", "hidden": 1}],
        "standards": [
            {"node": "level", "by": 30, "critical": True},
            {"node": "channel", "by": 60, "critical": True},
            {"node": "steps", "by": 120, "critical": False},
            {"node": "report", "by": 180, "critical": False},
        ],
        "report": "report",
        "channel": "channel",
        "expected": [{"id": "nods", "by": 10, "critical": False}, {"id": "calls", "by": 60, "critical": True}],
    }
    return {
        "format": 3,
        "kind": "drill",
        "source": "zh-Hant",
        "competencies": ["risk", "report"],
        "minutes": 3,
        "pass_mark": 70,
        "start": "alert",
        "nodes": nodes,
        "drill": drill,
        "texts": {"zh-Hant": texts(nodes) | _said(drill)},
    }


def _choice(name: str, to: str, quality: str, points: dict[str, int]) -> Body:
    return {"id": name, "to": to, "quality": quality, "points": points}


def _results(to: str, competency: str, right: int, *, partly: int, harm: int | None = None) -> Body:
    given = {"right": right, "partly": partly, "wrong": 0} | ({} if harm is None else {"harm": harm})
    return {name: {"to": to, "points": {competency: value} if value else {}} for name, value in given.items()}


def _said(drill: Body) -> dict[str, str]:
    parts = [*drill["cues"], *drill["expected"]]
    return {f"drill.{part['id']}.text": f"{part['id']}。" for part in parts}


QUESTIONS = ("level", "channel", "steps", "order", "report")


@st.composite
def drill_bodies(draw: st.DrawFn) -> Body:
    """Drills without lint errors: the questions in any order, other points and seconds, some ways that lead past."""
    body = alarm()
    by_id = {node["id"]: node for node in body["nodes"]}
    asked = draw(st.permutations(QUESTIONS))
    for name, after in zip(asked, [*asked[1:], "call"], strict=True):
        for place, way in enumerate(_ways(by_id[name])):
            # The best way gives most and leads to the next question, so all of them are on the best path.
            best = place == _best(by_id[name])
            way["points"] = {draw(st.sampled_from(COMPETENCIES)): 3 if best else draw(st.integers(-3, 0))}
            way["to"] = after if best or draw(st.booleans()) else draw(st.sampled_from([after, "late", "call"]))
            if "quality" in way and name == "channel" and not best:
                way["quality"] = draw(st.sampled_from(QUALITIES[1:]))
    by_id["channel"]["choices"][0]["to"] = "late"
    by_id["alert"]["to"], by_id["late"]["to"] = asked[0], "call"
    given = [way["points"] for node in body["nodes"] for way in _ways(node)]
    body["competencies"] = [name for name in COMPETENCIES if any(points.get(name, 0) > 0 for points in given)]
    for points in given:
        for name in points.keys() - set(body["competencies"]):
            del points[name]
    seconds = sorted(draw(st.lists(st.integers(5, 180), min_size=5, max_size=5)))
    standards = [
        {"node": name, "by": by, "critical": draw(st.booleans())} for name, by in zip(asked, seconds, strict=True)
    ]
    body["drill"]["standards"] = draw(st.lists(st.sampled_from(standards), min_size=1, unique_by=lambda s: s["node"]))
    return body


def _ways(node: Body) -> list[Body]:
    return [*node.get("choices", ()), *node.get("results", {}).values()]


def _best(node: Body) -> int:
    return next((place for place, way in enumerate(node.get("choices", ())) if way["quality"] == "good"), 0)
