"""What is wrong with a script, told to the trainer who wrote it."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from content.script import pools, shape, standards, structure, wording
from content.script.reading import PARTS, Finding, Reading, error

_MOST_SHAPE_FINDINGS = 20


def lint(body: Any, *, hotlines: Collection[str], langs: Sequence[str]) -> list[Finding]:
    """Everything found in `body`, errors first, each group in reading order; never raises.

    `hotlines` are the keys that texts may name, `langs` the languages that the script should be offered in. A body
    without errors can be loaded. A malformed body is told about its shape only, at most twenty findings.
    """
    malformed = dict.fromkeys(_shape(body, draft=True))
    if malformed:
        return list(malformed)[:_MOST_SHAPE_FINDINGS]
    reading = Reading(body)
    errors = [
        *structure.unplayable(reading),
        *structure.pointless(reading),
        *standards.pointless_drill(reading),
        *wording.broken_texts(reading, hotlines),
    ]
    # The strict shape has the last word, so that what lint lets pass can always be loaded.
    errors = errors or list(dict.fromkeys(_shape(body, draft=False)))
    return [*errors, *structure.idle(reading), *pools.small_pools(reading), *wording.weak_texts(reading, langs)]


def _shape(body: Any, *, draft: bool) -> Iterator[Finding]:
    for path, sentence in shape.problems(body, draft=draft):
        parts = _parts(body, path)
        yield error("malformed", f"{_words(path, parts)}{sentence}", *parts)


def _parts(body: Any, path: tuple[str | int, ...]) -> tuple[str | None, str | None]:
    """The ids of the node and of the choice or other part that a path runs through, where they can be told."""
    if len(path) < 2 or path[0] != "nodes":
        return None, None
    node = body["nodes"][path[1]]
    if len(path) < 4:
        return _id(node), "timeout" if path[2:] == ("timer",) else None
    return _id(node), _part(node, path[2], path[3])


def _part(node: Any, member: str | int, key: str | int) -> str | None:
    if member == "timer":
        return "timeout"
    if member == "results":
        return str(key)
    return _id(node[member][key]) if member in PARTS else None


def _id(part: Any) -> str | None:
    name = part.get("id") if isinstance(part, dict) else None
    return name if isinstance(name, str) else None


def _words(path: tuple[str | int, ...], parts: tuple[str | None, str | None]) -> str:
    node, part = parts
    words = "劇本"
    if len(path) > 1 and path[0] == "nodes":
        words = f"步驟「{node}」" if node else f"第 {int(path[1]) + 1} 個步驟"
        path = path[2:]
    if len(path) > 1 and path[0] in PARTS:
        what = PARTS[str(path[0])]
        words += f"的{what}「{part}」" if part else f"的第 {int(path[1]) + 1} 個{what}"
        path = path[2:]
    return words + (f"的「{'.'.join(map(str, path))}」" if path else "")
