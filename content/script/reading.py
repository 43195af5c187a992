"""A body read for linting: indexed and walked once, with words for each place in it. Its links may be left open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from content.script.graph import reachable
from content.script.model import LEVELS
from content.script.survey import Survey

_KINDS = {
    "card": "卡片",
    "choice": "選擇題",
    "level": "分級題",
    "choices": "複選題",
    "order": "排序題",
    "match": "配對題",
    "number": "數字題",
    "text": "填寫題",
    "pool": "題庫",
    "ending": "結局",
}
_LEVEL_WORDS = dict(zip(LEVELS, ("紅", "橙", "黃", "綠"), strict=True))
_WAY_WORDS = {
    "right": "答對",
    "partly": "部分答對",
    "wrong": "答錯",
    "harm": "會傷人",
    "timeout": "時間到",
    "skip": "跳過",
    "branch": "岔路",
}
PARTS = {"choices": "選項", "options": "選項", "items": "項目", "slots": "格子", "accept": "關鍵詞"}
_QUOTED = 12

Part = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """What lint found: `severity` is `error` or `warning`, `message` says in zh-Hant what, where and what to do."""

    code: str
    severity: str
    node: str | None
    choice: str | None
    message: str


def error(code: str, message: str, node: str | None = None, choice: str | None = None) -> Finding:
    """A finding that keeps a script from being published."""
    return Finding(code, "error", node, choice, message)


def warning(code: str, message: str, node: str | None = None, choice: str | None = None) -> Finding:
    """A finding that a trainer should look at, but may decide to leave."""
    return Finding(code, "warning", node, choice, message)


class Reading:
    """A body whose shape is good enough to be read (see `shape.problems` with `draft`)."""

    def __init__(self, body: Part) -> None:
        self.body = body
        self.nodes: list[Part] = body["nodes"]
        self.by_id: dict[str, Part] = {}
        for node in self.nodes:
            self.by_id.setdefault(node["id"], node)
        self.source: Mapping[str, str] = body["texts"].get(body["source"], {})
        # Only a script whose links and parts are in order can be surveyed: see `structure.unplayable`.
        self.survey: Survey | None = None

    @cached_property
    def edges(self) -> dict[str, list[str]]:
        """The links that lead somewhere, by node id; a pool leads to its members too."""
        return {
            name: [
                target for target in (*node.get("of", ()), *(link.to for link in links(node))) if target in self.by_id
            ]
            for name, node in self.by_id.items()
        }

    @cached_property
    def pool_of(self) -> dict[str, str]:
        """The pool that each member of one belongs to; the first where there are several."""
        found: dict[str, str] = {}
        for node in self.nodes:
            for member in filter(None, node.get("of", ())):
                found.setdefault(member, node["id"])
        return found

    @cached_property
    def reached(self) -> set[str]:
        """Ids of the nodes that a play can come to; all of them while the start is missing."""
        if self.survey and not self.survey.crowded and self.body.get("counters"):
            return self.survey.reached
        start = self.body.get("start")
        return reachable(self.edges, start) if start in self.by_id else set(self.by_id)

    def text(self, key: str) -> str:
        """The source text without blanks around it, or an empty string."""
        return self.source.get(key, "").strip()

    def label(self, node: Part, part: str | None = None) -> str:
        """Words for a place: the node by id and the beginning of its text, and a way or another part of it likewise."""
        name = node["id"]
        words = f"{_KINDS[node['kind']]} {name}{_quote(self.text(f'{name}.text'))}"
        if part is None:
            return words
        if node["kind"] == "level" and part not in _WAY_WORDS:
            return f"{words}的「{_LEVEL_WORDS.get(part, part)}」"
        kind = next((word for member, word in PARTS.items() if part in ids(node, member)), None)
        if kind is None:
            return f"{words}的「{_WAY_WORDS[part]}」"
        return f"{words}的{kind} {part}{_quote(self.text(f'{name}.{part}.text'))}"


class Link(NamedTuple):
    """One way out of a node: `name` is a choice, result, `timeout`, `skip` or `branch`, None where the node just leads
    on; `to` is None where it is left open; `way` is the part of the body that says what it gives."""

    name: str | None
    to: str | None
    way: Part


def links(node: Part) -> Iterator[Link]:
    """Each way out of a node, as authored. What a pool draws from is no link."""
    for branch in node.get("branches", ()):
        yield Link("branch", branch.get("to") or None, branch)
    if node["kind"] in ("card", "pool"):
        yield Link(None, node.get("to") or None, {})
    for name, way in ways(node):
        yield Link(name, way.get("to") or None, way)
    if "skip" in node:
        yield Link("skip", node["skip"] or None, {})


def ways(node: Part) -> Iterator[tuple[str, Part]]:
    """What can give points: choices, results and the end of a timer, by their names."""
    for choice in node.get("choices", ()):
        yield choice["id"], choice
    yield from node.get("results", {}).items()
    if "timer" in node:
        yield "timeout", node["timer"]


def ids(node: Part, member: str) -> list[str]:
    """Ids of the choices, options, items, slots or groups of a node."""
    return [part["id"] for part in node.get(member, ())]


def _quote(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        return " "
    return f"（{line[:_QUOTED]}…）" if len(line) > _QUOTED else f"（{line}）"
