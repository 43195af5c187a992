"""From a body to the raw blocks of a page: the way back of `content.compiling`."""

from collections.abc import Iterator, Mapping
from typing import Any

from content.loading.files import key_of
from content.script import COMPETENCIES, LEVELS

Raw = dict[str, Any]


def blocks_of(slug: str, body: Mapping[str, Any]) -> list[Raw]:
    """The raw value of the page's `nodes`; block ids follow from slug and node, so that loading twice is the same."""
    texts = body["texts"][body["source"]]
    return [
        {
            "type": _type(body["kind"], node["kind"]),
            "id": block_id(slug, node["id"]),
            "value": _value(slug, body, node, texts),
        }
        for node in body["nodes"]
    ]


def block_id(slug: str, *parts: str) -> str:
    """The stable id of a block."""
    return str(key_of("block", slug, *parts))


def paths_of(slug: str, body: Mapping[str, Any]) -> dict[str, str]:
    """Where a translation tool finds each text: path in the page → text key."""
    paths = {"title": "title", "summary": "summary"}
    for node in body["nodes"]:
        step = f"nodes.{block_id(slug, node['id'])}"
        paths |= {f"{step}.{part}": f"{node['id']}.{part}" for part in ("title", "text", "alt")}
        paths |= dict(_choice_paths(slug, step, node))
    return paths


def _choice_paths(slug: str, step: str, node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for choice in node.get("choices", ()):
        level = node["kind"] == "level"
        place = choice["id"] if level else f"choices.{block_id(slug, node['id'], choice['id'])}"
        for part in ("text", "feedback"):
            yield f"{step}.{place}.{part}", f"{node['id']}.{choice['id']}.{part}"


def _type(form: str, kind: str) -> str:
    return "question" if (form, kind) == ("lesson", "choice") else kind


def _value(slug: str, body: Mapping[str, Any], node: Mapping[str, Any], texts: Mapping[str, str]) -> Raw:
    name, linked = node["id"], body["kind"] == "scenario"
    value: Raw = {"node_id": name, "note": node.get("note", ""), "picture": None}
    value |= {part: texts.get(f"{name}.{part}", "") for part in _parts(node)}
    if linked and "to" in node:
        value["to"] = node["to"]
    if "outcome" in node:
        value["outcome"] = node["outcome"]
    return value | _answers(slug, node, texts, linked)


def _parts(node: Mapping[str, Any]) -> tuple[str, ...]:
    return ("text", "alt") if "choices" in node else ("title", "text", "alt")


def _answers(slug: str, node: Mapping[str, Any], texts: Mapping[str, str], linked: bool) -> Raw:
    name = node["id"]
    choices = {choice["id"]: _choice(name, choice, texts) for choice in node.get("choices", ())}
    if node["kind"] == "level":
        return {level: choices[level] | ({"to": _to(node, level)} if linked else {}) for level in LEVELS}
    items = []
    for choice_id, choice in choices.items():
        value = {"choice_id": choice_id, "text": texts.get(f"{name}.{choice_id}.text", ""), **choice}
        if linked:
            value["to"] = _to(node, choice_id)
        items.append({"type": "item", "id": block_id(slug, name, choice_id), "value": value})
    return {"choices": items} if items else {}


def _to(node: Mapping[str, Any], choice_id: str) -> str:
    return next(str(choice["to"]) for choice in node["choices"] if choice["id"] == choice_id)


def _choice(node: str, choice: Mapping[str, Any], texts: Mapping[str, str]) -> Raw:
    points = {name: choice["points"].get(name) for name in COMPETENCIES}
    return {
        "quality": choice["quality"],
        "points": points,
        "feedback": texts.get(f"{node}.{choice['id']}.feedback", ""),
    }
