"""Rules about the graph. The first group makes a script unplayable, the second makes it pointless; all are errors."""

from collections import Counter
from collections.abc import Iterator

from content.script.bounds import bounded, unbounded_counters
from content.script.graph import explore
from content.script.model import TIMEOUT
from content.script.parts import broken_parts
from content.script.pools import broken_pools, uneven_pools
from content.script.reading import Finding, Link, Part, Reading, error, links, warning, ways
from content.script.standards import broken_drill
from content.script.survey import survey

COMPETENCY_WORDS = {"empathy": "同理", "privacy": "隱私", "risk": "風險判斷", "report": "通報"}


def unplayable(reading: Reading) -> Iterator[Finding]:
    """What leaves open how the script is to be played. A script without any of it is surveyed."""
    sound = True
    for rule in _RULES:
        for finding in rule(reading):
            sound = False
            yield finding
    if sound:
        reading.survey = survey(reading.body)
        yield from bounded(reading, reading.survey)
        yield from uneven_pools(reading, reading.survey)


def pointless(reading: Reading) -> Iterator[Finding]:
    """What nobody can reach, win or score."""
    for rule in (_unreachable, _endings, _unscorable):
        yield from rule(reading)


def idle(reading: Reading) -> Iterator[Finding]:
    """Warnings: what was written for nobody, since no play comes there."""
    if not reading.survey or reading.survey.crowded:
        return
    for node in reading.nodes:
        for name, _ in ways(node):
            taken = (node["id"], TIMEOUT if name == "timeout" and "timer" in node else name)
            if node["id"] in reading.reached and taken not in reading.survey.taken:
                message = f"{reading.label(node, name)}沒有人走得到，請改條件或題目，或拿掉它。"
                yield warning("dead_choice", message, node["id"], name)


def _duplicates(reading: Reading) -> Iterator[Finding]:
    for name, times in Counter(node["id"] for node in reading.nodes).items():
        if times > 1:
            yield error("duplicate_id", f"代號「{name}」用了 {times} 次，請讓每個步驟的代號都不同。", name)


def _start(reading: Reading) -> Iterator[Finding]:
    start = reading.body.get("start")
    if not start:
        yield error("missing_start", "劇本還沒有開頭，請選一個步驟當開頭。")
    elif start not in reading.by_id:
        yield error("missing_start", f"劇本的開頭是「{start}」，但沒有這個步驟，請重新選開頭。")


def _targets(reading: Reading) -> Iterator[Finding]:
    for node in reading.nodes:
        for link in links(node):
            if link.to not in reading.by_id:
                yield _open_link(reading, node, link)


def _open_link(reading: Reading, node: Part, link: Link) -> Finding:
    label = reading.label(node, link.name)
    if link.to is None:
        return error("no_way_out", f"{label}沒有下一步，請選它要接到哪裡。", node["id"], link.name)
    return error(
        "missing_target", f"{label}要接到「{link.to}」，但沒有這個步驟，請重新選下一步。", node["id"], link.name
    )


def _competencies(reading: Reading) -> Iterator[Finding]:
    listed = reading.body["competencies"]
    for node in reading.nodes:
        for way_name, way in ways(node):
            for name in way["points"]:
                if name not in listed:
                    label, word = reading.label(node, way_name), COMPETENCY_WORDS[name]
                    message = f"{label}給了「{word}」的分數，但劇本沒有列這項能力，請加上能力或刪掉分數。"
                    yield error("unknown_competency", message, node["id"], way_name)


def _loops(reading: Reading) -> Iterator[Finding]:
    """Without counters a way back is a loop for ever; with them the survey tells."""
    if reading.body.get("counters"):
        return
    pools = reading.pool_of
    edges = {name: [to for to in found if pools.get(name) != to] for name, found in reading.edges.items()}
    for loop in explore(edges, reading.by_id)[1]:
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
        for _, way in ways(node)
        for name, value in way["points"].items()
        if value > 0
    }
    for name in reading.body["competencies"]:
        if name not in scorable:
            word = COMPETENCY_WORDS[name]
            message = f"沒有人拿得到「{word}」的分數，請在走得到的選項給它正分，或從劇本的能力裡拿掉它。"
            yield error("unscorable", message)


_RULES = (
    _duplicates,
    _start,
    _targets,
    broken_parts,
    unbounded_counters,
    broken_pools,
    broken_drill,
    _competencies,
    _loops,
)
