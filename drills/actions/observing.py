"""What happens beside and after a drill: observing, taking away, mending, closing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import script_of
from drills.models import Call, CorrectiveAction, Event, Lesson, Observation, StoreDrill
from people.actions import keep
from people.models import Person

MARKS = ("performed", "difficult", "not_performed")
MOST_OBSERVERS = 2
OVER = (Call.State.COMPLETED, Call.State.MISSED, Call.State.EXCUSED, Call.State.ABORTED)


class CannotObserve(Exception):
    """The checklist cannot be taken. The text says why and what to do, in the active language."""


class NotOver(Exception):
    """Somebody is still at it, or something is still owed: the drill cannot be debriefed or closed yet."""


@dataclass(frozen=True)
class Seen:
    """One checklist as a phone sends it: `marks` maps each expected action of the script to one of `MARKS`."""

    id: UUID
    marks: Mapping[str, str]
    note: str
    observed_at: datetime


@transaction.atomic
def observe(*, store_drill: StoreDrill, observer: Person, seen: Seen, at: datetime | None = None) -> Observation:
    """Keep somebody's checklist; a later one by the same person takes its place.

    Raises CannotObserve where it does not fit the script, where two others have observed already, or where the
    observer is called in this drill.
    """
    now = at or timezone.now()
    # Two phones at once must not both be the second observer.
    held = _held(store_drill)
    _must_fit(held, seen)
    if held.observations.exclude(observer=observer).count() >= MOST_OBSERVERS:
        raise CannotObserve(_("已經有兩個人在觀察這場演練了。"))
    if held.calls.filter(person=observer, sent_at__isnull=False).exists():
        raise CannotObserve(_("你自己也在這場演練裡，請別人來觀察。"))
    if Observation.objects.filter(pk=seen.id).exclude(store_drill=held, observer=observer).exists():
        raise CannotObserve(_("同一個編號送來了不同的內容。"))
    return _kept(held, observer, seen, now)


def _must_fit(held: StoreDrill, seen: Seen) -> None:
    drill = script_of(held.run.edition_id).drill
    wanted = {each.id for each in drill.expected} if drill else set()
    if set(seen.marks) != wanted or not set(seen.marks.values()) <= set(MARKS):
        raise CannotObserve(_("檢核表和這場演練的不一樣，請重新打開再填一次。"))
    if held.at is None or seen.observed_at < held.at:
        raise CannotObserve(_("演練還沒開始，開始以後再觀察。"))


def _kept(held: StoreDrill, observer: Person, seen: Seen, now: datetime) -> Observation:
    known = held.observations.filter(observer=observer).first()
    if known is not None:
        known.marks, known.note, known.observed_at = dict(seen.marks), seen.note, seen.observed_at
        known.save(update_fields=["marks", "note", "observed_at"])
        return known
    made = Observation.objects.create(
        id=seen.id,
        store_drill=held,
        observer=observer,
        marks=dict(seen.marks),
        note=seen.note,
        observed_at=seen.observed_at,
        received_at=now,
    )
    Event.objects.create(run=held.run, store_drill=held, kind=Event.Kind.OBSERVED, at=now, by=observer)
    return made


def learn(*, store_drill: StoreDrill, text: str, at: datetime | None = None) -> Lesson:
    """Keep something that a store has learned; not who said it."""
    return Lesson.objects.create(store_drill=store_drill, text=text, at=at or timezone.now())


@transaction.atomic
def owe_action(
    *, store_drill: StoreDrill, text: str, owner: Person, due_on: date, by: Person, at: datetime | None = None
) -> CorrectiveAction:
    """Somebody takes on what is to be mended until a day."""
    now = at or timezone.now()
    made = CorrectiveAction.objects.create(
        store_drill=store_drill, text=text, owner=owner, due_on=due_on, made_by=by, made_at=now
    )
    keep("owe_corrective_action", made, by=by, at=now, owner=owner.pk, due_on=due_on.isoformat())
    return made


@transaction.atomic
def finish_action(*, action: CorrectiveAction, by: Person, at: datetime | None = None) -> CorrectiveAction:
    """It is mended; said twice is said once."""
    held = CorrectiveAction.objects.select_for_update().get(pk=action.pk)
    if held.done_at is None:
        held.done_at = at or timezone.now()
        held.save(update_fields=["done_at"])
        keep("finish_corrective_action", held, by=by, at=held.done_at)
    return held


@transaction.atomic
def debrief(*, store_drill: StoreDrill, by: Person, at: datetime | None = None) -> StoreDrill:
    """The team has looked at it together; said twice is said once. Raises NotOver while somebody is still at it."""
    now, held = at or timezone.now(), _held(store_drill)
    if held.calls.filter(result="", makeup_of=None).exists():
        raise NotOver
    if held.debriefed_at is None:
        held.debriefed_at, held.debriefed_by = now, by
        held.save(update_fields=["debriefed_at", "debriefed_by"])
        held.calls.filter(state__in=OVER).update(state=Call.State.DEBRIEFED)
        Event.objects.create(run=held.run, store_drill=held, kind=Event.Kind.DEBRIEFED, at=now, by=by)
        keep("debrief", held, by=by, at=now)
    return held


@transaction.atomic
def close(*, store_drill: StoreDrill, by: Person, at: datetime | None = None) -> StoreDrill:
    """Nothing more is to be done about it; said twice is said once. Raises NotOver where it was not debriefed, or a
    corrective action or a make-up is open."""
    now, held = at or timezone.now(), _held(store_drill)
    if held.closed_at is not None:
        return held
    owed = held.corrective_actions.open().exists() or held.calls.filter(result="").exists()
    if held.debriefed_at is None or owed:
        raise NotOver
    held.closed_at = now
    held.save(update_fields=["closed_at"])
    held.calls.update(state=Call.State.CLOSED)
    Event.objects.create(run=held.run, store_drill=held, kind=Event.Kind.CLOSED, at=now, by=by)
    keep("close_drill", held, by=by, at=now)
    return held


def _held(store_drill: StoreDrill) -> StoreDrill:
    """The store drill with its run, locked."""
    return StoreDrill.objects.select_for_update(no_key=True, of=("self",)).select_related("run").get(pk=store_drill.pk)
