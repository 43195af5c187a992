"""Doors to drills. What is not yours is not there: every refusal is a 404."""

from collections.abc import Collection, Iterable
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
    """What somebody sees of runs: what happens in the stores of `chains` (pk), and whose plans' runs they steer; None
    for all."""

    chains: frozenset[int] | None
    steered: frozenset[int] | None

    def whole(self, run: Run) -> bool:
        """They see all of this run."""
        return self.chains is None or run.plan.owner_id in self.chains

    def steers(self, run: Run) -> bool:
        """They may pause, cancel or widen this run."""
        return self.steered is None or run.plan.owner_id in self.steered

    def stores(self, path: str) -> Q:
        """The condition for rows whose store is at `path`."""
        return Q() if self.chains is None else Q(**{f"{path}__chain__in": self.chains})

    @property
    def runs(self) -> QuerySet[Run]:
        """Those of the plans of these chains and, of the programme's, those that drill stores of them."""
        runs = Run.objects.select_related("plan__script", "plan__owner")
        if self.chains is None:
            return runs
        ours = StoreDrill.objects.filter(self.stores("store"), run=OuterRef("pk"))
        return runs.filter(Q(plan__owner__in=self.chains) | Q(Exists(ours), plan__owner=None))

    def run(self, pk: int, *, steering: bool = False) -> Run:
        """One run; Http404 where it is not theirs to watch or, with `steering`, to steer."""
        found = self.runs.filter(pk=pk).first()
        if found is None or (steering and not self.steers(found)):
            raise Http404
        return found


EVERYTHING = Watched(None, None)


def watched_by(person: Person, at: datetime | None = None) -> Watched:
    """The door to runs: what this person watches and what they steer; one query."""
    owner = Coalesce(F("chain_id"), F("region__chain_id"), F("store__chain_id"))
    mine = Posting.objects.alive(at or timezone.now()).filter(person=person, role__in=WHO_WATCH)
    held = set(mine.annotate(owner=owner).values_list("role", "owner"))
    return Watched(_all_or(held, WHO_WATCH), _all_or(held, WHO_STEER))


def _all_or(held: Iterable[tuple[str, int | None]], roles: Collection[str]) -> frozenset[int] | None:
    owners = {owner for role, owner in held if role in roles}
    return None if None in owners else frozenset(owner for owner in owners if owner is not None)


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
