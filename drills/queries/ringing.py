"""The drills that ring for a person now, and the announced ones that are to come. What was not announced is nobody's to
know beforehand."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from attempts.models import Attempt
from content.rules import title_in
from drills.models import Call, Run
from drills.models.calls import ANSWERING, PATIENCE, CallQuerySet
from people.models import Person
from people.written import Question, Rows, Written


@dataclass(frozen=True)
class Ring:
    """One call that may be answered until `until`; `attempt` is the one that was begun for it, if any."""

    call: UUID
    title: str
    sent_at: datetime
    until: datetime
    makeup: bool
    store: str
    state: str
    edition: str
    acknowledged_at: datetime | None
    attempt: UUID | None

    @property
    def purpose(self) -> str:
        """What an attempt that answers it is for."""
        return f"drill:{self.call}"


def _begun(person: Value) -> Subquery:
    """The attempt that answers a call already, unless it was closed."""
    own = Concat(Value("drill:"), Cast(OuterRef("pk"), CharField()))
    begun = Attempt.objects.filter(person=person, purpose=own).exclude(state=Attempt.State.CLOSED)
    return Subquery(begun.values("pk")[:1])


BEFORE = timedelta(days=3)
"""So long before its moment an announced drill is told."""


@dataclass(frozen=True)
class Coming:
    """An announced drill that will call the person at `at`."""

    at: datetime
    title: str
    store: str


@dataclass(frozen=True)
class Before:
    """What a person has before them of drills, the soonest first."""

    rings: list[Ring]
    coming: list[Coming]


def _announced(at: Value, until: Value) -> CallQuerySet:
    """Those of announced plans that are still to be sent; a make-up is never announced."""
    open_ones = Call.objects.filter(run__plan__announced=True, run__in=Run.objects.open(), makeup_of=None)
    return open_ones.filter(state__in=[Call.State.PLANNED, Call.State.ARMED], due_at__gt=at, due_at__lte=until)


# Of one person's calls, which are few, both in one breath: two statements would cost today's page twice.
MINE = Written(
    lambda person, since, at, until: (
        (Call.objects.sent_within(since, at) | _announced(at, until))
        .filter(person=person)
        .annotate(begun=_begun(person))
        .order_by("due_at", "pk")
        .values_list(
            "due_at",
            "run__plan__script__titles",
            "store_drill__store__name",
            "pk",
            "state",
            "sent_at",
            "makeup_of",
            "run__edition",
            "acknowledged_at",
            "begun",
        )
    )
)


def ringing(person: Person, at: datetime) -> list[Ring]:
    """The calls of a person that ring at `at`; one query."""
    return before(person, at).rings


def before(person: Person, at: datetime) -> Before:
    """What a person has before them at `at`; one query."""
    return asked_before(person, at).answer()


def asked_before(person: Person, at: datetime) -> Question[Before]:
    """The same, to be asked with others."""
    rows = MINE.sql(person=person.pk, since=at - PATIENCE, at=at, until=at + BEFORE)
    return Question((rows,), lambda found: _before(person, found))


def _before(person: Person, rows: Rows) -> Before:
    found = Before([], [])
    for due_at, titles, store, call, state, sent_at, first, *rest in rows:
        title = title_in(json.loads(titles), person.language)
        if state in ANSWERING:
            until, makeup = sent_at + PATIENCE, first is not None
            found.rings.append(Ring(call, title, sent_at, until, makeup, store, state, *rest))
        else:
            found.coming.append(Coming(due_at, title, store))
    return found
