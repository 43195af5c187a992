"""`dispatch-drill`: 150,000 calls, due in the sixty minutes of one hour, looked at again and sent, with what is owed to
every second person's phone, and the timeline. Against `update-loop`: as many rows of an equal table, due as these are,
marked as sent by a bare loop, a hundred at a time; the entry says too what it is to a loop of as many at a time as are
sent, and what the first turn is, in which PostgreSQL has no statistics of calls yet."""

import time
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db import connection, transaction

from bench.drills.country import COUNTRY, COUNTY
from bench.drills.memory import peak_mb
from bench.drills.planning import plan_of
from content.models import Edition
from drills.actions.dispatching import BATCH, send_due
from drills.models import Call, Plan, Run
from outbox.models import Owed
from people.notices.alerting import ALERT
from people.shifts.rules import SHOP

ROUNDS = 3
BOUND = 2
AT_A_TIME = 100
MINUTES = 60
AT = datetime(2026, 1, 20, 10, tzinfo=SHOP)

# Every second person has switched on the notifications of a phone.
REACHES = """
INSERT INTO people_reach
  (person_id, channel, address, secrets, browser, made_at, confirmed_at, wrong_tries, ended_because)
SELECT id, 'web_push', 'https://fcm.googleapis.com/fcm/send/' || id, '{}', '', %(at)s, %(at)s, 0, ''
FROM people_person WHERE chain_id = %(chain)s AND id %% 2 = 0
ON CONFLICT DO NOTHING
"""

DRILLS = """
INSERT INTO drills_storedrill (run_id, store_id, at, band, unplaced)
SELECT %(run)s, id, %(at)s + make_interval(mins => (id %% %(minutes)s)::int), 'early', ''
FROM people_store WHERE chain_id = %(chain)s
"""

CALLS = """
INSERT INTO drills_call (store_drill_id, run_id, person_id, due_at, state)
SELECT drill.id, drill.run_id, posting.person_id, drill.at, 'armed'
FROM drills_storedrill drill JOIN people_posting posting ON posting.store_id = drill.store_id
WHERE drill.run_id = %(run)s
"""

KEYS = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'drills_call'::regclass AND contype = 'f'"

LOOP = """
UPDATE bench_loop SET state = 'sent', sent_at = %(at)s WHERE id IN (
  SELECT id FROM bench_loop WHERE run_id = %(run)s AND state = 'armed' AND due_at <= %(at)s
  ORDER BY due_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def small() -> dict[str, Any]:
    """A run of 120 stores and 1,500 clerks."""
    return {"peak_mb": _sent(plan_of(COUNTY), 0)["peak_mb"]}


def whole() -> dict[str, Any]:
    """The entry of the report; everything sent, and everything updated, `ROUNDS` times, in turns."""
    plan, sent, looped, faster = plan_of(COUNTRY), [], [], []
    for day in range(ROUNDS):
        sent.append(_sent(plan, day))
        looped.append(_looped(sent[-1]["run"], day, AT_A_TIME))
        faster.append(_looped(sent[-1]["run"], day, BATCH))
    seconds, against = median(one["seconds"] for one in sent), median(looped)
    return {
        "name": "dispatch-drill",
        "value": round(seconds, 2),
        "unit": f"s for {sent[0]['calls']:,} calls",
        "against": "update-loop",
        "against_value": round(against, 2),
        "ratio": round(seconds / against, 2),
        "bound": BOUND,
        "peak_mb": sent[0]["peak_mb"],
        "ratio_to_as_many_at_a_time": round(seconds / median(faster), 2),
        "ratio_where_nothing_is_known": round(sent[0]["seconds"] / looped[0], 2),
    }


def _sent(plan: Plan, day: int) -> dict[str, Any]:
    """Send a run of the whole plan in batches; raises where not everybody was called, or not every phone is rung."""
    at = AT + timedelta(days=day)
    run = _armed(plan, at)
    rung, began = _rung(), time.monotonic()
    for minute in _minutes(at):
        while send_due(run_id=run, at=minute).more:
            pass
    seconds = time.monotonic() - began
    calls, rung = Call.objects.filter(run=run, state=Call.State.SENT).count(), _rung() - rung
    reached = plan.owner.persons.filter(reaches__ended_at=None, reaches__isnull=False).count()
    if (calls, rung) != (plan.owner.persons.count(), reached):
        raise AssertionError(f"{calls} were called and {rung} phones rung, not all of them")
    return {"run": run, "seconds": seconds, "calls": calls, "peak_mb": peak_mb()}


def _rung() -> int:
    return Owed.objects.filter(kind=ALERT).count()


def _minutes(at: datetime) -> list[datetime]:
    return [at + timedelta(minutes=minute) for minute in range(MINUTES)]


@transaction.atomic
def _armed(plan: Plan, at: datetime) -> int:
    """A run in which everybody is due within the hour, written past the actions."""
    edition = Edition.objects.get(work=plan.script)
    run = Run.objects.create(
        plan=plan,
        occurrence=at.date(),
        begins_at=at - timedelta(days=1),
        ends_at=at + timedelta(days=1),
        edition=edition,
        target_seconds=180,
        difficulty=4,
        state=Run.State.UNDER_WAY,
        planned_at=at,
    )
    given: dict[str, Any] = {"run": run.pk, "chain": plan.owner_id, "at": at, "minutes": MINUTES}
    with connection.cursor() as cursor:
        for statement in (REACHES, DRILLS, CALLS):
            cursor.execute(statement, given)
    return run.pk


def _looped(run: int, day: int, most: int) -> float:
    """Seconds of the bare loop over a copy of the run's calls, each turn a transaction of its own."""
    _copy(run)
    began = time.monotonic()
    with connection.cursor() as cursor:
        for minute in _minutes(AT + timedelta(days=day)):
            found = most
            while found == most:
                cursor.execute(LOOP, {"run": run, "at": minute, "most": most})
                found = len(cursor.fetchall())
    return time.monotonic() - began


def _copy(run: int) -> None:
    """The run's calls before they were sent, in an equal table: columns, defaults, checks, indexes and foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_loop")
        cursor.execute("CREATE TABLE bench_loop (LIKE drills_call INCLUDING ALL)")
        cursor.execute("INSERT INTO bench_loop SELECT * FROM drills_call WHERE run_id = %s", [run])
        cursor.execute("UPDATE bench_loop SET state = 'armed', sent_at = NULL")
        cursor.execute(KEYS)
        for (key,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE bench_loop ADD {key}")
        cursor.execute("VACUUM FULL bench_loop")
        cursor.execute("ANALYZE bench_loop")
