"""Hypothesis strategies for scripts and plays: what they give has no lint errors, unless the name says otherwise."""

from typing import Any

from hypothesis import strategies as st

from content.script import COMPETENCIES, LEVELS, QUALITIES, Answer, Play, load

SEEDS = st.uuids(version=4).map(str)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(max_size=8), parts, max_size=4),
    max_leaves=12,
)
MEMBERS = ("id", "kind", "to", "choices", "quality", "points", "outcome", "start", "nodes", "texts", "note", "source")

Body = dict[str, Any]


@st.composite
def bodies(draw: st.DrawFn, most_nodes: int = 7) -> Body:
    """Acyclic scripts of 1 to `most_nodes` steps and some endings; every node reachable, every competency scorable."""
    names = [f"n{place}" for place in range(draw(st.integers(1, most_nodes)))]
    endings = [{"id": f"e{place}", "kind": "ending", "outcome": draw(_OUTCOMES)} for place in range(3)]
    endings[0]["outcome"] = "correct"
    ids = [*names, *(ending["id"] for ending in endings)]
    nodes = [draw(_steps(name, ids[place + 1 :])) for place, name in enumerate(names)]
    used = {target for node in nodes for target in _targets(node)}
    nodes += [ending for ending in endings if ending["id"] in used]
    body = {
        "format": 1,
        "kind": draw(st.sampled_from(["lesson", "scenario"])),
        "source": "zh-Hant",
        "competencies": _scorable(nodes),
        "minutes": draw(st.integers(1, 60)),
        "pass_mark": draw(st.integers(0, 100)),
        "start": "n0",
        "nodes": nodes,
        "texts": {"zh-Hant": texts(nodes)},
    }
    _drop_unlisted_points(body)
    return body


_OUTCOMES = st.sampled_from(["correct", "partial", "unsafe"])
_POINTS = st.dictionaries(st.sampled_from(COMPETENCIES), st.integers(-3, 3), max_size=2)


@st.composite
def _steps(draw: st.DrawFn, name: str, later: list[str]) -> Body:
    # The first way always leads to the very next node, which keeps all of them reachable.
    kind = draw(st.sampled_from(["card", "choice", "choice", "level"]))
    if kind == "card":
        return {"id": name, "kind": kind, "to": later[0]}
    names = list(LEVELS) if kind == "level" else ["a", "b", "c", "d", "e", "f"][: draw(st.integers(2, 6))]
    right = draw(st.sampled_from(names))
    qualities = {"level": st.sampled_from(QUALITIES[1:]), "choice": st.sampled_from(QUALITIES)}
    choices = [
        {
            "id": choice,
            "to": draw(st.sampled_from(later)) if place else later[0],
            "quality": "good" if choice == right else draw(qualities[kind]),
            "points": draw(_POINTS),
        }
        for place, choice in enumerate(names)
    ]
    return {"id": name, "kind": kind, "choices": choices}


def _targets(node: Body) -> list[str]:
    return [node["to"]] if "to" in node else [choice["to"] for choice in node["choices"]]


def _scorable(nodes: list[Body]) -> list[str]:
    given = [choice["points"] for node in nodes for choice in node.get("choices", ())]
    return [name for name in COMPETENCIES if any(points.get(name, 0) > 0 for points in given)]


def _drop_unlisted_points(body: Body) -> None:
    for node in body["nodes"]:
        for choice in node.get("choices", ()):
            choice["points"] = {name: value for name, value in choice["points"].items() if name in body["competencies"]}


def texts(nodes: list[Body]) -> dict[str, str]:
    """One text for every place that a script of these nodes has to fill or should fill."""
    found = {"title": "標題", "summary": "簡介"}
    for node in nodes:
        found[f"{node['id']}.text"] = f"步驟 {node['id']}"
        for choice in node.get("choices", ()):
            key = f"{node['id']}.{choice['id']}"
            found[f"{key}.feedback"] = f"回饋 {key}"
            if node["kind"] == "choice":
                found[f"{key}.text"] = f"選項 {key}"
    return found


@st.composite
def plays(draw: st.DrawFn, scripts: st.SearchStrategy[Body] | None = None) -> tuple[Body, str, list[Answer]]:
    """A script, a seed and answers that play it to its end, criticals and mending included."""
    body, seed = draw(scripts if scripts is not None else bodies()), draw(SEEDS)
    script = load(body)
    play, answers = Play(script, seed), []
    while play.expects is not None:
        node = script.nodes[play.expects]
        allowed = list(node.choices) or [None]
        if len(answers) > 2 * len(script.nodes):
            allowed = [name for name in allowed if name is None or node.choices[name].quality != "critical"]
        answers.append(Answer(node.id, draw(st.sampled_from(allowed))))
        play.take(answers[-1])
    return body, seed, answers


@st.composite
def logs(draw: st.DrawFn) -> tuple[Body, str, list[Answer]]:
    """Like `plays`, cut off somewhere and often with one answer put in that the script may not allow."""
    body, seed, answers = draw(plays())
    answers = answers[: draw(st.integers(0, len(answers)))]
    if draw(st.booleans()):
        names = st.sampled_from([*(node["id"] for node in body["nodes"]), "nowhere", "constructor"])
        given = st.sampled_from([None, "a", "b", "f", "red", "green", "length", "", 0, True])
        answers.insert(draw(st.integers(0, len(answers))), Answer(draw(names), draw(given)))
    return body, seed, answers


@st.composite
def broken_bodies(draw: st.DrawFn) -> Body:
    """Scripts with one to three parts removed, repeated or replaced: most of them malformed or unplayable."""
    body = draw(bodies(most_nodes=4))
    for _ in range(draw(st.integers(1, 3))):
        _break(draw, body)
    return body


def _break(draw: st.DrawFn, body: Body) -> None:
    part, key = draw(st.sampled_from(list(_spots(body))))
    how = draw(st.sampled_from(["remove", "repeat", "value", "name"]))
    if how == "remove":
        del part[key]
    elif how == "repeat" and isinstance(part, list):
        part.append(part[key])
    elif how == "value":
        part[key] = draw(JSON)
    else:
        part[key] = draw(st.sampled_from(["n0", "n1", "e0", "a", "", "good", "critical", "ending", "choice", "level"]))


def _spots(part: Any) -> Any:
    keys = list(part) if isinstance(part, dict) else range(len(part))
    for key in keys:
        yield part, key
        if isinstance(part[key], (dict, list)):
            yield from _spots(part[key])
