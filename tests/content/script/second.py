"""Hypothesis strategies for bodies of format 2: questions of every kind first, then whatever lint lets pass."""

import copy
from typing import Any

from hypothesis import strategies as st

from content.script import COMPETENCIES, LEVELS, QUALITIES
from content.script.reading import Reading
from content.script.structure import pointless, unplayable
from content.script.survey import survey

Body = dict[str, Any]
ASKED = ("choice", "level", "choices", "order", "match", "number", "text")
COUNTERS = ("trust", "rounds")
OUTCOMES = st.sampled_from(["correct", "partial", "unsafe"])
POINTS = st.dictionaries(st.sampled_from(COMPETENCIES), st.integers(-3, 3), max_size=2)
_WORDS = ["110", "119", "報警", "警察", "店", "Store", "１１０", "受 傷", "a", "ab"]
_BOUNDS = st.sampled_from(
    [{"at_least": 1}, {"at_least": 2}, {"at_most": 0}, {"at_most": 1}, {"at_least": 1, "at_most": 2}]
)


@st.composite
def second_bodies(draw: st.DrawFn, most_nodes: int = 6) -> Body:
    """Scripts of format 2 without lint errors, of 1 to `most_nodes` steps besides pools' members and endings."""
    body = draw(_straight(most_nodes))
    for _ in range(draw(st.integers(0, 5))):
        spoilt = copy.deepcopy(body)
        draw(st.sampled_from([_guard, _branch, _lead_back, _lead_back_a_few_times]))(draw, spoilt)
        _settle(spoilt)
        if _is_sound(spoilt):
            body = spoilt
    return body


def _is_sound(body: Body) -> bool:
    """Whether lint finds no error; the shape is right, and texts are written."""
    reading = Reading(body)
    return not [*unplayable(reading), *pointless(reading)]


@st.composite
def _straight(draw: st.DrawFn, most_nodes: int) -> Body:
    """Every way leads forward, the first or right one to the very next step: all are reached, whatever is answered."""
    names = [f"n{place}" for place in range(draw(st.integers(1, most_nodes)))]
    endings = [{"id": f"e{place}", "kind": "ending", "outcome": draw(OUTCOMES)} for place in range(3)]
    endings[0]["outcome"] = "correct"
    nodes: list[Body] = []
    for place, name in enumerate(names):
        nodes += draw(_steps(name, [*names[place + 1 :], *(ending["id"] for ending in endings)]))
    body = {
        "format": 2,
        "kind": draw(st.sampled_from(["lesson", "scenario"])),
        "source": "zh-Hant",
        "competencies": list(COMPETENCIES),
        "minutes": draw(st.integers(1, 60)),
        "pass_mark": draw(st.integers(0, 100)),
        "counters": [{"id": name, "start": 0, "min": -1, "max": 2} for name in COUNTERS],
        "start": "n0",
        "nodes": nodes + endings,
    }
    _lead_on(body)
    _settle(body)
    return body


def _lead_on(body: Body) -> None:
    """Results that no answer causes lead where the right one does, so that nothing is reached by them alone."""
    taken = survey(body).taken
    for node in body["nodes"]:
        for name, way in node.get("results", {}).items():
            if (node["id"], name) not in taken:
                way["to"] = node["results"]["right"]["to"]


def _settle(body: Body) -> None:
    """Leave out the endings that nothing leads to, competencies that cannot be scored, and write the texts anew."""
    used = {link["to"] for node in body["nodes"] for link in spots(node)} | {node.get("skip") for node in body["nodes"]}
    body["nodes"] = [node for node in body["nodes"] if node["kind"] != "ending" or node["id"] in used]
    given = [way["points"] for node in body["nodes"] for way in ways(node)]
    body["competencies"] = [name for name in COMPETENCIES if any(points.get(name, 0) > 0 for points in given)]
    for points in given:
        for name in set(points) - set(body["competencies"]):
            del points[name]
    body["texts"] = {"zh-Hant": texts(body["nodes"])}


@st.composite
def _steps(draw: st.DrawFn, name: str, later: list[str]) -> list[Body]:
    kind = draw(st.sampled_from(["card", "pool", *ASKED, *ASKED]))
    if kind == "pool":
        return draw(_pool(name, later[0]))
    step = {"id": name, "kind": kind, "to": later[0]} if kind == "card" else draw(_question(name, kind, later))
    if draw(st.integers(0, 3)) == 0:
        step |= {"note": draw(st.sampled_from(["violence", "suicide"])), "skip": draw(st.sampled_from(later))}
    return [step]


@st.composite
def _question(draw: st.DrawFn, name: str, kind: str, later: list[str], *, effects: bool = True) -> Body:
    step = {"id": name, "kind": kind, **draw(_OWN[kind])}
    for place, way in enumerate(_ways_of(step)):
        way |= {"to": draw(st.sampled_from(later)) if place else later[0], "points": draw(POINTS)}
        if effects and draw(st.integers(0, 2)) == 0:
            way["effects"] = draw(st.dictionaries(st.sampled_from(COUNTERS), st.integers(-2, 2), max_size=2))
    if draw(st.integers(0, 3)) == 0:
        step["timer"] = {
            "seconds": draw(st.integers(5, 600)),
            "to": draw(st.sampled_from(later)),
            "points": draw(POINTS),
        }
        if draw(st.booleans()):
            step["timer"]["quality"] = draw(st.sampled_from(QUALITIES[1:]))
    return step


@st.composite
def _pool(draw: st.DrawFn, name: str, to: str) -> list[Body]:
    """A pool and its members, whose first or right way gives `worth` and all others less."""
    worth = draw(st.integers(0, 3))
    of = [f"{name}m{place}" for place in range(draw(st.integers(1, 4)))]
    members = [draw(_question(member, draw(st.sampled_from(ASKED)), [name], effects=False)) for member in of]
    for member in members:
        for place, way in enumerate(ways(member)):
            way["points"] = {draw(st.sampled_from(COMPETENCIES)): draw(st.integers(-3, worth)) if place else worth}
    return [{"id": name, "kind": "pool", "draw": draw(st.integers(1, len(of))), "of": of, "to": to}, *members]


@st.composite
def _choice(draw: st.DrawFn) -> Body:
    qualities = ["good", *draw(st.lists(st.sampled_from(QUALITIES), min_size=1, max_size=3))]
    return {"choices": [{"id": name, "quality": quality} for name, quality in zip("abcd", qualities, strict=False)]}


@st.composite
def _level(draw: st.DrawFn) -> Body:
    right = draw(st.sampled_from(LEVELS))
    others = st.sampled_from(QUALITIES[1:])
    return {"choices": [{"id": name, "quality": "good" if name == right else draw(others)} for name in LEVELS]}


@st.composite
def _choices(draw: st.DrawFn) -> Body:
    marks = draw(
        st.permutations(["right", *draw(st.lists(st.sampled_from(["right", "wrong", "harm"]), min_size=1, max_size=5))])
    )
    options = [{"id": name, "mark": mark} for name, mark in zip("abcdef", marks, strict=False)]
    return {"options": options, "results": draw(_results(harm="harm" in marks))}


@st.composite
def _order(draw: st.DrawFn) -> Body:
    items = [{"id": name} for name in "abcdef"[: draw(st.integers(3, 6))]]
    return {"items": items, "results": draw(_results(harm=False))}


@st.composite
def _match(draw: st.DrawFn) -> Body:
    slots = [f"s{place}" for place in range(draw(st.integers(2, 4)))]
    items = [{"id": name, "slot": draw(st.sampled_from(slots))} for name in "abcdef"[: draw(st.integers(2, 6))]]
    for item in items:
        others = [slot for slot in slots if slot != item["slot"]]
        if draw(st.integers(0, 3)) == 0:
            item["harm"] = draw(st.lists(st.sampled_from(others), min_size=1, max_size=3, unique=True))
    results = draw(_results(harm=any("harm" in item for item in items)))
    return {"slots": [{"id": slot} for slot in slots], "items": items, "results": results}


@st.composite
def _number(draw: st.DrawFn) -> Body:
    least, near, low, high, far, most = sorted(
        draw(st.lists(st.integers(-20, 999) | st.just(1.5), min_size=6, max_size=6))
    )
    step = {"low": low, "high": high, "min": least, "max": most, "step": draw(st.sampled_from([1, 0.5, 10]))}
    return step | ({"near": [near, far]} if draw(st.booleans()) else {}) | {"results": draw(_results(harm=False))}


@st.composite
def _text(draw: st.DrawFn) -> Body:
    words = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3)
    accept = [{"id": f"g{place}", "words": draw(words)} for place in range(draw(st.integers(1, 4)))]
    avoid = (
        {"avoid": draw(st.lists(st.sampled_from(["瘋子", "Ｔhief"]), min_size=1, max_size=2))}
        if draw(st.booleans())
        else {}
    )
    return {"accept": accept, **avoid, "most": draw(st.integers(40, 200)), "results": draw(_results(harm=bool(avoid)))}


@st.composite
def _results(draw: st.DrawFn, *, harm: bool) -> Body:
    partly = ["partly"] if draw(st.booleans()) else []
    return {name: {} for name in ("right", *partly, "wrong", *(["harm"] if harm else []))}


_OWN = {
    "choice": _choice(),
    "level": _level(),
    "choices": _choices(),
    "order": _order(),
    "match": _match(),
    "number": _number(),
    "text": _text(),
}


def _ways_of(node: Body) -> list[Body]:
    return [*node.get("choices", ()), *node.get("results", {}).values()]


def ways(node: Body) -> list[Body]:
    """What gives points: choices, results, the end of a timer."""
    return [*_ways_of(node), *([node["timer"]] if "timer" in node else [])]


def spots(node: Body) -> list[Body]:
    """Whatever of a node has a `to`."""
    return [*([node] if "to" in node else []), *ways(node), *node.get("branches", ())]


def _guarded(draw: st.DrawFn) -> list[Body]:
    return [{"counter": draw(st.sampled_from(COUNTERS)), **draw(_BOUNDS)}]


def _guard(draw: st.DrawFn, body: Body) -> None:
    choices = [choice for node in body["nodes"] if node["kind"] == "choice" for choice in node["choices"]]
    if choices:
        draw(st.sampled_from(choices))["guard"] = _guarded(draw)


def _branch(draw: st.DrawFn, body: Body) -> None:
    # The format allows four of them.
    cards = [node for node in body["nodes"] if node["kind"] == "card" and len(node.get("branches", ())) < 4]
    if cards:
        branch = {"guard": _guarded(draw), "to": draw(st.sampled_from(body["nodes"]))["id"]}
        draw(st.sampled_from(cards)).setdefault("branches", []).append(branch)


def _lead_back(draw: st.DrawFn, body: Body) -> None:
    links = [link for node in body["nodes"] for link in spots(node)]
    draw(st.sampled_from(links))["to"] = draw(st.sampled_from(body["nodes"]))["id"]


def _lead_back_a_few_times(draw: st.DrawFn, body: Body) -> None:
    """A choice that leads anywhere as long as a counter that it moves is not full."""
    choices = [choice for node in body["nodes"] if node["kind"] == "choice" for choice in node["choices"][1:]]
    if choices:
        guard = [{"counter": "rounds", "at_most": 1}]
        to = draw(st.sampled_from(body["nodes"]))["id"]
        draw(st.sampled_from(choices)).update(to=to, guard=guard, effects={"rounds": 1})


def texts(nodes: list[Body]) -> dict[str, str]:
    """One text for every place that a script of these nodes has to fill or should fill."""
    found = {"title": "標題", "summary": "簡介"}
    for node in nodes:
        name = node["id"]
        if node["kind"] != "pool":
            found[f"{name}.text"] = f"步驟 {name}"
        shown = [part["id"] for member in ("choices", "options", "items", "slots") for part in node.get(member, ())]
        if node["kind"] != "level":
            found |= {f"{name}.{part}.text": f"選項 {name}.{part}" for part in shown}
        told = [*(choice["id"] for choice in node.get("choices", ())), *node.get("results", ())]
        told += ["timeout"] if "timer" in node else []
        found |= {f"{name}.{part}.feedback": f"回饋 {name}.{part}" for part in told}
    return found
