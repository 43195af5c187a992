"""Hypothesis strategies for scripts and plays: what they give has no lint errors, unless the name says otherwise."""

from typing import Any

from hypothesis import strategies as st

from content.script import COMPETENCIES, LEVELS, QUALITIES, Answer, Play, load
from tests.content.script.alarm import drill_bodies
from tests.content.script.answers import WRONG, allowed, mending
from tests.content.script.second import OUTCOMES, POINTS, second_bodies, texts

SEEDS = st.uuids(version=4).map(str)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(max_size=8), parts, max_size=4),
    max_leaves=12,
)
MEMBERS = ("id", "kind", "to", "choices", "quality", "points", "outcome", "start", "nodes", "texts", "note", "source")

Body = dict[str, Any]


def bodies(most_nodes: int = 7) -> st.SearchStrategy[Body]:
    """Scripts of any format; those of the first two of 1 to `most_nodes` steps besides pools' members and endings."""
    return first_bodies(most_nodes) | second_bodies(most_nodes) | drill_bodies()


@st.composite
def first_bodies(draw: st.DrawFn, most_nodes: int = 7) -> Body:
    """Acyclic scripts of 1 to `most_nodes` steps and some endings; every node reachable, every competency scorable."""
    names = [f"n{place}" for place in range(draw(st.integers(1, most_nodes)))]
    endings = [{"id": f"e{place}", "kind": "ending", "outcome": draw(OUTCOMES)} for place in range(3)]
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
            "points": draw(POINTS),
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


@st.composite
def plays(draw: st.DrawFn, scripts: st.SearchStrategy[Body] | None = None) -> tuple[Body, str, list[Answer]]:
    """A script, a seed and answers that play it to its end, criticals, timers, skips and mending included."""
    body, seed = draw(scripts if scripts is not None else bodies()), draw(SEEDS)
    script = load(body)
    play, answers = Play(script, seed), []
    while play.expects is not None:
        node = script.nodes[play.expects]
        # Whoever keeps answering badly is led out: mending has no end of its own.
        tired = play.ending is not None and len(answers) > 2 * len(script.nodes)
        answers.append(Answer(node.id, mending(node, play) if tired else draw(allowed(node, play))))
        play.take(answers[-1])
    return body, seed, answers


@st.composite
def logs(draw: st.DrawFn, scripts: st.SearchStrategy[Body] | None = None) -> tuple[Body, str, list[Answer]]:
    """Like `plays`, cut off somewhere and often with one answer put in that the script may not allow."""
    body, seed, answers = draw(plays(scripts))
    answers = answers[: draw(st.integers(0, len(answers)))]
    if draw(st.booleans()):
        names = [*(node["id"] for node in body["nodes"]), "nowhere", "constructor"]
        place = draw(st.integers(0, len(answers)))
        due = answers[place].node if place < len(answers) else "nowhere"
        answers.insert(place, Answer(draw(st.sampled_from([due, due, *names])), draw(WRONG)))
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
        part[key] = draw(
            st.sampled_from(["n0", "n1", "e0", "a", "", "good", "critical", "ending", "choice", "pool", "text"])
        )


def _spots(part: Any) -> Any:
    keys = list(part) if isinstance(part, dict) else range(len(part))
    for key in keys:
        yield part, key
        if isinstance(part[key], (dict, list)):
            yield from _spots(part[key])
