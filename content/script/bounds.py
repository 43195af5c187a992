"""Rules about counters: what they are, what names them, and that they bring every play to its end. All are errors."""

from collections import Counter
from collections.abc import Iterator

from content.script.reading import Finding, Part, Reading, error, links
from content.script.states import MOST_STATES
from content.script.survey import Survey

_WIDEST = 12
_LONGEST_TRAIL = 8


def unbounded_counters(reading: Reading) -> Iterator[Finding]:
    """Counters that make no sense, guards and effects that name none."""
    counters = reading.body.get("counters", [])
    for name, times in Counter(counter["id"] for counter in counters).items():
        if times > 1:
            yield error("duplicate_id", f"有 {times} 個計數的代號都是「{name}」，請改成不同的代號。")
    for counter in counters:
        if not counter["min"] <= counter["start"] <= counter["max"] <= counter["min"] + _WIDEST:
            message = f"計數「{counter['id']}」的開始要在最小和最大之間，最大和最小最多差 {_WIDEST}，請改正。"
            yield error("counter_range", message)
    known = {counter["id"] for counter in counters}
    for node in reading.nodes:
        yield from _unknown(reading, node, known)


def _unknown(reading: Reading, node: Part, known: set[str]) -> Iterator[Finding]:
    for link in links(node):
        named = [bound["counter"] for bound in link.way.get("guard", ())]
        for name in dict.fromkeys([*named, *link.way.get("effects", ())]):
            if name not in known:
                what = f"用了計數「{name}」，但劇本沒有這個計數" if name else "的條件還沒有選計數"
                message = f"{reading.label(node, link.name)}{what}，請選一個有的，或刪掉它。"
                yield error("unknown_counter", message, node["id"], link.name)


def bounded(reading: Reading, survey: Survey) -> Iterator[Finding]:
    """Whether every play ends and is never left with nothing but harm to choose."""
    if survey.crowded:
        message = f"計數和繞路加起來有超過 {MOST_STATES:,} 種走法，算不完，請減少計數，或縮小最小和最大的差。"
        yield error("too_many_states", message)
    for trail in survey.loops:
        last = reading.label(reading.by_id[trail[-1]])
        way = " → ".join([*trail[:_LONGEST_TRAIL], *(["…"] if len(trail) > _LONGEST_TRAIL else []), trail[0]])
        message = f"{last}會繞回前面（{way}），計數擋不住，永遠走不完，請讓每繞一圈計數都會變，並用條件擋下來。"
        yield error("loop", message, trail[-1])
    for name in survey.locked:
        message = (
            f"{reading.label(reading.by_id[name])}有時候只剩「危險」的選項可以選，請至少讓一個不危險的選項沒有條件。"
        )
        yield error("locked_in", message, name)
