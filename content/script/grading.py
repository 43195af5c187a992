"""Answers that are graded: how each kind turns an answer into `right`, `partly`, `wrong` or `harm`.

The phone's walker grades by the same rules; vectors/grading.json holds both to them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

_BLANK = re.compile("[\t-\r \u00a0\u3000]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_UPPER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_FOLDED = _UPPER | {full: _UPPER.get(half, half) for full, half in _FULL_WIDTH.items()}
# PostgreSQL cannot keep these in JSON, and no keyboard writes them.
_UNFIT = re.compile("[\x00\ud800-\udfff]")


class Key(Protocol):
    """What a node's answers are graded by."""

    def grade(self, answer: object) -> str | None:
        """`right`, `partly`, `wrong` or `harm`; None where the answer has the wrong type or shape."""

    def samples(self, *, partly: bool) -> dict[str, Any]:
        """For each result that can be caused an answer that causes it; without `partly` that counts as wrong."""

    def shown(self) -> tuple[str, ...]:
        """Ids of what is shown in shuffled order, as authored."""


def key_of(node: Mapping[str, Any]) -> Key | None:
    """The key of a node of a valid body; None where the kind is not graded."""
    make = _KEYS.get(node["kind"])
    return make(node) if make else None


def fold(text: str) -> str:
    """What texts are compared as: half-width, A–Z in lower case, no white space; bit for bit as the walker does it."""
    return _BLANK.sub("", text.translate(_FOLDED))


@dataclass(frozen=True, slots=True)
class Choices:
    """Pick all that are right and none that harms."""

    right: frozenset[str]
    wrong: frozenset[str]
    harm: frozenset[str]
    options: tuple[str, ...]

    def grade(self, answer: object) -> str | None:
        if not (isinstance(answer, list) and answer and _are_distinct(answer, self.options)):
            return None
        picked = set(answer)
        if picked & self.harm:
            return "harm"
        if picked == self.right:
            return "right"
        return "partly" if len(picked & self.right) > len(picked & self.wrong) else "wrong"

    def samples(self, *, partly: bool) -> dict[str, Any]:
        right = [name for name in self.options if name in self.right]
        tries = [right, right[:1], *([name] for name in self.options)]
        return _first_of_each(self, tries, partly=partly)

    def shown(self) -> tuple[str, ...]:
        return self.options


@dataclass(frozen=True, slots=True)
class Order:
    """Put all items in the order in which they were authored."""

    items: tuple[str, ...]

    def grade(self, answer: object) -> str | None:
        if not (isinstance(answer, list) and len(answer) == len(self.items) and _are_distinct(answer, self.items)):
            return None
        places = [self.items.index(name) for name in answer]
        inversions = sum(first > second for at, first in enumerate(places) for second in places[at + 1 :])
        if not inversions:
            return "right"
        pairs = len(places) * (len(places) - 1) // 2
        return "partly" if inversions <= max(1, pairs // 4) else "wrong"

    def samples(self, *, partly: bool) -> dict[str, Any]:
        items = list(self.items)
        return _first_of_each(self, [items, [items[1], items[0], *items[2:]], items[::-1]], partly=partly)

    def shown(self) -> tuple[str, ...]:
        return self.items


@dataclass(frozen=True, slots=True)
class Match:
    """Put every item into its slot and none where it harms; `slot_of` and `harm` are by item."""

    slots: tuple[str, ...]
    slot_of: Mapping[str, str]
    harm: Mapping[str, tuple[str, ...]]

    def grade(self, answer: object) -> str | None:
        if not (isinstance(answer, dict) and answer.keys() == self.slot_of.keys()):
            return None
        if not all(isinstance(slot, str) and slot in self.slots for slot in answer.values()):
            return None
        if any(answer[item] in slots for item, slots in self.harm.items()):
            return "harm"
        right = sum(answer[item] == slot for item, slot in self.slot_of.items())
        if right == len(answer):
            return "right"
        return "partly" if 4 * right >= 3 * len(answer) else "wrong"

    def samples(self, *, partly: bool) -> dict[str, Any]:
        return _first_of_each(self, self._tries(), partly=partly)

    def _tries(self) -> Iterator[dict[str, str]]:
        """All right, then one more item misplaced each time; last each harm alone."""
        placed = dict(self.slot_of)
        yield dict(placed)
        for item, own in self.slot_of.items():
            slips = [slot for slot in self.slots if slot != own and slot not in self.harm.get(item, ())]
            if slips:
                placed[item] = slips[0]
                yield dict(placed)
        for item, slots in self.harm.items():
            yield {**self.slot_of, item: slots[0]}

    def shown(self) -> tuple[str, ...]:
        return tuple(self.slot_of)


@dataclass(frozen=True, slots=True)
class Number:
    """Enter a number between `low` and `high`; between `near[0]` and `near[1]` it is partly right."""

    low: float
    high: float
    near: tuple[float, float]
    min: float
    max: float

    def grade(self, answer: object) -> str | None:
        # True is an int; the comparison refuses what is not finite.
        if isinstance(answer, bool) or not isinstance(answer, int | float) or not self.min <= answer <= self.max:
            return None
        if self.low <= answer <= self.high:
            return "right"
        return "partly" if self.near[0] <= answer <= self.near[1] else "wrong"

    def samples(self, *, partly: bool) -> dict[str, Any]:
        return _first_of_each(self, [self.low, *self.near, self.min, self.max], partly=partly)

    def shown(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Text:
    """Write something in which one word of each group occurs and no word of `avoid`; all words are folded."""

    groups: tuple[tuple[str, ...], ...]
    avoid: tuple[str, ...]
    most: int

    def grade(self, answer: object) -> str | None:
        if not isinstance(answer, str) or len(answer) > self.most or _UNFIT.search(answer):
            return None
        text = fold(answer)
        if not text:
            return None
        if self._harms(text):
            return "harm"
        hit = self._hits(text).bit_count()
        if hit == len(self.groups):
            return "right"
        return "partly" if 2 * hit >= len(self.groups) else "wrong"

    def samples(self, *, partly: bool) -> dict[str, Any]:
        tries = [*self._writable().values(), *self.avoid]
        return _first_of_each(self, tries, partly=partly)

    def shown(self) -> tuple[str, ...]:
        return ()

    def needed(self) -> int | None:
        """How many code points an answer needs for every result that words can cause; None where none is right."""
        rows = self._writable()
        return max(map(len, rows.values())) if (1 << len(self.groups)) - 1 in rows else None

    def _harms(self, text: str) -> bool:
        return any(word in text for word in self.avoid)

    def _hits(self, text: str) -> int:
        """One bit for each group that is hit."""
        return sum(1 << at for at, words in enumerate(self.groups) if any(word in text for word in words))

    def _writable(self) -> dict[int, str]:
        """For each set of groups that can be hit without harm the shortest row of words that hits it.

        Words are parted by a sign that occurs in none of them, so that two do not make a third where they meet.
        """
        words = sorted({word for group in self.groups for word in group if not self._harms(word)}, key=len)
        shortest: dict[int, str] = {}
        for word in words:
            shortest.setdefault(self._hits(word), word)
        sign = self._unused_sign()
        rows = {0: sign}
        for _ in self.groups:
            rows = self._longer(rows, shortest, sign)
        return rows

    @staticmethod
    def _longer(rows: Mapping[int, str], shortest: Mapping[int, str], sign: str) -> dict[int, str]:
        found = dict(rows)
        for hit, row in rows.items():
            for more, word in shortest.items():
                longer = word if row == sign else row + sign + word
                if len(longer) < len(found.get(hit | more, longer + sign)):
                    found[hit | more] = longer
        return found

    def _unused_sign(self) -> str:
        used = {sign for words in (*self.groups, self.avoid) for word in words for sign in word}
        return next(sign for sign in map(chr, count(0x3002)) if sign not in used)


def _are_distinct(answer: list[Any], known: tuple[str, ...]) -> bool:
    return all(isinstance(name, str) and name in known for name in answer) and len(set(answer)) == len(answer)


def _first_of_each(key: Key, tries: Any, *, partly: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for answer in tries:
        result = key.grade(answer)
        if result is not None:
            found.setdefault("wrong" if result == "partly" and not partly else result, answer)
    return found


def _choices(node: Mapping[str, Any]) -> Choices:
    marks = {option["id"]: option["mark"] for option in node["options"]}
    right, wrong, harm = (
        frozenset(name for name, mark in marks.items() if mark == wanted) for wanted in ("right", "wrong", "harm")
    )
    return Choices(right, wrong, harm, tuple(marks))


def _order(node: Mapping[str, Any]) -> Order:
    return Order(tuple(item["id"] for item in node["items"]))


def _match(node: Mapping[str, Any]) -> Match:
    slot_of = {item["id"]: item["slot"] for item in node["items"]}
    harm = {item["id"]: tuple(item["harm"]) for item in node["items"] if "harm" in item}
    return Match(tuple(slot["id"] for slot in node["slots"]), slot_of, harm)


def _number(node: Mapping[str, Any]) -> Number:
    low, high = node["low"], node["high"]
    near = tuple(node.get("near", (low, high)))
    return Number(low, high, (near[0], near[1]), node["min"], node["max"])


def _text(node: Mapping[str, Any]) -> Text:
    groups = tuple(tuple(map(fold, group["words"])) for group in node["accept"])
    return Text(groups, tuple(map(fold, node.get("avoid", ()))), node["most"])


_KEYS: Mapping[str, Any] = {"choices": _choices, "order": _order, "match": _match, "number": _number, "text": _text}
GRADED = tuple(_KEYS)
