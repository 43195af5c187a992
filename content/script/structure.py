"""Rules about the graph. The first group makes a script unplayable, the second makes it pointless; all are errors."""

from collections import Counter
from collections.abc import Iterator

from content.script.graph import explore
from content.script.model import LEVELS
from content.script.reading import Finding, Part, Reading, error, links

COMPETENCY_WORDS = {"empathy": "同理", "privacy": "隱私", "risk": "風險判斷", "report": "通報"}


def unplayable(reading: Reading) -> Iterator[Finding]:
    """What leaves open how the script is to be played."""
    for rule in (_duplicates, _start, _targets, _few_choices, _unmendable, _levels, _competencies, _loops):
        yield from rule(reading)


def pointless(reading: Reading) -> Iterator[Finding]:
    """What nobody can reach, win or score."""
    for rule in (_unreachable, _endings, _unscorable):
        yield from rule(reading)


def _duplicates(reading: Reading) -> Iterator[Finding]:
    for name, times in Counter(node["id"] for node in reading.nodes).items():
        if times > 1:
            yield error("duplicate_id", f"代號「{name}」用了 {times} 次，請讓每個步驟的代號都不同。", name)
    for node in reading.nodes:
        for name, times in Counter(choice["id"] for choice in node.get("choices", ())).items():
            if times > 1:
                message = f"{reading.label(node)}有 {times} 個選項的代號都是「{name}」，請改成不同的代號。"
                yield error("duplicate_id", message, node["id"], name)


def _start(reading: Reading) -> Iterator[Finding]:
    start = reading.body.get("start")
    if not start:
        yield error("missing_start", "劇本還沒有開頭，請選一個步驟當開頭。")
    elif start not in reading.by_id:
        yield error("missing_start", f"劇本的開頭是「{start}」，但沒有這個步驟，請重新選開頭。")


def _targets(reading: Reading) -> Iterator[Finding]:
    for node in reading.nodes:
        if node["kind"] == "choice" and not node.get("choices"):
            yield error("no_way_out", f"{reading.label(node)}沒有選項，走不下去，請至少寫兩個選項。", node["id"])
        for choice, target in links(node):
            if target not in reading.by_id:
                yield _open_link(reading, node, choice, target)


def _open_link(reading: Reading, node: Part, choice: Part | None, target: str | None) -> Finding:
    label, name = reading.label(node, choice), choice["id"] if choice else None
    if target is None:
        return error("no_way_out", f"{label}沒有下一步，請選它要接到哪裡。", node["id"], name)
    return error("missing_target", f"{label}要接到「{target}」，但沒有這個步驟，請重新選下一步。", node["id"], name)


def _few_choices(reading: Reading) -> Iterator[Finding]:
    for node in reading.nodes:
        if node["kind"] == "choice" and len(node.get("choices", ())) == 1:
            yield error("few_choices", f"{reading.label(node)}只有一個選項，請至少再寫一個。", node["id"])


def _unmendable(reading: Reading) -> Iterator[Finding]:
    for node in reading.nodes:
        choices = node.get("choices", ())
        if node["kind"] == "choice" and choices and all(choice["quality"] == "critical" for choice in choices):
            message = f"{reading.label(node)}的選項都是「危險」的，補做時永遠過不了，請至少寫一個不危險的選項。"
            yield error("unmendable", message, node["id"])


def _levels(reading: Reading) -> Iterator[Finding]:
    for node in reading.nodes:
        if node["kind"] != "level":
            continue
        choices = node.get("choices", ())
        if tuple(choice["id"] for choice in choices) != LEVELS:
            message = f"{reading.label(node)}的等級不完整，請依序放紅、橙、黃、綠各一個。"
            yield error("level_ids", message, node["id"])
        right = sum(choice["quality"] == "good" for choice in choices)
        if right != 1:
            message = f"{reading.label(node)}有 {right} 個正確的等級，請剛好指定一個。"
            yield error("level_good", message, node["id"])


def _competencies(reading: Reading) -> Iterator[Finding]:
    listed = reading.body["competencies"]
    for node in reading.nodes:
        for choice in node.get("choices", ()):
            for name in choice["points"]:
                if name not in listed:
                    label, word = reading.label(node, choice), COMPETENCY_WORDS[name]
                    message = f"{label}給了「{word}」的分數，但劇本沒有列這項能力，請加上能力或刪掉分數。"
                    yield error("unknown_competency", message, node["id"], choice["id"])


def _loops(reading: Reading) -> Iterator[Finding]:
    _, loops = explore(reading.edges, reading.by_id)
    for loop in loops:
        way = " → ".join([*loop, loop[0]])
        last = reading.label(reading.by_id[loop[-1]])
        yield error("loop", f"{last}會繞回前面（{way}），永遠走不完，請把它改接到別的步驟。", loop[-1])


def _unreachable(reading: Reading) -> Iterator[Finding]:
    lost = [name for name in reading.by_id if name not in reading.reached]
    led_to = {target for name in lost for target in reading.edges.get(name, ()) if target != name}
    # Where the way breaks is one fault, however many steps lie behind it.
    breaks = [name for name in lost if name not in led_to] or lost[:1]
    for name in breaks:
        behind = len(lost) - len(breaks)
        more = f"（後面還有 {behind} 步因此也走不到）" if behind and name == breaks[0] else ""
        message = f"沒有任何一步會走到{reading.label(reading.by_id[name])}{more}，請把前面的步驟接過來，或刪掉它。"
        yield error("unreachable", message, name)


def _endings(reading: Reading) -> Iterator[Finding]:
    endings = [node for node in reading.nodes if node["kind"] == "ending"]
    if not endings:
        yield error("no_ending", "劇本沒有結局，請至少加一個結局。")
    elif not any(node["outcome"] == "correct" and node["id"] in reading.reached for node in endings):
        yield error("no_correct_ending", "沒有一條路走得到「正確」的結局，請加一個，或把做得對的路接過去。")


def _unscorable(reading: Reading) -> Iterator[Finding]:
    scorable = {
        name
        for node in reading.nodes
        if node["id"] in reading.reached
        for choice in node.get("choices", ())
        for name, value in choice["points"].items()
        if value > 0
    }
    for name in reading.body["competencies"]:
        if name not in scorable:
            word = COMPETENCY_WORDS[name]
            message = f"沒有人拿得到「{word}」的分數，請在走得到的選項給它正分，或從劇本的能力裡拿掉它。"
            yield error("unscorable", message)
