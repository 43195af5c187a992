"""A call that rings is the alert itself: what the inbox, the bell and the messages outside say of it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Now

from drills.models import Call
from drills.models.calls import PATIENCE
from drills.queries.ringing import ringing
from drills.queries.tellings import CALL, MINUTES, call_path, kind_of
from people.models import Person
from people.notices.alerts import Alert, Source, alerts_by
from people.waiting import waits


def standing(person: Person, at: datetime) -> list[Alert]:
    """The calls that ring for a person."""
    return [
        Alert(
            person.pk,
            kind_of(makeup=ring.makeup),
            {"drill": ring.title, "minutes": MINUTES},
            call_path(ring.call),
            ring.sent_at,
            ring.until,
            unanswered=ring.state == Call.State.SENT,
        )
        for ring in ringing(person, at)
    ]


def one(word: str, at: datetime) -> Alert | None:
    """The call with this pk, if it rings."""
    rings = Call.objects.sent_within(at - PATIENCE, at).filter(pk=word)
    call = rings.select_related("run__plan__script").first()
    if call is None or call.sent_at is None:
        return None
    return Alert(
        call.person_id,
        kind_of(makeup=call.makeup_of_id is not None),
        {"drill": call.run.plan.script.titles, "minutes": MINUTES},
        call_path(call.pk),
        call.sent_at,
        call.sent_at + PATIENCE,
        unanswered=call.state == Call.State.SENT,
    )


@waits("drills")
def unanswered(person: Value) -> QuerySet[Any]:
    """The calls that a person has not acknowledged yet."""
    return Call.objects.filter(person=person, state=Call.State.SENT, sent_at__gt=Now() - PATIENCE)


alerts_by(CALL, Source(standing, one))
