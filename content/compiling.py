"""From a page to a body: what a trainer wrote becomes what is played. Reads pages, writes nothing but pictures."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from content.blocks.drills import ROLES
from content.blocks.saying import Place, Told
from content.rules import SOURCE
from content.script import COMPETENCIES
from content.script.drill import DRILL_WORDS

Node = dict[str, Any]
Texts = dict[str, str]
FIRST_KINDS = ("card", "choice", "level", "ending")
NEWER = {"timer", "skip", "branches", "guard", "effects"}
HAN = re.compile("[\u3400-\u9fff]")


def compile_script(
    page: Any, translations: Mapping[str, Any] | None = None, drafts: Collection[str] = ()
) -> dict[str, Any]:
    """The body of a script's page; `translations` maps language tags to pages of the same structure, `drafts`
    are the tags of those that a machine wrote and no native reader has read.

    What is unfinished is left open (`to` is None, a text is missing), so that lint can say it: see `content.checking`.
    """
    nodes, counters = list(_nodes(page)), _counters(page)
    return {
        "format": 3 if page.kind == "drill" else _format(counters, nodes),
        "kind": page.kind,
        "source": SOURCE,
        "competencies": [name for name in COMPETENCIES if name in page.competencies],
        "minutes": page.minutes,
        "pass_mark": page.pass_mark,
        "start": nodes[0]["id"] if nodes else None,
        **({"counters": counters} if counters else {}),
        **({"drill": _drill(page, nodes)} if page.kind == "drill" else {}),
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
        # Said only where it is not so: courses from before keep their address.
        **({} if page.certifies else {"certifies": False}),
        "minutes": sum(block.value.specific.minutes for block in page.works if block.value),
        "texts": {tag: _given({"title": each.title, "summary": each.summary}) for tag, each in pages.items()},
        **_drafts(drafts),
    }


def _drill(page: Any, nodes: Sequence[Node]) -> dict[str, Any]:
    """What a drill has beside its nodes; what its questions say of it is taken out of them."""
    said = {node["id"]: node.pop("standard") for node in nodes if "standard" in node}
    due = {name: each for name, each in said.items() if "by" in each}
    return {
        "target_seconds": page.target_seconds,
        "cues": page.cues.stream_block.say(page.cues),
        "standards": [{"node": name, "by": each["by"], "critical": each["critical"]} for name, each in due.items()],
        **{role: next((name for name, each in said.items() if each.get("role") == role), None) for role, _ in ROLES},
        "expected": page.expected.stream_block.say(page.expected),
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
    return _given({"title": page.title, "summary": page.summary, **{each.key: each.text for each in _told(page)}})


def paths_of(page: Any) -> dict[str, str]:
    """Where a translation tool finds each text of a page: path → text key."""
    return {"title": "title", "summary": "summary", **{each.path: each.key for each in _told(page)}}


def _told(page: Any) -> Iterator[Told]:
    yield from page.nodes.stream_block.tell(page.nodes, Place("nodes"))
    for name in DRILL_WORDS if page.kind == "drill" else ():
        stream = getattr(page, name)
        yield from stream.stream_block.tell(stream, Place(name, ("drill",)))


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
    """What a story counts; a lesson counts nothing."""
    counters = getattr(page, "counters", None)
    return counters.stream_block.say(counters) if counters else []
