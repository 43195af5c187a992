"""What this room owes and offers: registered at start-up.

What the clock makes due is owed by run and minute: two beats at once owe the same rows, and what one minute leaves over
the next one finds. Where a batch was full, its handler owes the next part.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from attempts.models import Attempt
from attempts.purposes import purpose
from content.models import Edition, Work
from drills.actions import answering, arming, dispatching, following, making_up, steering
from drills.actions.answering import CONCLUDE, PURPOSE
from drills.actions.steering import CLEAR
from drills.models import Call, Run, StoreDrill
from drills.models.calls import ANSWERING, PATIENCE
from outbox.actions import owe
from outbox.facts import receives
from outbox.registry import Owing, due_scan, handler, reconciliation
from people.models import Person
from people.shifts.rules import SHOP

BEGIN, ARM, SEND = "drills.begin", "drills.arm", "drills.send"
MISS, REMIND, ESCALATE, END = "drills.miss", "drills.remind", "drills.escalate", "drills.end"
MAKE_UP = "drills.make_up"
BEGUN = "drills.begun"
WITHDRAWN = "drills.withdrawn"

SOON = timedelta(minutes=3)
"""Sending is owed so long before its minute: then it does not wait for the next scan."""

BACK = timedelta(days=62)
"""Runs that began longer ago have nothing left to send: a window of a month, two weeks for make-ups, and some."""


@due_scan("drills.dispatch")
def due_in_runs(at: datetime) -> Iterator[Owing]:
    """What is to be begun, armed and sent."""
    lately = Run.objects.filter(begins_at__gt=at - BACK)
    begin = lately.filter(state=Run.State.PLANNED, begins_at__lte=at)
    yield from _by_minute(BEGIN, begin, at)
    sending = lately.filter(state__in=[*arming.ARMING, *arming.MAKING_UP])
    planned, armed = _calls(Call.State.PLANNED), _calls(Call.State.ARMED)
    yield from _by_minute(ARM, sending.filter(Exists(planned.filter(due_at__lte=at + arming.ARMED_BEFORE))), at)
    for run in sending.filter(Exists(armed.filter(due_at__lte=at + SOON))).values_list("pk", flat=True):
        yield from _sendings(run, at)


def _calls(state: Call.State) -> QuerySet[Call]:
    return Call.objects.filter(run=OuterRef("pk"), state=state)


def _sendings(run: int, at: datetime) -> Iterator[Owing]:
    """Now for what is left over, and at each minute to come at which something is due."""
    armed = Call.objects.filter(run=run, state=Call.State.ARMED)
    if armed.filter(due_at__lte=at).exists():
        yield Owing(SEND, f"{run}:{_minute(at)}:left")
    for due in armed.filter(due_at__gt=at, due_at__lte=at + SOON).values_list("due_at", flat=True).distinct():
        yield Owing(SEND, f"{run}:{due.astimezone(SHOP):%Y%m%d%H%M%S}", due)


@due_scan("drills.follow")
def to_follow_up(at: datetime) -> Iterator[Owing]:
    """What nobody answers, and what is over."""
    answering_at = Call.objects.filter(state__in=ANSWERING)
    sent = Call.objects.filter(state=Call.State.SENT, sent_at__gt=at - PATIENCE)
    open_silence = StoreDrill.objects.filter(escalated_at=None, at__gt=at - 2 * PATIENCE)
    found = {
        MISS: answering_at.filter(sent_at__lte=at - PATIENCE),
        REMIND: sent.filter(sent_at__lte=at - following.REMIND_AFTER),
        ESCALATE: open_silence.filter(at__lte=at - following.ESCALATE_AFTER),
    }
    for kind, rows in found.items():
        for run in rows.order_by().values_list("run", flat=True).distinct():
            yield Owing(kind, f"{run}:{_minute(at)}")
    yield from _by_minute(END, Run.objects.open().over(at - PATIENCE), at)


@due_scan(MAKE_UP)
def to_make_up(at: datetime) -> Iterator[Owing]:
    """For whom there was no moment for a make-up, there may be one by now: once an hour."""
    lacking = Call.objects.filter(
        run=OuterRef("pk"), result__in=[Call.Result.MISSED, Call.Result.ABORTED], makeup_of=None, makeup=None
    ).filter(ended_at__gt=at - making_up.WITHIN)
    runs = Run.objects.filter(Exists(lacking), begins_at__gt=at - BACK).exclude(state=Run.State.CANCELLED)
    for run in runs.values_list("pk", flat=True):
        yield Owing(MAKE_UP, f"{run}:{at.astimezone(SHOP):%Y%m%d%H}")


def _by_minute(kind: str, runs: QuerySet[Run], at: datetime) -> Iterator[Owing]:
    return (Owing(kind, f"{run}:{_minute(at)}") for run in runs.values_list("pk", flat=True))


def _minute(at: datetime) -> str:
    return f"{at.astimezone(SHOP):%Y%m%d%H%M}"


def _on(kind: str, subject: str, *, more: bool) -> None:
    """Owe the next part of a piece of work whose batch was full."""
    if not more:
        return
    first, _sep, part = subject.partition("+")
    owe([Owing(kind, f"{first}+{int(part or 0) + 1}")])


def _run_of(subject: str) -> int:
    return int(subject.partition(":")[0])


@handler(BEGIN)
def begin(subject: str) -> None:
    arming.start_run(run_id=_run_of(subject))


@handler(ARM)
def arm(subject: str) -> None:
    _on(ARM, subject, more=arming.arm(run_id=_run_of(subject)).more)


@handler(SEND)
def send(subject: str) -> None:
    _on(SEND, subject, more=dispatching.send_due(run_id=_run_of(subject)).more)


@handler(MISS)
def miss(subject: str) -> None:
    missed = following.miss(run_id=_run_of(subject))
    if missed:
        owe([Owing(MAKE_UP, f"{_run_of(subject)}:{timezone.now():%Y%m%dT%H%M%S%f}")])
    _on(MISS, subject, more=missed == following.BATCH)


@handler(REMIND)
def remind(subject: str) -> None:
    _on(REMIND, subject, more=following.remind(run_id=_run_of(subject)) == following.BATCH)


@handler(ESCALATE)
def escalate(subject: str) -> None:
    _on(ESCALATE, subject, more=following.escalate(run_id=_run_of(subject)) == following.BATCH)


@handler(END)
def end(subject: str) -> None:
    _on(END, subject, more=following.end_run(run_id=_run_of(subject)) == following.BATCH)


@handler(CLEAR)
def clear(subject: str) -> None:
    _on(CLEAR, subject, more=steering.clear_cancelled(run_id=_run_of(subject)) == steering.BATCH)


@handler(MAKE_UP)
def make_up(subject: str) -> None:
    """Subject: run, a mark of the moment, `+` the call after which to go on."""
    first, _sep, after = subject.partition("+")
    made = making_up.make_up(run_id=_run_of(subject), after=UUID(after) if after else None)
    if made.last:
        owe([Owing(MAKE_UP, f"{first}+{made.last}")])


@purpose(PURPOSE)
def may_attempt(person: Person, subject: str, edition: Edition) -> bool:
    """The person's own call, once it was sent, and the edition of its run; one attempt, but where its edition was
    withdrawn under it. A phone that was without a network may come when the call is missed: what it brings is kept."""
    call_id = _uuid(subject)
    if call_id is None:
        return False
    states = [*ANSWERING, Call.State.MISSED]
    mine = Call.objects.filter(pk=call_id, person=person, run__edition=edition.pk, state__in=states)
    begun = Attempt.objects.filter(purpose=f"{PURPOSE}:{subject}", person=person).exclude(state=Attempt.State.CLOSED)
    return mine.exists() and not begun.exists()


def _uuid(subject: str) -> UUID | None:
    """A UUID that is written as we write it; else attempts would stand under a purpose that nobody finds again."""
    try:
        found = UUID(subject)
    except ValueError:
        return None
    return found if str(found) == subject else None


@receives("attempt_begun")
def on_attempt_begun(*, attempt: Attempt) -> Iterable[Owing]:
    if attempt.purpose.startswith(f"{PURPOSE}:"):
        yield Owing(BEGUN, str(attempt.pk))


@receives("attempt_ended")
def on_attempt_ended(*, attempt: Attempt) -> Iterable[Owing]:
    if attempt.purpose.startswith(f"{PURPOSE}:"):
        yield Owing(CONCLUDE, str(attempt.pk))


@receives("withdrawn")
def on_withdrawn(*, edition: Edition) -> Iterable[Owing]:
    if edition.work.kind == Work.Kind.DRILL:
        yield Owing(WITHDRAWN, edition.pk)


@handler(WITHDRAWN)
def withdrawn(sha256: str) -> None:
    steering.play_what_stands(edition_sha256=sha256)


@handler(BEGUN)
def begun(attempt_id: str) -> None:
    answering.begun(attempt_id=UUID(attempt_id))


@handler(CONCLUDE)
def conclude(subject: str) -> None:
    answering.conclude(attempt_id=UUID(subject.partition(":")[0]))


@reconciliation(CONCLUDE)
def ended_but_not_concluded(at: datetime) -> Iterator[Owing]:
    """Attempts that ended and whose call still rings: a fault."""
    ended = Attempt.objects.filter(state=Attempt.State.ENDED, ended_at__lt=at, ended_at__gt=at - BACK)
    calls = Call.objects.filter(state__in=ANSWERING, attempt__in=ended)
    return (Owing(CONCLUDE, str(pk)) for pk in calls.values_list("attempt_id", flat=True))
