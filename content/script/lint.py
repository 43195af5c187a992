"""What is wrong with a script, told to the trainer who wrote it."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from content.script import shape, structure, wording
from content.script.reading import Finding, Reading, error

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
        *wording.broken_texts(reading, hotlines),
    ]
    # The strict shape has the last word, so that what lint lets pass can always be loaded.
    errors = errors or list(dict.fromkeys(_shape(body, draft=False)))
    return [*errors, *wording.weak_texts(reading, langs)]


def _shape(body: Any, *, draft: bool) -> Iterator[Finding]:
    for path, sentence in shape.problems(body, draft=draft):
        parts = _parts(body, path)
        yield error("malformed", f"{_words(path, parts)}{sentence}", *parts)


def _parts(body: Any, path: tuple[str | int, ...]) -> tuple[str | None, str | None]:
    """The ids of the node and of the choice that a path runs through, where they can be told."""
    if len(path) < 2 or path[0] != "nodes":
        return None, None
    node = body["nodes"][path[1]]
    in_choice = len(path) > 3 and path[2] == "choices"
    return _id(node), _id(node["choices"][path[3]]) if in_choice else None


def _id(part: Any) -> str | None:
    name = part.get("id") if isinstance(part, dict) else None
    return name if isinstance(name, str) else None


def _words(path: tuple[str | int, ...], parts: tuple[str | None, str | None]) -> str:
    node, choice = parts
    words = "劇本"
    if len(path) > 1 and path[0] == "nodes":
        words = f"步驟「{node}」" if node else f"第 {int(path[1]) + 1} 個步驟"
        path = path[2:]
    if len(path) > 1 and path[0] == "choices":
        words += f"的選項「{choice}」" if choice else f"的第 {int(path[1]) + 1} 個選項"
        path = path[2:]
    return words + (f"的「{'.'.join(map(str, path))}」" if path else "")
