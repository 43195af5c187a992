"""Doors to drills. What is not yours is not there: every refusal is a 404."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from drills.models import Call, Run, StoreDrill
from people.doors import stores_for
from people.models import Person, Posting, Role
from people.models.posting import ON_THE_BOARD

WHO_WATCH = (Role.TRAINER, Role.HR, Role.AUDITOR, Role.OPERATOR)
"""Who sees runs: each those of the own chain's plans as a whole and, of the programme's, what happens in the own
chain."""

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


@dataclass(frozen=True)
class Watched:
    """What somebody sees of runs: what happens in the stores of these chains (pk); None for all of it."""

    chains: frozenset[int] | None

    def whole(self, run: Run) -> bool:
        """They see all of this run."""
        return self.chains is None or run.plan.owner_id in self.chains

    def stores(self, path: str) -> Q:
        """The condition for rows whose store is at `path`."""
        return Q() if self.chains is None else Q(**{f"{path}__chain__in": self.chains})


def watched_by(person: Person, at: datetime | None = None, *, steering: bool = False) -> Watched:
    """What this person watches or, with `steering`, steers."""
    roles = WHO_STEER if steering else WHO_WATCH
    mine = Posting.objects.alive(at or timezone.now()).filter(person=person, role__in=roles)
    owner = Coalesce(F("chain_id"), F("region__chain_id"), F("store__chain_id"))
    owners = frozenset(mine.annotate(owner=owner).values_list("owner", flat=True))
    return Watched(None if None in owners else owners)


def run_for(person: Person, run_id: int, at: datetime | None = None, *, steering: bool = False) -> Run:
    """One run; Http404 where it is not theirs to watch or, with `steering`, to steer."""
    runs = runs_for(person, at, steering=steering)
    run = runs.select_related("plan__script", "plan__owner").filter(pk=run_id).first()
    if run is None:
        raise Http404
    return run


def runs_for(person: Person, at: datetime | None = None, *, steering: bool = False) -> QuerySet[Run]:
    """The runs of the plans of this person's chain and, to be watched only, those of the programme's that drill stores
    of it."""
    seen = watched_by(person, at, steering=steering)
    if seen.chains is None:
        return Run.objects.all()
    own = Q(plan__owner__in=seen.chains)
    if steering:
        return Run.objects.filter(own)
    ours = StoreDrill.objects.filter(seen.stores("store"), run=OuterRef("pk"))
    return Run.objects.filter(own | Q(Exists(ours), plan__owner=None))


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
