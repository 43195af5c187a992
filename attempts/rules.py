"""What becomes of a step. Plain Python: the log is handed in, a verdict comes out, nothing is read or written."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
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
