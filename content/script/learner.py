"""What a phone receives: texts in one language, links, keys and `again`; never points, qualities or the pass mark."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

HOTLINE = re.compile(r"\[\[([a-z0-9][a-z0-9_-]*)(\.name)?\]\]")
_NODE_MEMBERS = ("id", "kind", "note", "to", "outcome", "skip", "branches", "draw", "of", "most")
_KEY_MEMBERS = ("low", "high", "near", "min", "max", "step", "accept", "avoid")
_DRILL_MEMBERS = ("target_seconds", "standards", "report", "channel")
_WAY_MEMBERS = ("id", "to", "guard", "effects", "seconds")

Texts = Mapping[str, str]
Part = Mapping[str, Any]


def learner_view(body: Mapping[str, Any], sha: str, lang: str) -> dict[str, Any]:
    """The view of a valid `body` in `lang`; a text missing there is taken from the source language.

    `lang` in the view is the language asked for, or the source language where the script has no text in that one;
    `draft` stands there, true, where a machine wrote the texts and no native reader has read them.
    """
    source = body["texts"][body["source"]]
    chosen = body["texts"].get(lang)
    texts = {**source, **{key: text for key, text in (chosen or {}).items() if text.strip()}}
    return {
        "format": body["format"],
        "edition": sha,
        "kind": body["kind"],
        "lang": body["source"] if chosen is None else lang,
        **({"draft": True} if chosen is not None and lang in body.get("drafts", ()) else {}),
        **_texts(texts, "", "title", "summary"),
        "minutes": body["minutes"],
        "start": body["start"],
        **_members(body, "counters"),
        **({"drill": _members(body["drill"], *_DRILL_MEMBERS)} if "drill" in body else {}),
        "nodes": [_node(node, texts) for node in body["nodes"]],
    }


def _texts(texts: Texts, prefix: str, *names: str) -> dict[str, str]:
    return {name: texts[prefix + name] for name in names if texts.get(prefix + name, "").strip()}


def _members(part: Part, *names: str) -> dict[str, Any]:
    return {name: part[name] for name in names if name in part}


def _node(node: Part, texts: Texts) -> dict[str, Any]:
    prefix = f"{node['id']}."
    view = {**_members(node, *_NODE_MEMBERS, *_KEY_MEMBERS), **_texts(texts, prefix, "title", "text", "hint", "unit")}
    if "picture" in node:
        view["picture"] = {**node["picture"], **_texts(texts, prefix, "alt")}
    return view | dict(_parts(node, prefix, texts))


def _parts(node: Part, prefix: str, texts: Texts) -> Iterator[tuple[str, Any]]:
    """What has texts of its own: answers and what an answer leads to."""
    if "choices" in node:
        yield (
            "choices",
            [_way(choice, choice["quality"], f"{prefix}{choice['id']}.", texts) for choice in node["choices"]],
        )
    for name in ("options", "items", "slots"):
        if name in node:
            yield name, [{**part, **_texts(texts, f"{prefix}{part['id']}.", "text", "feedback")} for part in node[name]]
    if "results" in node:
        qualities = {"harm": "critical"}
        yield (
            "results",
            {
                name: _way(result, qualities.get(name), f"{prefix}{name}.", texts)
                for name, result in node["results"].items()
            },
        )
    if "timer" in node:
        yield "timer", _way(node["timer"], node["timer"].get("quality"), f"{prefix}timeout.", texts)


def _way(way: Part, quality: str | None, prefix: str, texts: Texts) -> dict[str, Any]:
    view = {**_members(way, *_WAY_MEMBERS), **_texts(texts, prefix, "text", "feedback")}
    return view | {"again": True} if quality == "critical" else view


def fill_hotlines(text: str, hotlines: Mapping[str, Mapping[str, str]]) -> str:
    """Put numbers for `[[key]]` and names for `[[key.name]]`; `hotlines` maps key to `number` and `name`.

    An unknown key is left standing: lint keeps it out of editions, and a visible key is better than a silent hole.
    """

    def fill(match: re.Match[str]) -> str:
        hotline = hotlines.get(match[1])
        if hotline is None:
            return match[0]
        return hotline["name" if match[2] else "number"]

    return HOTLINE.sub(fill, text)
