"""What becomes of a step. Plain Python: the log is handed in, a verdict comes out, nothing is read or written."""

from dataclasses import dataclass, field
from typing import Any

from content.script import Answer, NotAllowed, Outcome, Script, replay


@dataclass
class Log:
    """The decided part of an attempt while steps are being judged: answers in order, and what waits for its turn."""

    script: Script
    seed: str
    answers: list[Answer]
    pending: dict[int, Answer] = field(default_factory=dict)
    outcome: Outcome | None = None

    @property
    def next_seq(self) -> int:
        return len(self.answers) + 1

    def accept(self, answer: Answer) -> None:
        """Append the answer for `next_seq`; raises NotAllowed and leaves the log as it was."""
        self.outcome = replay(self.script, [*self.answers, answer], self.seed)
        self.answers.append(answer)

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
