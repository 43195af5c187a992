"""How invented clerks play: through the protocol's own actions, at a given time, with a given skill."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from attempts.actions import Incoming, append, begin
from attempts.models import Attempt
from content.models import script_of
from content.script import Answer, Node, Play, Script
from people.models import Person

MOST_TRIES = 6


@dataclass
class Player:
    """A person with a chance (0 … 1) of answering well at a node; `rng` decides the rest.

    `steps` counts what was played, `asked` names the nodes of the last play.
    """

    person: Person
    skill: float
    rng: Random
    steps: int = 0
    asked: list[str] = field(default_factory=list)

    def passes(self, edition: str, purpose: str, at: datetime) -> Attempt:
        """Play an edition, again and with more care each time, until it is passed; the attempt that did."""
        for tries in range(MOST_TRIES):
            sure = tries == MOST_TRIES - 1
            attempt = self.plays(edition, purpose, at, skill=1.0 if sure else min(1.0, self.skill + 0.2 * tries))
            if attempt.passed:
                return attempt
            at = attempt.ended_at + timedelta(minutes=self.rng.randint(1, 9))
        raise AssertionError("a play without a wrong answer must pass")

    def plays(self, edition: str, purpose: str, at: datetime, *, skill: float, share: float = 1.0) -> Attempt:
        """Play an edition once; `share` below 1 leaves it open after that share of its steps."""
        attempt_id = uuid.UUID(int=self.rng.getrandbits(128), version=4)
        attempt, _ = begin(attempt_id=attempt_id, person=self.person, edition_sha256=edition, purpose=purpose, at=at)
        answers = self._answers(script_of(edition), str(attempt_id), skill)
        steps = self._steps(answers[: max(1, round(len(answers) * share))], at)
        append(attempt_id=attempt_id, person=self.person, steps=steps, at=steps[-1].answered_at)
        self.steps += len(steps)
        self.asked = [step.node for step in steps]
        attempt.refresh_from_db()
        return attempt

    def _answers(self, script: Script, seed: str, skill: float) -> list[Answer]:
        play, answers = Play(script, seed), []
        while (node := play.expects) is not None:
            given = self._answer(script.nodes[node], play.open, skill if play.ending is None else 1.0)
            answers.append(Answer(node, given))
            play.take(answers[-1])
        return answers

    def _answer(self, node: Node, ways: Sequence[str], skill: float) -> Any:
        """An answer that takes a good way by this chance, else any; None where there is nothing to answer."""
        possible = [way for way in ways if node.key is None or way in node.samples]
        if not possible:
            return None
        good = [way for way in possible if node.ways[way].quality == "good"]
        well = good and self.rng.random() < skill
        return node.answer(self.rng.choice(good if well else possible))

    def _steps(self, answers: list[Answer], at: datetime) -> list[Incoming]:
        steps = []
        for seq, answer in enumerate(answers, start=1):
            took = self.rng.randint(4_000, 22_000)
            shown, at = at, at + timedelta(milliseconds=took)
            step_id = uuid.UUID(int=self.rng.getrandbits(128), version=4)
            steps.append(Incoming(step_id, seq, answer.node, answer.answer, shown, at, took))
            at += timedelta(seconds=2)
        return steps
