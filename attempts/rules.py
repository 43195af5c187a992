"""What becomes of a step. Plain Python: the log is handed in, a verdict comes out, nothing is read or written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from content.script import Answer, NotAllowed, Outcome, Play, Script

LONGEST_FLAG = 300
"""Characters in which a clerk may say what is wrong at a node."""

LONGEST_REPLY = 200
"""Characters in which a trainer answers."""

MOST_FLAGS = 30
"""Flags in one attempt: more than any script has reason for, and a bound for a phone that has gone wild."""

FEWEST_PERSONS = 5
"""What fewer persons have said is shown to nobody but as "too few": a trainer could guess who said it."""

LONGEST_STEP_MS = 5 * 60 * 1000
"""What one step counts at most. The longest cards are read in two minutes; who is away for longer serves a customer,
and that is working time already."""


class Log:
    """The decided part of an attempt while further steps are judged, and what waits for its turn."""

    def __init__(self, script: Script, seed: str, answers: Iterable[Answer], pending: Mapping[int, Answer]) -> None:
        self._play = Play(script, seed)
        self.next_seq = 1
        self.pending = dict(pending)
        for answer in answers:
            self.accept(answer)

    @property
    def ended(self) -> bool:
        return self._play.expects is None

    def outcome(self) -> Outcome:
        return self._play.outcome()

    def accept(self, answer: Answer) -> None:
        """Append the answer for `next_seq`; raises NotAllowed and leaves the log as it was."""
        self._play.take(answer)
        self.next_seq += 1

    def absorb(self) -> tuple[list[int], list[int]]:
        """Take in what waited and has its turn now: `(accepted seqs, refused seqs)`."""
        accepted: list[int] = []
        while (answer := self.pending.pop(self.next_seq, None)) is not None:
            try:
                self.accept(answer)
            except NotAllowed:
                return accepted, [self.next_seq]
            accepted.append(self.next_seq - 1)
        return accepted, []


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """What the person is told once the attempt has ended."""
    return {
        "ending": outcome.ending,
        "outcome": outcome.outcome,
        "points": dict(outcome.points),
        "best": dict(outcome.best),
        "score": outcome.score,
        "best_score": outcome.best_score,
        "level_right": outcome.level_right,
        "to_mend": list(outcome.to_mend),
        "passed": outcome.passed,
    }


def learned_ms(steps: Iterable[tuple[datetime, int]]) -> int:
    """The learning time of one person's steps of one day: `(answered_at, elapsed_ms)`, in any order.

    A step counts its own measured time, at most `LONGEST_STEP_MS`, up to the moment it was answered. What two steps
    have in common (two tabs, two phones) counts once. The phone's clock says only how steps lie to each other: a date
    that is absurd moves a step away from the others and makes it no longer.
    """
    spans = sorted((at - timedelta(milliseconds=min(ms, LONGEST_STEP_MS)), at) for at, ms in steps)
    total, done = timedelta(), None
    for start, end in spans:
        fresh = end - (start if done is None else max(start, done))
        total += max(fresh, timedelta())
        done = end if done is None else max(done, end)
    return round(total / timedelta(milliseconds=1))


def minutes_of(ms: int) -> int:
    """Milliseconds as whole minutes, any begun minute counted: rounding must not take time from who learned."""
    return -(-ms // 60_000)


def months_back(today: date, n: int) -> list[date]:
    """The first days of the last `n` months, this one first."""
    first = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, first - n, -1)]


@dataclass(frozen=True)
class Saying:
    """One text of a node: `part` is its key without the node, e.g. `text`, `a.feedback`."""

    part: str
    text: str

    @property
    def is_reply(self) -> bool:
        """Whether it is what comes of an answer, rather than what is asked or offered."""
        return self.part.endswith("feedback")


def sayings(body: Mapping[str, Any], node: str, lang: str) -> tuple[Saying, ...]:
    """All that a node says in a language (else in the source language), title and text first; empty without it."""
    if node_of(body, node) is None:
        return ()
    texts = body.get("texts", {})
    told = {**texts.get(body.get("source", ""), {}), **texts.get(lang, {})}
    found = [Saying(key.removeprefix(f"{node}."), text) for key, text in told.items() if key.startswith(f"{node}.")]
    first = {"title": 0, "text": 1}
    return tuple(sorted(found, key=lambda saying: (first.get(saying.part, 2), _aloud(saying.part))))


def _aloud(part: str) -> tuple[str, bool]:
    """An option before what comes of it."""
    return part.rpartition(".")[0], part.endswith("feedback")


def node_of(body: Mapping[str, Any], node: str) -> Mapping[str, Any] | None:
    """A node of a body as it is written there; None where it is not."""
    return next((found for found in body.get("nodes", ()) if found["id"] == node), None)


LEVELS = (1, 2, 3, 4, 5)
"""How sure somebody is: not at all … very."""


@dataclass(frozen=True)
class Share:
    """How many of a group said one thing, and where its part of a bar of 100 begins and how long it is."""

    name: str
    count: int
    start: float
    width: float


def shares(counts: Mapping[str, int], names: Iterable[str]) -> tuple[Share, ...]:
    """The shares of a group by name, in order; none of a group of fewer than `FEWEST_PERSONS`."""
    total = sum(counts.values())
    if total < FEWEST_PERSONS:
        return ()
    found, start = [], 0.0
    for name in names:
        width = 100 * counts.get(name, 0) / total
        found.append(Share(name, counts.get(name, 0), round(start, 2), round(width, 2)))
        start += width
    return tuple(found)
