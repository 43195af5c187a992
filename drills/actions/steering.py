"""Steering a run while it is under way: pause, resume, cancel; and what becomes of it when its script is withdrawn."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Edition
from drills.actions.following import clear
from drills.models import Call, Event, Run
from drills.models.calls import OPEN
from drills.queries.faults import measures_of
from outbox.actions import owe
from outbox.registry import Owing
from people.actions import keep
from people.models import Person

CLEAR = "drills.clear"
BATCH = 2000


class NotSteered(Exception):
    """The run is not in a state in which this can be done. The text says what it is."""


@transaction.atomic
def pause_run(*, run: Run, by: Person | None, at: datetime | None = None) -> Run:
    """Send nothing more until it is resumed; what rings may be answered. A batch that is under way is waited for.
    Raises NotSteered where the run is neither planned nor under way."""
    now = at or timezone.now()
    held = _held(run, [Run.State.PLANNED, Run.State.UNDER_WAY])
    # Whatever comes due meanwhile is overdue then, and moves on.
    held.calls.filter(state=Call.State.ARMED).update(state=Call.State.PLANNED)
    return _turn(held, Run.State.PAUSED, Event.Kind.PAUSED, "pause_run", by, now)


@transaction.atomic
def resume_run(*, run: Run, by: Person | None, at: datetime | None = None) -> Run:
    """Send again. What came due meanwhile is sent at other random moments, as far as the window still stands. Raises
    NotSteered where the run is not paused."""
    now = at or timezone.now()
    held = _held(run, [Run.State.PAUSED])
    state = Run.State.UNDER_WAY if held.begins_at <= now else Run.State.PLANNED
    return _turn(held, state, Event.Kind.RESUMED, "resume_run", by, now)


@transaction.atomic
def cancel_run(*, run: Run, by: Person | None, at: datetime | None = None) -> Run:
    """Send nothing more, ever, and let nobody be held to what was sent. Open calls are excused by the outbox, thousands
    at a time. Raises NotSteered where the run is over."""
    now = at or timezone.now()
    held = _held(run, [Run.State.PLANNED, Run.State.UNDER_WAY, Run.State.PAUSED])
    owe([Owing(CLEAR, f"{held.pk}:0")])
    return _turn(held, Run.State.CANCELLED, Event.Kind.CANCELLED, "cancel_run", by, now)


def _held(run: Run, states: list[Run.State]) -> Run:
    held = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if held.state not in states:
        raise NotSteered(_("這個場次%(state)s，不能這樣做。") % {"state": held.get_state_display()})
    return held


def _turn(run: Run, state: Run.State, kind: Event.Kind, verb: str, by: Person | None, at: datetime) -> Run:
    run.state = state
    run.save(update_fields=["state"])
    Event.objects.create(run=run, kind=kind, at=at, by=by)
    keep(verb, run, by=by, at=at)
    return run


@transaction.atomic
def clear_cancelled(*, run_id: int, at: datetime | None = None, most: int = BATCH) -> int:
    """Excuse open calls of a cancelled run, `most` at a time; how many that were."""
    if not Run.objects.filter(pk=run_id, state=Run.State.CANCELLED).exists():
        return 0
    some = Call.objects.filter(store_drill__run=run_id, state__in=OPEN).order_by("pk").values("pk")[:most]
    picked = list(some.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
    return clear(calls=picked, excuse=Call.Excuse.CANCELLED, at=at or timezone.now())


@transaction.atomic
def play_what_stands(*, edition_sha256: str, at: datetime | None = None) -> int:
    """Let runs whose edition was withdrawn play the one that stands now; where none does, nothing more is sent in them.
    How many runs that were. Who was answering begins again, and the patience runs on."""
    unfinished = Call.objects.filter(store_drill__run=OuterRef("pk"), state__in=OPEN)
    withdrawn = Run.objects.filter(Exists(unfinished), edition=edition_sha256, edition__withdrawn_at__isnull=False)
    runs = list(withdrawn.select_related("plan__script__current").order_by("pk"))
    for run in runs:
        _play(run, run.plan.script.current, at or timezone.now())
    return len(runs)


def _play(run: Run, standing: Edition | None, now: datetime) -> None:
    if standing is not None:
        measures = measures_of(standing)
        run.edition, run.target_seconds, run.difficulty = standing, measures.target_seconds, measures.difficulty
        run.save(update_fields=["edition", "target_seconds", "difficulty"])
        keep("play_what_stands", run, by=None, at=now, edition=standing.pk)
    elif run.state in (Run.State.PLANNED, Run.State.UNDER_WAY, Run.State.PAUSED):
        cancel_run(run=run, by=None, at=now)
    else:
        make_ups = run.calls.filter(state__in=OPEN).values_list("pk", flat=True)
        clear(calls=list(make_ups), excuse=Call.Excuse.CANCELLED, at=now)
