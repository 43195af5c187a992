"""Rules about single nodes: what a question is made of, and how its answer is graded. All are errors."""

from collections import Counter
from collections.abc import Iterator

from content.script.grading import GRADED, Text, key_of
from content.script.model import LEVELS, RESULTS
from content.script.reading import PARTS, Finding, Part, Reading, error, ids

_FEWEST = {"choices": 2, "options": 2, "items": 2, "slots": 2, "accept": 1}


def broken_parts(reading: Reading) -> Iterator[Finding]:
    """What keeps a single node from being asked, answered or mended."""
    for node in reading.nodes:
        found = [*_duplicates(reading, node), *_reserved(reading, node), *_few(reading, node)]
        rule = _RULES.get(node["kind"])
        yield from found
        if rule:
            yield from rule(reading, node)
        if "skip" in node and "note" not in node:
            message = f"{reading.label(node)}可以跳過，但沒有內容提醒，請加上提醒，或拿掉跳過。"
            yield error("skip_without_note", message, node["id"])


def _duplicates(reading: Reading, node: Part) -> Iterator[Finding]:
    for name, times in Counter(name for member in PARTS for name in ids(node, member)).items():
        if times > 1:
            what = "選項" if node["kind"] in ("choice", "level", "choices") else "部分"
            message = f"{reading.label(node)}有 {times} 個{what}的代號都是「{name}」，請改成不同的代號。"
            yield error("duplicate_id", message, node["id"], name)


def _reserved(reading: Reading, node: Part) -> Iterator[Finding]:
    kept = {*RESULTS, "timeout"} if node["kind"] in GRADED else {"timeout"}
    if reading.body["format"] == 1:
        return
    for name in dict.fromkeys(name for member in PARTS for name in ids(node, member)):
        if name in kept:
            message = f"{reading.label(node)}不能用「{name}」當代號，它已經有別的意思，請換一個。"
            yield error("reserved_id", message, node["id"], name)


def _few(reading: Reading, node: Part) -> Iterator[Finding]:
    for member, what in PARTS.items():
        if member not in node or (member == "choices" and node["kind"] == "level"):
            continue
        given, least = len(node[member]), 3 if node["kind"] == "order" else _FEWEST[member]
        if given < least and not (member == "choices" and not given):
            have = f"只有 {given} 個{what}" if given else f"還沒有{what}"
            message = f"{reading.label(node)}{have}，請至少寫 {least} 個。"
            yield error("few_choices", message, node["id"])


def _choice(reading: Reading, node: Part) -> Iterator[Finding]:
    choices = node.get("choices", ())
    if not choices:
        yield error("no_way_out", f"{reading.label(node)}沒有選項，走不下去，請至少寫兩個選項。", node["id"])
    elif all(choice["quality"] == "critical" for choice in choices):
        message = f"{reading.label(node)}的選項都是「危險」的，補做時永遠過不了，請至少寫一個不危險的選項。"
        yield error("unmendable", message, node["id"])


def _level(reading: Reading, node: Part) -> Iterator[Finding]:
    choices = node.get("choices", ())
    if tuple(ids(node, "choices")) != LEVELS:
        message = f"{reading.label(node)}的等級不完整，請依序放紅、橙、黃、綠各一個。"
        yield error("level_ids", message, node["id"])
    right = sum(choice["quality"] == "good" for choice in choices)
    if right != 1:
        message = f"{reading.label(node)}有 {right} 個正確的等級，請剛好指定一個。"
        yield error("level_good", message, node["id"])


def _choices(reading: Reading, node: Part) -> Iterator[Finding]:
    marks = {option["mark"] for option in node["options"]}
    if node["options"] and "right" not in marks:
        yield error("no_right_answer", f"{reading.label(node)}沒有該選的選項，請至少標一個「該做」。", node["id"])
    yield from _harm(reading, node, "標成「會傷人」的選項", causes="harm" in marks)


def _order(reading: Reading, node: Part) -> Iterator[Finding]:
    yield from _harm(reading, node, "會傷人的排法", causes=False)


def _match(reading: Reading, node: Part) -> Iterator[Finding]:
    slots = ids(node, "slots")
    for item in node["items"]:
        label, harm = reading.label(node, item["id"]), item.get("harm", ())
        if item.get("slot") not in slots:
            yield error("unknown_slot", f"{label}還沒有選它該放的格子，請選一個。", node["id"], item["id"])
        if any(slot not in slots for slot in harm):
            yield error("unknown_slot", f"{label}「放了會傷人」的格子不在這一題裡，請重新選。", node["id"], item["id"])
        if item.get("slot") in harm:
            message = f"{label}該放的格子不能同時是「放了會傷人」的格子，請改其中一個。"
            yield error("unknown_slot", message, node["id"], item["id"])
    yield from _harm(reading, node, "放了會傷人的項目", causes=any("harm" in item for item in node["items"]))


def _number(reading: Reading, node: Part) -> Iterator[Finding]:
    low, high = node["low"], node["high"]
    near = node.get("near", (low, high))
    edges = [node["min"], near[0], low, high, near[1], node["max"]]
    if edges != sorted(edges):
        message = f"{reading.label(node)}的數字前後不合：能填的範圍要包住「接近」，「接近」要包住答對的範圍，請改正。"
        yield error("number_range", message, node["id"])
    yield from _harm(reading, node, "會傷人的數字", causes=False)


def _text(reading: Reading, node: Part) -> Iterator[Finding]:
    yield from _harm(reading, node, "不能出現的詞", causes="avoid" in node)
    if not node["accept"] or not all(group["words"] for group in node["accept"]):
        if node["accept"]:
            yield error("few_choices", f"{reading.label(node)}有一組關鍵詞是空的，請至少寫一個詞。", node["id"])
        return
    key = key_of(node)
    if not isinstance(key, Text):
        return
    needed = key.needed()
    if needed is None:
        message = f"{reading.label(node)}沒有辦法答對，關鍵詞裡都有不能出現的詞，請改其中一邊。"
        yield error("no_right_answer", message, node["id"])
    elif needed > key.most:
        message = f"{reading.label(node)}最多只能寫 {key.most} 個字，寫不下關鍵詞，請至少給 {needed} 個字。"
        yield error("no_right_answer", message, node["id"])


def _harm(reading: Reading, node: Part, what: str, *, causes: bool) -> Iterator[Finding]:
    has = "harm" in node["results"]
    if causes and not has:
        message = f"{reading.label(node)}有{what}，但沒有寫「會傷人」之後會怎樣，請補上。"
        yield error("harm_result", message, node["id"], "harm")
    elif has and not causes:
        message = f"{reading.label(node)}寫了「會傷人」之後會怎樣，但沒有{what}，請拿掉它，或標出會傷人的部分。"
        yield error("harm_result", message, node["id"], "harm")


_RULES = {
    "choice": _choice,
    "level": _level,
    "choices": _choices,
    "order": _order,
    "match": _match,
    "number": _number,
    "text": _text,
}
