"""The attempt protocol over HTTP. Every answer says what became of what was sent; nothing that was sent is lost."""

import json
import uuid
from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Body, Field, Path, Router, Schema, Status
from pydantic import AwareDatetime, StrictFloat, StrictInt, StringConstraints, field_validator

from attempts.actions import Answered, Conflict, Incoming, append, begin
from attempts.models import Attempt, Step
from attempts.queries import attempt_for

router = Router(tags=["attempts"])

LONGEST_ANSWER = 4000
MOST_STEPS = 200
DAY_MS = 24 * 3600 * 1000
# Wide enough for a phone whose clock was never set; beyond lie dates that the database gives back to nobody.
EARLIEST, LATEST = datetime(1969, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)

# PostgreSQL stores neither NUL nor halves of surrogate pairs; pydantic refuses the latter by itself.
Text = Annotated[str, StringConstraints(strict=True, pattern=r"^[^\x00]*$")]
# No field takes more, and the database gives larger ones back in another form.
MOST = 10**15
Number = Annotated[StrictInt, Field(ge=-MOST, le=MOST)] | Annotated[StrictFloat, Field(ge=-MOST, le=MOST)]
AnswerIn = Text | Number | list[Text] | dict[Text, Text] | None
ClockIn = Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)]


class BeginIn(Schema):
    edition: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    purpose: Annotated[str, StringConstraints(max_length=64, pattern="^[a-z_]+:[A-Za-z0-9-]+$")] = Field(alias="for")


class StepIn(Schema):
    """One answer; `answer` is typed by the node's kind (a card's is null). `elapsed_ms` is the phone's own measure."""

    seq: int = Field(ge=1, le=10_000)
    node: str = Field(pattern="^[a-z0-9][a-z0-9_-]{0,39}$")
    answer: AnswerIn = None
    shown_at: ClockIn
    answered_at: ClockIn
    elapsed_ms: int = Field(ge=0, le=DAY_MS)

    @field_validator("answer")
    @classmethod
    def of_bounded_size(cls, value: Any) -> Any:
        if len(json.dumps(value)) > LONGEST_ANSWER:
            raise ValueError(f"an answer has at most {LONGEST_ANSWER} characters")
        return value

    def incoming(self, step_id: uuid.UUID) -> Incoming:
        return Incoming(step_id, self.seq, self.node, self.answer, self.shown_at, self.answered_at, self.elapsed_ms)


class FlushIn(StepIn):
    id: uuid.UUID


class StepOut(Schema):
    id: uuid.UUID
    seq: int
    node: str
    answer: Any
    shown_at: AwareDatetime
    answered_at: AwareDatetime
    elapsed_ms: int
    state: str


class StepAnswer(Schema):
    """What became of one step. `step` is the one that is stored at that `seq`, where the phone must yield to it."""

    status: int
    word: str
    reason: str = ""
    step: StepOut | None = None


class AttemptOut(Schema):
    id: uuid.UUID
    edition: str
    purpose: str = Field(serialization_alias="for")
    state: str
    steps: list[StepOut]
    outcome: dict[str, Any] | None


class Refusal(Schema):
    detail: str


def _step_out(step: Step) -> dict[str, Any]:
    members = ("id", "seq", "node", "answer", "shown_at", "answered_at", "elapsed_ms", "state")
    return {name: getattr(step, name) for name in members}


def _answer(verdict: Answered) -> StepAnswer:
    step = _step_out(verdict.step) if verdict.status == 409 and verdict.step else None
    return StepAnswer(status=verdict.status, word=verdict.word, reason=verdict.reason, step=step)


def _attempt_out(attempt: Attempt, steps: list[Step]) -> dict[str, Any]:
    return {
        "id": attempt.pk,
        "edition": attempt.edition_id,
        "for": attempt.purpose,
        "purpose": attempt.purpose,
        "state": attempt.state,
        "steps": [_step_out(s) for s in steps],
        "outcome": attempt.outcome,
    }


@router.put(
    "attempts/{attempt_id}",
    response={200: AttemptOut, 201: AttemptOut, 404: Refusal, 409: Refusal},
    by_alias=True,
    summary="Begin an attempt",
)
def put_attempt(request: HttpRequest, attempt_id: uuid.UUID, body: BeginIn) -> Status[Any]:
    """Begin an attempt under a UUID that the phone made; said twice is said once."""
    try:
        attempt, new = begin(
            attempt_id=attempt_id, person=request.user, edition_sha256=body.edition, purpose=body.purpose
        )
    except Conflict as conflict:
        return Status(409, {"detail": str(conflict)})
    return Status(201 if new else 200, _attempt_out(attempt, [] if new else list(attempt.steps.all())))


@router.put(
    "attempts/{attempt_id}/steps/{step_id}",
    response={200: StepAnswer, 201: StepAnswer, 202: StepAnswer, 404: Refusal, 409: StepAnswer, 422: StepAnswer},
    summary="Append one step",
)
def put_step(request: HttpRequest, attempt_id: uuid.UUID, step_id: uuid.UUID, body: StepIn) -> Status[StepAnswer]:
    """201 new; 200 known; 409 that `seq` is answered; 202 kept as pending or late; 422 not allowed."""
    verdict = _answer(append(attempt_id=attempt_id, person=request.user, steps=[body.incoming(step_id)])[0])
    return Status(verdict.status, verdict)


@router.post("attempts/{attempt_id}/steps", response={200: list[StepAnswer], 404: Refusal}, summary="Flush many steps")
def flush(
    request: HttpRequest, attempt_id: uuid.UUID, body: Annotated[list[FlushIn], Body(max_length=MOST_STEPS)]
) -> list[StepAnswer]:
    """The same for many steps at once: one answer per step, in order."""
    steps = [step.incoming(step.id) for step in body]
    return [_answer(v) for v in append(attempt_id=attempt_id, person=request.user, steps=steps)]


@router.get("attempts/{attempt_id}", response={200: AttemptOut, 404: Refusal}, by_alias=True, summary="The log")
def get_attempt(request: HttpRequest, attempt_id: Annotated[uuid.UUID, Path()]) -> dict[str, Any]:
    """The log as the server holds it and, once the attempt has ended, the outcome."""
    attempt = attempt_for(request.user, attempt_id)
    return _attempt_out(attempt, list(attempt.steps.all()))
