"""From a page to a body: what a trainer wrote becomes what is played. Reads pages, writes nothing but pictures."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from content.pictures import keep_picture
from content.rules import SOURCE
from content.script import COMPETENCIES, LEVELS

KINDS = {"question": "choice"}
Texts = dict[str, str]
HAN = re.compile("[\u3400-\u9fff]")


def compile_script(page: Any, translations: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The body of a lesson or scenario page; `translations` maps language tags to pages of the same structure.

    What is unfinished is left open (`to` is None, a text is missing), so that lint can say it: see `content.checking`.
    """
    nodes = list(_nodes(page))
    return {
        "format": 1,
        "kind": page.kind,
        "source": SOURCE,
        "competencies": [name for name in COMPETENCIES if name in page.competencies],
        "minutes": page.minutes,
        "pass_mark": page.pass_mark,
        "start": nodes[0]["id"] if nodes else None,
        "nodes": nodes,
        "texts": _texts(page, translations or {}),
    }


def compile_course(page: Any, translations: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The body of a course page: works by the translation keys of their pages."""
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
    }


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
    texts = {"title": page.title, "summary": page.summary}
    for block in page.nodes:
        texts |= _step_texts(block.block_type, block.value)
    return _given(texts)


def _given(texts: Mapping[str, str | None]) -> Texts:
    """Texts without blanks around them and with one kind of line break, whoever typed them."""
    stripped = {key: (text or "").replace("\r\n", "\n").strip() for key, text in texts.items()}
    return {key: text for key, text in stripped.items() if text}


def _step_texts(kind: str, step: Mapping[str, Any]) -> Texts:
    name = step["node_id"]
    texts = {f"{name}.{part}": step.get(part) for part in ("title", "text")}
    if step["picture"]:
        texts[f"{name}.alt"] = step["alt"]
    for choice_id, choice in _answers(kind, step):
        texts |= {f"{name}.{choice_id}.{part}": choice[part] for part in ("text", "feedback") if part in choice}
    return texts


def _answers(kind: str, step: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    if kind == "level":
        return [(level, step[level]) for level in LEVELS]
    return [(choice["choice_id"], choice) for choice in step.get("choices", ())]


def _nodes(page: Any) -> Iterator[dict[str, Any]]:
    """The nodes in their order. In a lesson the order is the story: each step leads to the next block."""
    blocks = list(page.nodes)
    following = [block.value["node_id"] for block in blocks[1:]] + [None]
    for block, next_id in zip(blocks, following, strict=True):
        yield _node(block.block_type, block.value, next_id if page.kind == "lesson" else None)


def _node(kind: str, step: Mapping[str, Any], next_id: str | None) -> dict[str, Any]:
    node: dict[str, Any] = {"id": step["node_id"], "kind": KINDS.get(kind, kind)}
    if step["note"]:
        node["note"] = step["note"]
    if step["picture"]:
        node["picture"] = keep_picture(step["picture"])
    if kind == "card":
        node["to"] = _target(step, next_id)
    elif kind == "ending":
        node["outcome"] = step["outcome"]
    else:
        node["choices"] = [_choice(name, choice, next_id) for name, choice in _answers(kind, step)]
    return node


def _choice(choice_id: str, choice: Mapping[str, Any], next_id: str | None) -> dict[str, Any]:
    points = {name: value for name, value in choice["points"].items() if value}
    return {"id": choice_id, "to": _target(choice, next_id), "quality": choice["quality"], "points": points}


def _target(way: Mapping[str, Any], next_id: str | None) -> str | None:
    return way["to"] or None if "to" in way else next_id
