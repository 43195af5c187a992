"""Rules about drills: what they are measured by is there, can be done, and asks for judgement. All are errors."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from content.script.best import guide
from content.script.drill import DRILL_WORDS
from content.script.nodes import counter_of, node_of
from content.script.reading import Finding, Part, Reading, error, ids

_ASKED = ("choice", "level", "choices", "order", "match", "number", "text")
_MEASURED = {"channel": ("要找誰", ("choice", "choices")), "report": ("五行通報", ("match", "text"))}
_NEEDED = {"level": "分級題", "order": "排序題"}


def broken_drill(reading: Reading) -> Iterator[Finding]:
    """What names a step that is not there, or is named twice."""
    drill = reading.body.get("drill")
    if drill is None:
        return
    if "drill" in reading.by_id:
        message = f"{reading.label(reading.by_id['drill'])}不能用「drill」當代號，它已經有別的意思，請換一個。"
        yield error("reserved_id", message, "drill")
    for member, what in DRILL_WORDS.items():
        for name, times in Counter(ids(drill, member)).items():
            if times > 1:
                yield error("duplicate_id", f"演練有 {times} 個{what}的代號都是「{name}」，請改成不同的代號。")
    for name in set(ids(drill, "cues")) & set(ids(drill, "expected")):
        yield error("duplicate_id", f"演練的線索和檢核項目都用了「{name}」當代號，請改成不同的代號。")
    yield from _measured(reading, drill)
    yield from _standards(reading, drill)


def _measured(reading: Reading, drill: Part) -> Iterator[Finding]:
    for member, (what, kinds) in _MEASURED.items():
        node = reading.by_id.get(drill.get(member) or "")
        if node is None:
            message = f"演練還沒有說哪一題是「{what}」，請在那一題的「演練」裡選「{what}」。"
            yield error("drill_lacks", message)
        elif node["kind"] not in kinds:
            word = "選擇題或複選題" if member == "channel" else "配對題或填寫題"
            yield error("drill_lacks", f"{reading.label(node)}當不了「{what}」，請改用{word}。", node["id"])


def _standards(reading: Reading, drill: Part) -> Iterator[Finding]:
    for name, times in Counter(standard["node"] for standard in drill["standards"]).items():
        node = reading.by_id.get(name or "")
        if node is None or node["kind"] not in _ASKED:
            what = reading.label(node) if node else f"「{name}」" if name else "還沒選步驟的那一條"
            message = f"演練的標準要放在題目上，{what}不是題目，請把「幾秒內」放到題目，或拿掉它。"
            yield error("drill_standard", message, node["id"] if node else None)
        elif times > 1:
            message = f"{reading.label(node)}有 {times} 條標準，請只留一條。"
            yield error("drill_standard", message, name)


def pointless_drill(reading: Reading) -> Iterator[Finding]:
    """What makes it no drill: nothing to judge, nothing to harm, seconds that do not fit."""
    drill = reading.body.get("drill")
    if drill is None:
        return
    yield from _lacks(reading, drill)
    yield from _too_late(reading, drill)
    survey = reading.survey
    if survey and not (survey.crowded or survey.loops):
        yield from _along_the_best_path(reading, drill)


def _lacks(reading: Reading, drill: Part) -> Iterator[Finding]:
    start = reading.by_id.get(reading.body.get("start") or "")
    if start and start["kind"] != "card":
        message = f"演練要從一張警示卡開始，{reading.label(start)}不是卡片，請在最前面放一張卡片。"
        yield error("drill_lacks", message, start["id"])
    kinds = {node["kind"] for node in reading.nodes}
    for kind, what in _NEEDED.items():
        if kind not in kinds:
            yield error("drill_lacks", f"演練還沒有{what}，請加一題，讓店員自己判斷。")
    marks = [option["mark"] for node in reading.nodes for option in node.get("options", ())]
    if not {"right", "harm"} <= set(marks):
        message = "演練要有一題複選題，把該做的和「會傷人」的選項混在一起，請加一題，或標出會傷人的選項。"
        yield error("drill_lacks", message)
    for member, what in {"standards": "標準（哪一題、幾秒內）", **DRILL_WORDS}.items():
        if not drill[member]:
            yield error("drill_lacks", f"演練還沒有{what}，請至少寫一個。")


def _too_late(reading: Reading, drill: Part) -> Iterator[Finding]:
    most = drill["target_seconds"]
    for standard in drill["standards"]:
        if standard["by"] > most and standard["node"] in reading.by_id:
            label = reading.label(reading.by_id[standard["node"]])
            message = f"{label}要在 {standard['by']} 秒內做到，比整場演練的 {most} 秒還久，請改其中一個。"
            yield error("drill_time", message, standard["node"])


def _along_the_best_path(reading: Reading, drill: Part) -> Iterator[Finding]:
    """Whoever does everything right comes past each of them, in the order of their seconds."""
    walked = {name: place for place, name in enumerate(_best_path(reading)) if name not in reading.pool_of}
    for name in dict.fromkeys([drill["channel"], drill["report"], *(each["node"] for each in drill["standards"])]):
        if name not in walked:
            label = reading.label(reading.by_id[name])
            message = f"全部答對的人不會走到{label}，演練要算它，請把它接到最好的那條路上。"
            yield error("drill_standard", message, name)
    for kind, what in _NEEDED.items():
        asked = {node["id"] for node in reading.nodes if node["kind"] == kind}
        if asked and not asked & walked.keys():
            yield error("drill_lacks", f"全部答對的人不會走到任何{what}，請把它接到最好的那條路上。", min(asked))
    timed = sorted((each for each in drill["standards"] if each["node"] in walked), key=lambda s: walked[s["node"]])
    for before, after in pairwise(timed):
        if after["by"] < before["by"]:
            message = (
                f"{reading.label(reading.by_id[after['node']])}要在 {after['by']} 秒內做到，"
                f"可是前面的 {before['node']} 是 {before['by']} 秒，請讓秒數愈後面愈大。"
            )
            yield error("drill_time", message, after["node"])


def _best_path(reading: Reading) -> list[str]:
    body = reading.body
    nodes = {node["id"]: node_of(node) for node in reading.nodes}
    counters = {counter["id"]: counter_of(counter) for counter in body.get("counters", ())}
    found = guide(nodes, counters, body["start"])
    return list(dict.fromkeys(walked.node.id for walked in found.along(found.states.start, "")))
