"""Drills over HTTP: what rings, that somebody is there, that something real is going on, what it came to."""

import uuid
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime, StringConstraints

from drills.actions.answering import abort, acknowledge
from drills.actions.observing import MARKS, CannotObserve, Seen, observe
from drills.models import Call
from drills.models.observing import LONGEST_NOTE
from drills.queries.doors import WHO_STOP, call_for, store_drill_for
from drills.queries.results import result_of
from drills.queries.ringing import ringing
from drills.queries.tellings import call_path
from drills.rules.life import WrongStep

router = Router(tags=["drills"])

# Wide enough for a phone whose clock was never set; what it says is judged, not believed (drills/rules/clock.py).
EARLIEST, LATEST = datetime(1969, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
ClockIn = Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)]
MarkId = Annotated[str, StringConstraints(pattern="^[a-z0-9][a-z0-9_-]{0,39}$")]
CENTURY = 100 * 366 * 86_400.0


class AcknowledgementIn(Schema):
    """`tapped_at` by the phone's clock; `skew`: by how many seconds it was ahead of the server's when they last spoke,
    null where they have not since the page was opened."""

    tapped_at: ClockIn
    skew: Annotated[float, Field(ge=-CENTURY, le=CENTURY, allow_inf_nan=False)] | None = None


class StopIn(Schema):
    tapped_at: ClockIn


class ObservationIn(Schema):
    """One observer's checklist: each expected action of the script with `performed`, `difficult` or `not_performed`."""

    marks: Annotated[dict[MarkId, Literal[MARKS]], Field(max_length=40)]
    note: Annotated[str, StringConstraints(max_length=LONGEST_NOTE, pattern=r"^[^\x00]*$")] = ""
    observed_at: ClockIn


class ObservationOut(Schema):
    id: uuid.UUID
    received_at: AwareDatetime


class RingOut(Schema):
    call: uuid.UUID
    title: str
    store: str
    sent_at: AwareDatetime
    until: AwareDatetime
    url: str


class MetOut(Schema):
    kind: str
    by: int
    critical: bool
    state: str


class CallOut(Schema):
    """`now` is the server's clock, for the phone to compare its own with. Seconds count from the sending."""

    id: uuid.UUID
    state: str
    now: AwareDatetime
    sent_at: AwareDatetime
    acknowledged_at: AwareDatetime | None
    result: str
    response_seconds: int | None
    first_correct_seconds: int | None
    report_seconds: int | None
    phone_timed: bool
    target_seconds: int
    standards: list[MetOut]


class Refusal(Schema):
    detail: str


@router.get("me/calls", response=list[RingOut], summary="The drills that ring for me now")
def my_calls(request: HttpRequest) -> list[dict[str, Any]]:
    """Sent, not over, within the time in which they may be answered; the oldest first."""
    rings = ringing(request.user, timezone.now())
    members = ("call", "title", "store", "sent_at", "until")
    return [{name: getattr(ring, name) for name in members} | {"url": call_path(ring.call)} for ring in rings]


@router.get("drills/calls/{call_id}", response={200: CallOut, 404: Refusal}, summary="One of my calls")
def get_call(request: HttpRequest, call_id: uuid.UUID) -> dict[str, Any]:
    """How it stands and, once it was judged, what it came to."""
    return _told(_mine(request, call_id))


@router.put("drills/calls/{call_id}/acknowledgement", response={200: CallOut, 404: Refusal}, summary="I am there")
def put_acknowledgement(request: HttpRequest, call_id: uuid.UUID, body: AcknowledgementIn) -> dict[str, Any]:
    """The tap of somebody signed in; said twice is said once, and on a call that is over it changes nothing."""
    call = acknowledge(call=_mine(request, call_id), person=request.user, tapped_at=body.tapped_at, skew=body.skew)
    return _told(call)


@router.put(
    "drills/calls/{call_id}/stop",
    response={200: CallOut, 404: Refusal, 409: Refusal},
    summary="Something real is going on",
)
def put_stop(request: HttpRequest, call_id: uuid.UUID, body: StopIn) -> Status[Any]:
    """Ends the call at once; nothing is held against anybody. 409 where it was over already."""
    try:
        return Status(200, _told(abort(call=_mine(request, call_id), by=request.user)))
    except WrongStep as refusal:
        return Status(409, {"detail": str(refusal)})


@router.put(
    "drills/{drill_id}/observations/{observation_id}",
    response={200: ObservationOut, 404: Refusal, 422: Refusal},
    summary="What I saw beside the clerk",
)
def put_observation(request: HttpRequest, drill_id: int, observation_id: uuid.UUID, body: ObservationIn) -> Status[Any]:
    """A manager's or supervisor's checklist; sent again it stays, a later one takes its place."""
    try:
        drill = store_drill_for(request.user, drill_id, roles=WHO_STOP)
    except Http404:
        raise ObjectDoesNotExist from None
    seen = Seen(observation_id, body.marks, body.note.strip(), body.observed_at)
    try:
        return Status(200, observe(store_drill=drill, observer=request.user, seen=seen))
    except CannotObserve as refusal:
        return Status(422, {"detail": str(refusal)})


def _mine(request: HttpRequest, call_id: uuid.UUID) -> Call:
    try:
        return call_for(request.user, call_id)
    except Http404:
        raise ObjectDoesNotExist from None


def _told(call: Call) -> dict[str, Any]:
    result = result_of(call)
    members = ("result", "response_seconds", "first_correct_seconds", "report_seconds", "phone_timed", "target_seconds")
    return {
        "id": call.pk,
        "state": call.state,
        "now": timezone.now(),
        "sent_at": call.sent_at,
        "acknowledged_at": call.acknowledged_at,
        "standards": list(result.standards),
        **{name: getattr(result, name) for name in members},
    }
