"""A body read for linting: indexed and walked once, with words for each place in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from content.script.graph import reachable
from content.script.model import LEVELS

_KINDS = {"card": "卡片", "choice": "選擇題", "level": "分級題", "ending": "結局"}
_LEVEL_WORDS = dict(zip(LEVELS, ("紅", "橙", "黃", "綠"), strict=True))
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

    @cached_property
    def edges(self) -> dict[str, list[str]]:
        """The links that lead somewhere, by node id."""
        return {
            name: [target for _, target in links(node) if target in self.by_id] for name, node in self.by_id.items()
        }

    @cached_property
    def reached(self) -> set[str]:
        """Ids of the nodes that a play can come to; all of them while the start is missing."""
        start = self.body.get("start")
        return reachable(self.edges, start) if start in self.by_id else set(self.by_id)

    def text(self, key: str) -> str:
        """The source text without blanks around it, or an empty string."""
        return self.source.get(key, "").strip()

    def label(self, node: Part, choice: Part | None = None) -> str:
        """Words for a place: the node by id and the beginning of its text, and the choice likewise."""
        name = node["id"]
        words = f"{_KINDS[node['kind']]} {name}{_quote(self.text(f'{name}.text'))}"
        if choice is None:
            return words
        if node["kind"] == "level":
            return f"{words}的「{_LEVEL_WORDS.get(choice['id'], choice['id'])}」"
        key = f"{name}.{choice['id']}.text"
        return f"{words}的選項 {choice['id']}{_quote(self.text(key))}"


def links(node: Part) -> Iterator[tuple[Part | None, str | None]]:
    """Each way out of a node: (the choice, or None on a card; the target, or None where it is left open)."""
    if node["kind"] == "card":
        yield None, node.get("to") or None
    for choice in node.get("choices", ()):
        yield choice, choice.get("to") or None


def _quote(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        return " "
    return f"（{line[:_QUOTED]}…）" if len(line) > _QUOTED else f"（{line}）"
