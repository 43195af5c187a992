"""What a phone receives: texts in one language, links and `again`; never points, qualities or the pass mark."""

import re
from collections.abc import Mapping
from typing import Any

HOTLINE = re.compile(r"\[\[([a-z0-9][a-z0-9_-]*)(\.name)?\]\]")
_NODE_MEMBERS = ("id", "kind", "note", "to", "outcome")


def learner_view(body: Mapping[str, Any], sha: str, lang: str) -> dict[str, Any]:
    """The view of a valid `body` in `lang`; a text missing there is taken from the source language.

    `lang` in the view is the language asked for, or the source language where the script has no text in that one.
    """
    source = body["texts"][body["source"]]
    chosen = body["texts"].get(lang)
    texts = {**source, **{key: text for key, text in (chosen or {}).items() if text.strip()}}
    return {
        "format": body["format"],
        "edition": sha,
        "kind": body["kind"],
        "lang": body["source"] if chosen is None else lang,
        **_texts(texts, "", "title", "summary"),
        "minutes": body["minutes"],
        "start": body["start"],
        "nodes": [_node(node, texts) for node in body["nodes"]],
    }


def _texts(texts: Mapping[str, str], prefix: str, *names: str) -> dict[str, str]:
    return {name: texts[prefix + name] for name in names if texts.get(prefix + name, "").strip()}


def _node(node: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    prefix = f"{node['id']}."
    view = {name: node[name] for name in _NODE_MEMBERS if name in node}
    view |= _texts(texts, prefix, "title", "text")
    if "picture" in node:
        view["picture"] = {**node["picture"], **_texts(texts, prefix, "alt")}
    if "choices" in node:
        view["choices"] = [_choice(choice, prefix, texts) for choice in node["choices"]]
    return view


def _choice(choice: Mapping[str, Any], prefix: str, texts: Mapping[str, str]) -> dict[str, Any]:
    view = {"id": choice["id"], "to": choice["to"], **_texts(texts, f"{prefix}{choice['id']}.", "text", "feedback")}
    if choice["quality"] == "critical":
        view["again"] = True
    return view


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
