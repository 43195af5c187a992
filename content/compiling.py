"""From a page to a body: what a trainer wrote becomes what is played. Reads pages, writes nothing but pictures."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from content.blocks.saying import Place
from content.rules import SOURCE
from content.script import COMPETENCIES

Node = dict[str, Any]
Texts = dict[str, str]
FIRST_KINDS = ("card", "choice", "level", "ending")
NEWER = {"timer", "skip", "branches", "guard", "effects"}
HAN = re.compile("[\u3400-\u9fff]")


def compile_script(
    page: Any, translations: Mapping[str, Any] | None = None, drafts: Collection[str] = ()
) -> dict[str, Any]:
    """The body of a lesson or scenario page; `translations` maps language tags to pages of the same structure, `drafts`
    are the tags of those that a machine wrote and no native reader has read.

    What is unfinished is left open (`to` is None, a text is missing), so that lint can say it: see `content.checking`.
    """
    nodes, counters = list(_nodes(page)), _counters(page)
    return {
        "format": _format(counters, nodes),
        "kind": page.kind,
        "source": SOURCE,
        "competencies": [name for name in COMPETENCIES if name in page.competencies],
        "minutes": page.minutes,
        "pass_mark": page.pass_mark,
        "start": nodes[0]["id"] if nodes else None,
        **({"counters": counters} if counters else {}),
        "nodes": nodes,
        "texts": _texts(page, translations or {}),
        **_drafts(drafts),
    }


def compile_course(
    page: Any, translations: Mapping[str, Any] | None = None, drafts: Collection[str] = ()
) -> dict[str, Any]:
    """The body of a course page: works by the translation keys of their pages; the rest as in `compile_script`."""
    pages = {SOURCE: page, **(translations or {})}
    return {
        "format": 1,
        "kind": "course",
        "source": SOURCE,
        "works": [{"work": str(block.value.translation_key)} for block in page.works if block.value],
        "pass": {"need": page.need or "all"},
        "validity_months": page.validity_months,
        "minutes": sum(block.value.specific.minutes for block in page.works if block.value),
        "texts": {tag: _given({"title": each.title, "summary": each.summary}) for tag, each in pages.items()},
        **_drafts(drafts),
    }


def _drafts(tags: Collection[str]) -> dict[str, list[str]]:
    return {"drafts": sorted(tags)} if tags else {}


def _texts(page: Any, translations: Mapping[str, Any]) -> dict[str, Texts]:
    """Texts by language; a translation of what the page no longer says is left behind."""
    source = texts_of(page)
    found = {SOURCE: source}
    for tag, each in translations.items():
        texts = texts_of(each)
        found[tag] = {key: texts[key] for key in source if key in texts and not _untranslated(texts[key], source[key])}
    return found


def _untranslated(text: str, source: str) -> bool:
    """Whether a translation merely repeats the Chinese: then it is missing, and phones fall back to the source."""
    return text == source and HAN.search(text) is not None


def texts_of(page: Any) -> Texts:
    """The texts of one script page by their keys, in reading order; empty ones are left out."""
    told = page.nodes.stream_block.tell(page.nodes, Place("nodes"))
    return _given({"title": page.title, "summary": page.summary, **{each.key: each.text for each in told}})


def paths_of(page: Any) -> dict[str, str]:
    """Where a translation tool finds each text of a page: path → text key."""
    told = page.nodes.stream_block.tell(page.nodes, Place("nodes"))
    return {"title": "title", "summary": "summary", **{each.path: each.key for each in told}}


def _given(texts: Mapping[str, str | None]) -> Texts:
    """Texts without blanks around them and with one kind of line break, whoever typed them."""
    stripped = {key: (text or "").replace("\r\n", "\n").strip() for key, text in texts.items()}
    return {key: text for key, text in stripped.items() if text}


def _nodes(page: Any) -> Iterator[Node]:
    """The nodes in their order, a pool's questions after it. In a lesson each step leads to the next block."""
    steps = page.nodes.stream_block.say(page.nodes)
    following = [step["id"] for step in steps[1:]] + [None]
    for block, step, next_id in zip(page.nodes, steps, following, strict=True):
        yield _led(step, next_id)
        if step["kind"] == "pool":
            questions = block.value["questions"]
            yield from (_led(question, step["id"]) for question in questions.stream_block.say(questions))


def _led(node: Node, to: str | None) -> Node:
    """The node with `to` on each way that does not say itself where it leads."""
    for way in _ways(node):
        way.setdefault("to", to)
    return node


def _ways(node: Node) -> Iterator[dict[str, Any]]:
    if node["kind"] in ("card", "pool"):
        yield node
    yield from node.get("choices", ())
    yield from node.get("results", {}).values()
    if "timer" in node:
        yield node["timer"]


def _format(counters: Sequence[Node], nodes: Sequence[Node]) -> int:
    """The lowest format that has all of these: what can be said in format 1 keeps the address it had."""
    newer = any(node["kind"] not in FIRST_KINDS or NEWER & node.keys() for node in nodes)
    ways = (way for node in nodes for way in _ways(node))
    return 2 if counters or newer or any(NEWER & way.keys() for way in ways) else 1


def _counters(page: Any) -> list[Node]:
    """What a scenario counts; a lesson counts nothing."""
    counters = getattr(page, "counters", None)
    return counters.stream_block.say(counters) if counters else []
