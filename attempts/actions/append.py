"""Appending steps to the log of an attempt: the heart of the protocol."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from attempts.models import Attempt, Step
from attempts.rules import Log, outcome_json
from content.models import script_of
from content.script import Answer, NotAllowed
from outbox import facts
from people.models import Person


@dataclass(frozen=True)
class Incoming:
    """A step as a phone sends it; times are aware, `elapsed_ms` is milliseconds."""

    id: uuid.UUID
    seq: int
    node: str
    answer: Any
    shown_at: datetime
    answered_at: datetime
    elapsed_ms: int

    def same_as(self, step: Step) -> bool:
        told = (step.seq, step.node, step.answer, step.shown_at, step.answered_at, step.elapsed_ms)
        return told == (self.seq, self.node, self.answer, self.shown_at, self.answered_at, self.elapsed_ms)


@dataclass(frozen=True)
class Answered:
    """The verdict on one step: an HTTP status, a word for it, the stored step where the phone must yield to it."""

    status: int
    word: str
    step: Step | None = None
    reason: str = ""


def append(
    *, attempt_id: uuid.UUID, person: Person, steps: Sequence[Incoming], at: datetime | None = None
) -> list[Answered]:
    """Append steps in the order given and say what became of each; `at` is the server's clock.

    Raises ObjectDoesNotExist where the attempt is not this person's. Sends the facts `attempt_begun`, with its first
    step, and `attempt_ended` at most once each.
    """
    try:
        return _append(attempt_id, person, steps, at)
    except IntegrityError:
        # Another attempt has stored a step under one of these ids meanwhile; the second look finds it there.
        return _append(attempt_id, person, steps, at)


@transaction.atomic
def _append(attempt_id: uuid.UUID, person: Person, steps: Sequence[Incoming], at: datetime | None) -> list[Answered]:
    attempt = Attempt.objects.select_for_update().filter(pk=attempt_id, person=person).first()
    if attempt is None:
        raise ObjectDoesNotExist
    desk = _Desk(attempt, [s.id for s in steps], at or timezone.now())
    verdicts = [desk.judge(step) for step in steps]
    desk.write()
    return verdicts


class _Desk:
    """One transaction's work on one log: judges steps in memory, then writes what came of it in a few statements."""

    def __init__(self, attempt: Attempt, ids: list[uuid.UUID], now: datetime) -> None:
        self.attempt, self.now = attempt, now
        stored = list(Step.objects.filter(Q(attempt=attempt) | Q(pk__in=ids)))
        self.by_id = {s.pk: s for s in stored}
        counted = [
            s for s in stored if s.attempt_id == attempt.pk and s.state in (Step.State.ACCEPTED, Step.State.PENDING)
        ]
        self.by_seq = {s.seq: s for s in counted}
        accepted = sorted((s for s in counted if s.state == Step.State.ACCEPTED), key=lambda s: s.seq)
        self.log = Log(
            script_of(attempt.edition_id),
            str(attempt.pk),
            [Answer(s.node, s.answer) for s in accepted],
            {s.seq: Answer(s.node, s.answer) for s in counted if s.state == Step.State.PENDING},
        )
        self.new: list[Step] = []
        self.moved: list[Step] = []
        self.over = attempt.state != Attempt.State.OPEN
        self.untouched = not accepted

    def judge(self, step: Incoming) -> Answered:
        if known := self.by_id.get(step.id):
            return self._again(step, known)
        if self.over:
            return self._store(step, Step.State.LATE, 202)
        if holder := self.by_seq.get(step.seq):
            return Answered(409, "answered", holder, _("這一題已經有答案了。"))
        if step.seq > self.log.next_seq:
            self.log.pending[step.seq] = Answer(step.node, step.answer)
            return self._store(step, Step.State.PENDING, 202)
        return self._accept(step)

    def _again(self, step: Incoming, known: Step) -> Answered:
        if known.attempt_id != self.attempt.pk or not step.same_as(known):
            return Answered(422, "refused", None, _("同一個編號送來了不同的內容。"))
        return Answered(200, "known", known)

    def _accept(self, step: Incoming) -> Answered:
        try:
            self.log.accept(Answer(step.node, step.answer))
        except NotAllowed as refusal:
            return Answered(422, "refused", None, refusal.reason)
        verdict = self._store(step, Step.State.ACCEPTED, 201)
        accepted, refused = self.log.absorb()
        self._move(accepted, Step.State.ACCEPTED)
        self._move(refused, Step.State.REFUSED)
        self.over = self.log.ended
        return verdict

    def _move(self, seqs: list[int], state: Step.State) -> None:
        for seq in seqs:
            step = self.by_seq[seq]
            step.state = state
            if step not in self.new:
                self.moved.append(step)
            if state == Step.State.REFUSED:
                del self.by_seq[seq]

    def _store(self, sent: Incoming, state: Step.State, status: int) -> Answered:
        step = Step(
            id=sent.id,
            attempt=self.attempt,
            seq=sent.seq,
            node=sent.node,
            answer=sent.answer,
            shown_at=sent.shown_at,
            answered_at=sent.answered_at,
            elapsed_ms=sent.elapsed_ms,
            received_at=self.now,
            state=state,
        )
        self.new.append(step)
        self.by_id[step.pk] = step
        if state != Step.State.LATE:
            self.by_seq[step.seq] = step
        return Answered(status, state.value, step)

    def write(self) -> None:
        if self.new:
            Step.objects.bulk_create(self.new)
        if self.moved:
            Step.objects.bulk_update(self.moved, ["state"])
        if self.untouched and self.log.next_seq > 1:
            facts.send("attempt_begun", attempt=self.attempt)
        if self.over and self.attempt.state == Attempt.State.OPEN:
            self._end()

    def _end(self) -> None:
        outcome = self.log.outcome()
        self.attempt.state, self.attempt.ended_at = Attempt.State.ENDED, self.now
        self.attempt.passed, self.attempt.outcome = outcome.passed, outcome_json(outcome)
        self.attempt.save(update_fields=["state", "ended_at", "passed", "outcome"])
        facts.send("attempt_ended", attempt=self.attempt)
