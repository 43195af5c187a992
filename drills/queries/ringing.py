"""The drills that ring for a person now."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from attempts.models import Attempt
from content.rules import title_in
from drills.models import Call
from drills.models.calls import PATIENCE
from people.models import Person
from people.written import Question, Written


@dataclass(frozen=True)
class Ring:
    """One call that may be answered until `until`; `attempt` is the one that was begun for it, if any."""

    call: UUID
    title: str
    sent_at: datetime
    until: datetime
    makeup: bool
    store: str
    edition: str
    state: str
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


RINGING = Written(
    lambda person, since, at: (
        Call.objects.sent_within(since, at)
        .filter(person=person)
        .annotate(begun=_begun(person))
        .order_by("due_at", "pk")
        .values_list(
            "pk",
            "run__plan__script__titles",
            "sent_at",
            "makeup_of",
            "store_drill__store__name",
            "run__edition",
            "state",
            "acknowledged_at",
            "begun",
        )
    )
)


def ringing(person: Person, at: datetime) -> list[Ring]:
    """The calls of a person that ring at `at`, the oldest first; one query."""
    return asked_rings(person, at).answer()


def asked_rings(person: Person, at: datetime) -> Question[list[Ring]]:
    """The same, to be asked with others."""
    rows = RINGING.sql(person=person.pk, since=at - PATIENCE, at=at)
    return Question((rows,), lambda found: [_ring(person, *row) for row in found])


def _ring(person: Person, call: UUID, titles: str, sent_at: datetime, first: UUID | None, *rest: Any) -> Ring:
    title = title_in(json.loads(titles), person.language)
    return Ring(call, title, sent_at, sent_at + PATIENCE, first is not None, *rest)
