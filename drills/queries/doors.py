"""Doors to drills. What is not yours is not there: every refusal is a 404."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from drills.models import Call, Run, StoreDrill
from people.doors import stores_for
from people.models import Person, Posting, Role
from people.models.posting import ON_THE_BOARD

WHO_WATCH = (Role.TRAINER, Role.HR, Role.AUDITOR, Role.OPERATOR)
"""Who sees a run as a whole, each for the plans of the own chain; those of the programme for all."""

WHO_STEER = (Role.TRAINER, Role.HR, Role.OPERATOR)

WHO_STOP = (Role.MANAGER, Role.OWNER, Role.SUPERVISOR, Role.HR)
"""Who may say for a store that something real is going on, or why somebody is excused."""


def call_for(person: Person, call_id: UUID) -> Call:
    """The door to a call: one's own, once it was sent. Raises Http404."""
    sent = Call.objects.filter(pk=call_id, person=person, sent_at__isnull=False)
    call = sent.select_related("run__plan__script", "store_drill__store").first()
    if call is None:
        raise Http404
    return call


def run_for(person: Person, run_id: int, at: datetime | None = None, *, steering: bool = False) -> Run:
    """One run; Http404 where this person does not answer for its plan: to watch it or, with `steering`, to steer it."""
    run = (
        runs_for(person, at, steering=steering).select_related("plan__script", "plan__owner").filter(pk=run_id).first()
    )
    if run is None:
        raise Http404
    return run


def runs_for(person: Person, at: datetime | None = None, *, steering: bool = False) -> QuerySet[Run]:
    """The runs of the plans that this person answers for."""
    roles = WHO_STEER if steering else WHO_WATCH
    mine = Posting.objects.alive(at or timezone.now()).filter(person=person, role__in=roles)
    owner = Coalesce(F("chain_id"), F("region__chain_id"), F("store__chain_id"))
    owners = set(mine.annotate(owner=owner).values_list("owner", flat=True))
    if None in owners:
        return Run.objects.all()
    return Run.objects.filter(plan__owner__in=owners)


def store_drill_for(
    person: Person, drill_id: int, at: datetime | None = None, *, roles: tuple[Role, ...] = ON_THE_BOARD
) -> StoreDrill:
    """One store in one run; Http404 where this person holds none of `roles` for the store, and until it is alerted:
    managers are drilled too. What was announced is no secret."""
    now = at or timezone.now()
    theirs = StoreDrill.objects.filter(store__in=stores_for(person, now, roles=roles), pk=drill_id)
    known = theirs.filter(Q(at__lte=now) | Q(run__plan__announced=True, at__isnull=False))
    found = known.select_related("run__plan__script", "store__chain").first()
    if found is None:
        raise Http404
    return found


def call_to_stop(person: Person, call_id: UUID, at: datetime | None = None) -> Call:
    """A call that this person may stop or excuse: of a store that they answer for. Raises Http404."""
    theirs = Q(store_drill__store__in=stores_for(person, at, roles=WHO_STOP))
    call = Call.objects.filter(theirs, pk=call_id).select_related("run__plan", "store_drill__store").first()
    if call is None:
        raise Http404
    return call
