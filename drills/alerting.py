"""A call that rings is the alert itself: what the inbox, the bell and the messages outside say of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

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
        _alert(person.pk, ring.call, ring.title, ring.sent_at, ring.state, makeup=ring.makeup)
        for ring in ringing(person, at)
    ]


def one(word: str, at: datetime) -> Alert | None:
    """The call with this pk, if it rings."""
    rings = Call.objects.sent_within(at - PATIENCE, at).filter(pk=word)
    call = rings.select_related("run__plan__script").first()
    if call is None or call.sent_at is None:
        return None
    titles, makeup = call.run.plan.script.titles, call.makeup_of_id is not None
    return _alert(call.person_id, call.pk, titles, call.sent_at, call.state, makeup=makeup)


def _alert(person: int, call: UUID, drill: object, sent_at: datetime, state: str, *, makeup: bool) -> Alert:
    """`drill` is its title: one, or one for each language."""
    data, over = {"drill": drill, "minutes": MINUTES}, sent_at + PATIENCE
    return Alert(
        person, kind_of(makeup=makeup), data, call_path(call), sent_at, over, unanswered=state == Call.State.SENT
    )


@waits("drills")
def unanswered(person: Value) -> QuerySet[Any]:
    """The calls that a person has not acknowledged yet."""
    return Call.objects.filter(person=person, state=Call.State.SENT, sent_at__gt=Now() - PATIENCE)


alerts_by(CALL, Source(standing, one))
