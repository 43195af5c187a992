"""How a call is answered: acknowledged, begun, concluded; or stopped for something real, or excused.

What a phone tells late is judged by `drills.rules.clock`. It tells first how far its clock was off when it last spoke
with the server (with the acknowledgement), then the steps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from attempts.models import Attempt, Step
from content.models import script_of
from content.script import SKIP, Timed, timing
from drills.actions.following import missed_now
from drills.models import Call, Event, StoreDrill
from drills.models.calls import ANSWERING, OPEN, PATIENCE
from drills.queries.tellings import Called, missed_key
from drills.rules.clock import GRACE, Judged, judged
from drills.rules.life import State, check_step
from outbox import facts
from outbox.actions import owe
from outbox.registry import Owing
from people.actions import keep
from people.models import Person
from people.notices.actions import settle

CONCLUDE = "drills.conclude"
PURPOSE = "drill"


@transaction.atomic
def acknowledge(
    *,
    call: Call,
    person: Person,
    tapped_at: datetime | None = None,
    skew: float | None = None,
    at: datetime | None = None,
) -> Call:
    """The person has tapped 「收到」; said twice is said once. `tapped_at` and `skew` as `drills.rules.clock` has them.

    On a call that is over nothing is decided anew; what was tapped in time is kept as evidence, and the attempt of a
    missed call is judged once more, by a clock that is known now.
    """
    now = at or timezone.now()
    held = _held(call)
    known = Event.objects.filter(call=held, kind=Event.Kind.ACKNOWLEDGED).exists()
    if held.sent_at is None or known or held.state not in (*ANSWERING, Call.State.COMPLETED, Call.State.MISSED):
        return held
    moment = judged(held.sent_at, tapped_at, now, skew)
    detail = {"skew": skew, "tapped_at": tapped_at and tapped_at.isoformat(), "phone_timed": moment.phone_timed}
    _note(held, Event.Kind.ACKNOWLEDGED, now, by=person, **detail)
    if moment.at <= held.sent_at + PATIENCE:
        _acknowledged(held, moment)
    if held.state == Call.State.SENT:
        held.state = Call.State.ACKNOWLEDGED
    held.save(update_fields=["state", "acknowledged_at", "phone_timed"])
    if held.state == Call.State.MISSED and held.attempt_id:
        owe([Owing(CONCLUDE, f"{held.attempt_id}:again")])
    return held


def _acknowledged(call: Call, moment: Judged) -> None:
    """The earliest counts, and none before the sending: two machines' clocks are never quite the same."""
    if call.sent_at is None or (call.acknowledged_at is not None and call.acknowledged_at <= moment.at):
        return
    call.acknowledged_at = max(moment.at, call.sent_at)
    call.phone_timed = call.phone_timed or moment.phone_timed


@transaction.atomic
def begun(*, attempt_id: UUID) -> Call | None:
    """The first step of an attempt has come: the call is in progress; where no tap has arrived yet, it is acknowledged
    as of when that step was put before the person. None where there is nothing to begin."""
    attempt = Attempt.objects.get(pk=attempt_id)
    call = _answered_by(attempt)
    first = attempt.steps.filter(state=Step.State.ACCEPTED).order_by("seq").first()
    if call is None or first is None or call.sent_at is None or call.state not in ANSWERING:
        return None
    call.attempt = attempt
    _acknowledged(call, _shown(first, judged(call.sent_at, first.answered_at, first.received_at, skew_of(call))))
    call.state = Call.State.IN_PROGRESS
    call.save(update_fields=["attempt", "acknowledged_at", "phone_timed", "state"])
    return call


@transaction.atomic
def conclude(*, attempt_id: UUID, at: datetime | None = None) -> Call | None:
    """Judge what an attempt that has ended came to, by the standards of its script and both clocks; the call, or None
    where there was nothing to decide. Sends `drill_concluded`.

    What counts is the end within the patience by the clock that counts: a call that was marked as missed meanwhile is
    completed after all, and its make-up excused if it was not sent; what came too late is missed, and kept as evidence.
    Who skipped what is heavy has failed nothing and shown nothing: the call is excused, and no fact is sent.
    """
    now = at or timezone.now()
    attempt = Attempt.objects.get(pk=attempt_id)
    call = _answered_by(attempt)
    if call is None or attempt.ended_at is None or call.state not in (*ANSWERING, Call.State.MISSED):
        return None
    log = _log(call, attempt)
    call.attempt = attempt
    if call.sent_at is None or log[-1].moment.at > call.sent_at + PATIENCE:
        return _too_late(call, now)
    was_missed = call.state == Call.State.MISSED
    _judge(call, attempt, log)
    call.save()
    settle(keys=[missed_key(call.pk)], at=now)
    if was_missed:
        _spare_make_up(call, now)
    if call.state == Call.State.EXCUSED:
        _note(call, Event.Kind.EXCUSED, now, skipped=1)
        return call
    _note(call, Event.Kind.COMPLETED, now, result=call.result, phone_timed=call.phone_timed)
    facts.send("drill_concluded", call=call, at=now)
    return call


@dataclass(frozen=True, slots=True)
class Seen:
    """A step of the log, and when it counts as made."""

    step: Step
    moment: Judged


def skew_of(call: Call) -> float | None:
    """How far the phone's clock was ahead of the server's, in seconds, as it told with the acknowledgement."""
    told = Event.objects.filter(call=call, kind=Event.Kind.ACKNOWLEDGED).values_list("detail__skew", flat=True).first()
    return None if told is None else float(told)


def _log(call: Call, attempt: Attempt) -> list[Seen]:
    """The accepted steps, each at its judged moment: never before the step that it follows."""
    skew, sent_at = skew_of(call), call.sent_at
    seen: list[Seen] = []
    for step in attempt.steps.filter(state=Step.State.ACCEPTED).order_by("seq"):
        moment = judged(sent_at or step.received_at, step.answered_at, step.received_at, skew)
        if seen and moment.at < seen[-1].moment.at:
            moment = seen[-1].moment
        seen.append(Seen(step, moment))
    return seen


def _judge(call: Call, attempt: Attempt, log: Sequence[Seen]) -> None:
    """Seconds count from the moment at which the alert was put before the person."""
    _acknowledged(call, _shown(log[0].step, log[0].moment))
    begins = call.acknowledged_at or log[0].moment.at
    steps = [Timed(one.step.node, one.step.answer, (one.moment.at - begins).total_seconds()) for one in log]
    found = timing(script_of(attempt.edition_id), steps, grace=GRACE.total_seconds())
    call.standards = {kept.standard.node: kept.state for kept in found.standards}
    call.first_correct_at, call.reported_at = (_after(begins, each) for each in (found.first_right, found.reported))
    call.ended_at = log[-1].moment.at
    call.phone_timed = call.phone_timed or any(one.moment.phone_timed for one in log)
    if any(one.step.answer == SKIP for one in log):
        call.state, call.result, call.excuse = Call.State.EXCUSED, Call.Result.EXCUSED, Call.Excuse.SKIPPED
    else:
        call.state = Call.State.COMPLETED
        call.result = Call.Result.PASSED if attempt.passed and found.in_time else Call.Result.FAILED


def _after(begins: datetime, seconds: float | None) -> datetime | None:
    return None if seconds is None else begins + timedelta(seconds=seconds)


def _shown(step: Step, moment: Judged) -> Judged:
    """When a step that counts as answered at `moment` was put before the person, by the phone's own measure."""
    return Judged(moment.at - timedelta(milliseconds=step.elapsed_ms), phone_timed=moment.phone_timed)


def _too_late(call: Call, now: datetime) -> Call:
    if call.state == Call.State.MISSED:
        call.save(update_fields=["attempt"])
        return call
    call.state, call.result = Call.State.MISSED, Call.Result.MISSED
    call.ended_at = (call.sent_at or now) + PATIENCE
    call.save(update_fields=["attempt", "state", "result", "ended_at"])
    missed_now(call.run, [Called(call.pk, call.person_id, call.store_drill_id, call.makeup_of_id is not None)], now)
    return call


def _spare_make_up(call: Call, now: datetime) -> None:
    unsent = Call.objects.filter(makeup_of=call, state__in=[Call.State.PLANNED, Call.State.ARMED])
    unsent.update(state=Call.State.EXCUSED, result=Call.Result.EXCUSED, excuse=Call.Excuse.ANSWERED, ended_at=now)


@transaction.atomic
def abort(*, call: Call, by: Person, at: datetime | None = None) -> Call:
    """Something real is going on: the call ends, and nothing is held against anybody. Said twice is said once. Raises
    WrongStep where it is over already."""
    now = at or timezone.now()
    held = _held(call)
    if held.state == Call.State.ABORTED:
        return held
    _check_step(held, "aborted")
    _stop(held, by, now)
    return held


@transaction.atomic
def abort_all(*, store_drill: StoreDrill, by: Person, at: datetime | None = None) -> int:
    """The same for everybody of a store; how many calls that were."""
    now = at or timezone.now()
    calls = store_drill.calls.filter(state__in=OPEN, makeup_of=None).order_by("pk")
    held = list(calls.select_for_update(no_key=True, of=("self",)).select_related("run"))
    for call in held:
        _stop(call, by, now)
    return len(held)


def _stop(call: Call, by: Person, now: datetime) -> None:
    call.state, call.result, call.ended_at = Call.State.ABORTED, Call.Result.ABORTED, now
    call.save(update_fields=["state", "result", "ended_at"])
    _note(call, Event.Kind.ABORTED, now, by=by)
    keep("abort_call", call, by=by, at=now)


@transaction.atomic
def excuse(*, call: Call, by: Person, at: datetime | None = None) -> Call:
    """A manager knows why somebody could not: the call is excused, and no make-up is owed any more. Said twice is said
    once. Raises WrongStep where it was done or stopped."""
    now = at or timezone.now()
    held = _held(call)
    if held.state == Call.State.EXCUSED:
        return held
    _check_step(held, "excused")
    held.state, held.result, held.excuse = Call.State.EXCUSED, Call.Result.EXCUSED, Call.Excuse.BY_MANAGER
    held.ended_at = held.ended_at or now
    held.save(update_fields=["state", "result", "excuse", "ended_at"])
    _spare_make_up(held, now)
    _note(held, Event.Kind.EXCUSED, now, by=by)
    keep("excuse_call", held, by=by, at=now)
    return held


def _check_step(call: Call, after: State) -> None:
    check_step(cast(State, call.state), after)


def _held(call: Call) -> Call:
    """The call as it is now, locked."""
    return Call.objects.select_for_update(no_key=True, of=("self",)).select_related("run__plan__script").get(pk=call.pk)


def _answered_by(attempt: Attempt) -> Call | None:
    """The call that an attempt answers, locked; None where it answers none, or another attempt has answered it."""
    name, _sep, subject = attempt.purpose.partition(":")
    if name != PURPOSE:
        return None
    mine = Call.objects.filter(pk=subject, person=attempt.person_id)
    locked = mine.select_for_update(no_key=True, of=("self",)).select_related("run__plan__script", "attempt").first()
    if locked is None or locked.attempt is None or locked.attempt_id == attempt.pk:
        return locked
    return locked if locked.attempt.state == Attempt.State.CLOSED else None


def _note(call: Call, kind: Event.Kind, at: datetime, *, by: Person | None = None, **detail: object) -> None:
    Event.objects.create(
        run_id=call.run_id, store_drill_id=call.store_drill_id, call=call, kind=kind, at=at, by=by, detail=detail
    )
