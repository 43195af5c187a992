"""What becomes of a step. Plain Python: the log is handed in, a verdict comes out, nothing is read or written."""

from collections.abc import Iterable, Mapping
from typing import Any

from content.script import Answer, NotAllowed, Outcome, Play, Script


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
