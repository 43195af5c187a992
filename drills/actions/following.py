"""What follows from calls that nobody answers, and the end of a run. Each may run twice, and beside itself."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from drills.models import Call, Event, Run, StoreDrill
from drills.models.calls import OPEN, PATIENCE
from drills.queries.tellings import Called, escalating, missing, reminding
from outbox import facts
from people.notices.actions import notify
from people.notices.alerting import alert_again
from people.statements import rows

BATCH = 1000
REMIND_AFTER, ESCALATE_AFTER = PATIENCE / 4, PATIENCE / 2

# Whoever came to the end in time is done, whether that was concluded yet or not.
MISS = """
WITH late AS MATERIALIZED (
  SELECT call.id FROM drills_call call
  WHERE call.run_id = %(run)s AND call.state IN ('sent', 'acknowledged', 'in_progress') AND call.sent_at <= %(before)s
    AND NOT EXISTS (
      SELECT FROM attempts_attempt attempt
      WHERE attempt.purpose = 'drill:' || call.id AND attempt.person_id = call.person_id
        AND attempt.state = 'ended' AND attempt.ended_at <= call.sent_at + %(patience)s)
  ORDER BY call.sent_at, call.id LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
UPDATE drills_call call SET state = 'missed', result = 'missed', ended_at = call.sent_at + %(patience)s
FROM late WHERE call.id = late.id
RETURNING call.id, call.person_id, call.store_drill_id, call.makeup_of_id IS NOT NULL
"""


@transaction.atomic
def miss(*, run_id: int, at: datetime | None = None, most: int = BATCH) -> int:
    """Mark as missed what was not answered to its end within the patience, `most` at a time; how many that were. Their
    people are told, and `drill_concluded` is sent of each."""
    now = at or timezone.now()
    given = {"run": run_id, "before": now - PATIENCE, "patience": PATIENCE, "most": most}
    missed = [Called(*row) for row in rows(MISS, given)]
    if missed:
        missed_now(Run.objects.select_related("plan__script").get(pk=run_id), missed, now)
    return len(missed)


def missed_now(run: Run, missed: list[Called], at: datetime) -> None:
    """What follows for calls that this transaction has marked as missed."""
    notify(missing(run, missed, at), at=at)
    Event.objects.create(run=run, kind=Event.Kind.MISSED, at=at, detail={"calls": len(missed)})
    calls = Call.objects.filter(pk__in=[one.pk for one in missed]).select_related("run__plan").order_by("pk")
    facts.send_each("drill_concluded", ({"call": call, "at": at} for call in calls))


UNANSWERED = """
SELECT call.id, call.person_id, call.store_drill_id, call.makeup_of_id IS NOT NULL FROM drills_call call
WHERE call.run_id = %(run)s AND call.state = 'sent' AND call.sent_at <= %(before)s AND call.sent_at > %(ringing)s
  AND NOT EXISTS (SELECT FROM drills_event event WHERE event.call_id = call.id AND event.kind = 'reminded')
ORDER BY call.sent_at, call.id LIMIT %(most)s FOR NO KEY UPDATE SKIP LOCKED
"""


@transaction.atomic
def remind(*, run_id: int, at: datetime | None = None, most: int = BATCH) -> int:
    """Ring once more for everybody who has not acknowledged after a quarter of the patience; how many that are."""
    now = at or timezone.now()
    given = {"run": run_id, "before": now - REMIND_AFTER, "ringing": now - PATIENCE, "most": most}
    found = [Called(*row) for row in rows(UNANSWERED, given)]
    # Held now: whom another worker has reminded meanwhile is seen by a second look.
    known = set(_reminded(run_id).filter(call__in=[one.pk for one in found]).values_list("call_id", flat=True))
    left = [one for one in found if one.pk not in known]
    Event.objects.bulk_create(_reminder(run_id, one, now) for one in left)
    StoreDrill.objects.filter(pk__in={one.store_drill_id for one in left}, reminded_at=None).update(reminded_at=now)
    for told in reminding(left, now):
        alert_again(told, at=now)
    return len(left)


def _reminder(run_id: int, one: Called, at: datetime) -> Event:
    kind = Event.Kind.REMINDED
    return Event(run_id=run_id, store_drill_id=one.store_drill_id, call_id=one.pk, kind=kind, at=at)


def _reminded(run_id: int) -> QuerySet[Event]:
    return Event.objects.filter(run=run_id, kind=Event.Kind.REMINDED)


SILENT = """
SELECT drill.id FROM drills_storedrill drill
WHERE drill.run_id = %(run)s AND drill.escalated_at IS NULL AND drill.at <= %(before)s AND drill.at > %(lately)s
  AND EXISTS (
    SELECT FROM drills_call call
    WHERE call.store_drill_id = drill.id AND call.makeup_of_id IS NULL AND call.state = 'sent'
      AND call.sent_at <= %(before)s AND call.sent_at > %(ringing)s)
  AND NOT EXISTS (
    SELECT FROM drills_call call
    WHERE call.store_drill_id = drill.id AND call.makeup_of_id IS NULL
      AND (call.acknowledged_at IS NOT NULL OR call.result = 'aborted'))
ORDER BY drill.id LIMIT %(most)s FOR NO KEY UPDATE SKIP LOCKED
"""


@transaction.atomic
def escalate(*, run_id: int, at: datetime | None = None, most: int = BATCH) -> int:
    """Tell the managers of stores in which nobody has acknowledged after half of the patience; how many stores."""
    now = at or timezone.now()
    given = {"run": run_id, "before": now - ESCALATE_AFTER, "ringing": now - PATIENCE, "lately": now - 2 * PATIENCE}
    silent = [pk for (pk,) in rows(SILENT, {**given, "most": most})]
    if not silent:
        return 0
    drills = list(StoreDrill.objects.filter(pk__in=silent).select_related("store").order_by("pk"))
    run = Run.objects.select_related("plan__script").get(pk=run_id)
    StoreDrill.objects.filter(pk__in=silent).update(escalated_at=now)
    kind = Event.Kind.ESCALATED
    Event.objects.bulk_create(Event(run=run, store_drill=drill, kind=kind, at=now) for drill in drills)
    notify(escalating(run, drills, now), at=now)
    return len(drills)


@transaction.atomic
def end_run(*, run_id: int, at: datetime | None = None, most: int = BATCH) -> int:
    """End a run once its window and the last patience in it are over; make-ups are sent all the same.

    What was never sent is excused, `most` at a time; how many that were. As long as it is so many, the run is not over.
    """
    now = at or timezone.now()
    over = Run.objects.open().over(now - PATIENCE).select_for_update(no_key=True).filter(pk=run_id).first()
    if over is None or over.calls.answering().filter(makeup_of=None).exists():
        return 0
    unsent = over.calls.filter(makeup_of=None, state__in=OPEN)
    cleared = clear(calls=list(unsent.values_list("pk", flat=True)[:most]), excuse=Call.Excuse.LATE, at=now)
    if cleared < most:
        over.state = Run.State.OVER
        over.save(update_fields=["state"])
        Event.objects.create(run=over, kind=Event.Kind.OVER, at=now)
    return cleared


def clear(*, calls: Collection[UUID], excuse: Call.Excuse, at: datetime) -> int:
    """Excuse those of these calls (pk) that are open; how many that were. Those that rang ring no more."""
    unsent = Call.objects.filter(pk__in=calls, state__in=OPEN)
    return unsent.update(state=Call.State.EXCUSED, result=Call.Result.EXCUSED, excuse=excuse, ended_at=at)
