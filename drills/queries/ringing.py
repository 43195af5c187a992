"""The drills that ring for a person now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from attempts.models import Attempt
from drills.models import Call
from drills.models.calls import PATIENCE
from people.models import Person


@dataclass(frozen=True)
class Ring:
    """One call that may be answered until `until`; `attempt` is the one that was begun for it, if any."""

    call: UUID
    title: str
    store: str
    edition: str
    state: str
    makeup: bool
    sent_at: datetime
    until: datetime
    acknowledged_at: datetime | None
    attempt: UUID | None

    @property
    def purpose(self) -> str:
        """What an attempt that answers it is for."""
        return f"drill:{self.call}"


def ringing(person: Person, at: datetime) -> list[Ring]:
    """The calls of a person that ring at `at`, the oldest first; two queries, one where
    nothing rings."""
    calls = Call.objects.ringing(at).filter(person=person).select_related("run__plan__script", "store_drill__store")
    found = list(calls)
    begun = Attempt.objects.filter(person=person, purpose__in=[call.purpose for call in found])
    standing = begun.exclude(state=Attempt.State.CLOSED) if found else begun.none()
    attempts = dict(standing.values_list("purpose", "pk"))
    return [_ring(call, attempts.get(call.purpose), person) for call in found]


def _ring(call: Call, attempt: UUID | None, person: Person) -> Ring:
    sent_at = call.sent_at or call.due_at
    return Ring(
        call=call.pk,
        title=call.run.plan.script.title(person.language),
        store=call.store_drill.store.name,
        edition=call.run.edition_id,
        state=call.state,
        makeup=call.makeup_of_id is not None,
        sent_at=sent_at,
        until=sent_at + PATIENCE,
        acknowledged_at=call.acknowledged_at,
        attempt=attempt,
    )
