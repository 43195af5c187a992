"""Rules about the texts: what is missing, what is stray, which hotlines are named, and what gives the answer away."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.script.drill import DRILL_WORDS
from content.script.grading import GRADED
from content.script.learner import HOTLINE
from content.script.reading import Finding, Part, Reading, error, ids, warning

_BRACKETS = re.compile(r"\[\[(.*?)(\]\]|$)", re.MULTILINE)
_DIALLED = re.compile(r"\[\[[^\]\n]*(?:\]\])?|(?:tel|sms|callto|facetime):\S*", re.IGNORECASE)
_FEWEST_JUDGED = 3
_FIRST_PLACES = 3
LANG_WORDS = {"zh-Hant": "中文", "en": "英文", "vi": "越南文", "id": "印尼文", "th": "泰文"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place for a text: `part` names a choice, a result or another part of the node.

    `need` is `must` (error when missing), `should` (warning) or `may`; `where` stands for what is at no node.
    """

    what: str
    need: str
    node: Part | None = None
    part: str | None = None
    where: str = "劇本"

    @property
    def ids(self) -> tuple[str | None, str | None]:
        """Ids of the node and of its part that this place belongs to."""
        return self.node["id"] if self.node else None, self.part


def places(body: Part) -> dict[str, Place]:
    """Every text key that a body allows, in reading order."""
    found = {"title": Place("標題", "must"), "summary": Place("簡介", "must")}
    for node in body["nodes"]:
        if node["kind"] != "pool":
            found |= {f"{node['id']}.{name}": place for name, place in _node_places(node)}
    for member, what in DRILL_WORDS.items():
        for number, name in enumerate(ids(body.get("drill", {}), member), 1):
            found[f"drill.{name}.text"] = Place("文字", "must", part=name, where=f"演練的第 {number} 個{what}")
    return found


def _node_places(node: Part) -> Iterator[tuple[str, Place]]:
    yield "title", Place("標題", "may", node)
    yield "text", Place("文字", "must", node)
    yield "alt", Place("圖片說明", "should" if "picture" in node else "may", node)
    if node["kind"] in GRADED:
        yield "hint", Place("提示", "may", node)
    if node["kind"] == "number":
        yield "unit", Place("單位", "may", node)
    for name in ids(node, "choices"):
        if node["kind"] != "level":
            yield f"{name}.text", Place("文字", "must", node, name)
        yield f"{name}.feedback", Place("回饋", "should", node, name)
    for name in (*ids(node, "options"), *ids(node, "slots"), *ids(node, "items")):
        yield f"{name}.text", Place("文字", "must", node, name)
    for name in ids(node, "options"):
        yield f"{name}.feedback", Place("回饋", "may", node, name)
    for name in (*node.get("results", ()), *(["timeout"] if "timer" in node else [])):
        yield f"{name}.feedback", Place("回饋", "should", node, name)


def broken_texts(reading: Reading, hotlines: Collection[str]) -> Iterator[Finding]:
    """Errors: source texts missing, texts that belong nowhere, hotlines that do not exist."""
    known = places(reading.body)
    if reading.source:
        yield from _missing(reading, known, "must")
    else:
        yield error("text_missing", f"劇本沒有{_lang(reading.body['source'])}的內容，請先用這個語言寫好。")
    yield from stray_texts(reading, known)
    if reading.body["kind"] == "drill":
        yield from _numbers_to_dial(reading, known)
    else:
        yield from _hotlines(reading, known, hotlines)


def stray_texts(reading: Reading, known: Mapping[str, Place]) -> Iterator[Finding]:
    """Errors for texts whose key names no place in the script."""
    for lang, texts in reading.body["texts"].items():
        for key in texts:
            if key not in known:
                yield error("stray_text", f"{_lang(lang)}的文字「{key}」不屬於任何步驟，請改正代號或刪掉它。")


def weak_texts(reading: Reading, langs: Sequence[str]) -> Iterator[Finding]:
    """Warnings: feedback, alternative texts and translations missing; answers that give themselves away."""
    known = places(reading.body)
    source = reading.body["source"]
    others = [lang for lang in dict.fromkeys(langs) if lang != source]
    yield from _missing(reading, known, "should")
    for lang in others:
        yield from _untranslated(reading, known, lang)
    yield from _no_good_choice(reading)
    yield from _right_first(reading)
    for lang in [source, *others]:
        yield from _right_longest(reading, lang)


def _missing(reading: Reading, known: Mapping[str, Place], need: str) -> Iterator[Finding]:
    codes = {"文字": "text_missing", "標題": "text_missing", "簡介": "text_missing"}
    codes |= {"回饋": "feedback_missing", "圖片說明": "alt_missing"}
    make = error if need == "must" else warning
    for key, place in known.items():
        if place.need == need and not reading.text(key):
            message = f"{_where(reading, place)}還沒有{place.what}，請補上。"
            yield make(codes[place.what], message, *place.ids)


def _where(reading: Reading, place: Place) -> str:
    return reading.label(place.node, place.part) if place.node else place.where


def _lang(lang: str) -> str:
    return LANG_WORDS.get(lang, f"「{lang}」")


def _hotlines(reading: Reading, known: Mapping[str, Place], hotlines: Collection[str]) -> Iterator[Finding]:
    for lang, texts in reading.body["texts"].items():
        for key, place in known.items():
            for match in _BRACKETS.finditer(texts.get(key, "")):
                if not match[2] or match[1].removesuffix(".name") not in hotlines:
                    where = f"{_where(reading, place)}的{_lang(lang)}{place.what}"
                    message = f"{where}用了「{match[0]}」，但專線名單沒有這個代號，請改成名單上的代號。"
                    yield error("unknown_hotline", message, *place.ids)


def _numbers_to_dial(reading: Reading, known: Mapping[str, Place]) -> Iterator[Finding]:
    """A drill dials nothing: what names a hotline by its key, or an address to dial, could."""
    for lang, texts in reading.body["texts"].items():
        for key, place in known.items():
            found = _DIALLED.search(texts.get(key, ""))
            if found:
                where = f"{_where(reading, place)}的{_lang(lang)}{place.what}"
                message = f"{where}用了「{found[0]}」，演練裡不放能撥出去的電話，請直接寫「110」這樣的字。"
                yield error("hotline_in_drill", message, *place.ids)


def _untranslated(reading: Reading, known: Mapping[str, Place], lang: str) -> Iterator[Finding]:
    texts = reading.body["texts"].get(lang, {})
    wanted = [key for key in known if reading.text(key)]
    missing = [key for key in wanted if not texts.get(key, "").strip()]
    if missing:
        first = "、".join(missing[:_FIRST_PLACES]) + ("等" if len(missing) > _FIRST_PLACES else "")
        message = f"{_lang(lang)}翻譯還缺 {len(missing)} 段（共 {len(wanted)} 段）：{first}，請補上翻譯。"
        yield warning("translation_missing", message, *known[missing[0]].ids)


def _choice_nodes(reading: Reading) -> list[Part]:
    return [node for node in reading.nodes if node["kind"] == "choice" and node.get("choices")]


def _no_good_choice(reading: Reading) -> Iterator[Finding]:
    for node in _choice_nodes(reading):
        if all(choice["quality"] != "good" for choice in node["choices"]):
            message = f"{reading.label(node)}沒有一個選項是「好」的，請寫一個做得對的選項。"
            yield warning("no_good_choice", message, node["id"])


def _right_first(reading: Reading) -> Iterator[Finding]:
    nodes = _choice_nodes(reading)
    first = [node for node in nodes if node["choices"][0]["quality"] == "good"]
    if _gives_away(first, nodes):
        message = f"{len(nodes)} 題選擇題裡有 {len(first)} 題把好的選項寫在第一個（{_names(first)}），請換換順序。"
        yield warning("right_first", message)


def _right_longest(reading: Reading, lang: str) -> Iterator[Finding]:
    texts = reading.body["texts"].get(lang, {})
    nodes = _choice_nodes(reading)
    longest = [node for node in nodes if _good_is_longest(node, texts)]
    if _gives_away(longest, nodes):
        message = f"{_lang(lang)}的 {len(nodes)} 題選擇題裡有 {len(longest)} 題好的選項最長（{_names(longest)}）"
        yield warning("right_longest", f"{message}，請把好的寫短，或把其他的寫得一樣仔細。")


def _gives_away(suspects: Sequence[Part], nodes: Sequence[Part]) -> bool:
    return len(nodes) >= _FEWEST_JUDGED and 2 * len(suspects) > len(nodes)


def _names(nodes: Sequence[Part]) -> str:
    return "、".join(node["id"] for node in nodes)


def _seen_length(text: str) -> int:
    """How long a text looks on the phone, where a hotline's key is a number of three or four digits."""
    return len(HOTLINE.sub("0000", text).strip())


def _good_is_longest(node: Part, texts: Mapping[str, str]) -> bool:
    lengths = [
        (_seen_length(texts.get(f"{node['id']}.{choice['id']}.text", "")), choice["quality"] == "good")
        for choice in node["choices"]
    ]
    goods = [length for length, good in lengths if good]
    others = [length for length, good in lengths if not good]
    return bool(goods) and bool(others) and max(goods) > max(others) > 0
