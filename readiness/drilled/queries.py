"""Drills as they stand beside certificates: a person's last ones."""

from dataclasses import dataclass
from datetime import date

from drills.models import Call
from people.models import Person
from people.shifts.rules import shop_day

LAST = 6


@dataclass(frozen=True)
class Drilled:
    """One drill of a person: what it was, when, what it came to (`Call.Result`, and in words), how fast in seconds."""

    title: str
    on: date
    result: str
    words: str
    seconds: int | None
    target_seconds: int
    makeup: bool


def drilled(person: Person, lang: str) -> list[Drilled]:
    """The last drills of a person that came to something, the newest first. One query."""
    over = Call.objects.filter(person=person, sent_at__isnull=False).exclude(result="")
    calls = over.select_related("run__plan__script").order_by("-sent_at")[:LAST]
    return [_drilled(call, lang) for call in calls]


def _drilled(call: Call, lang: str) -> Drilled:
    return Drilled(
        title=call.run.plan.script.title(lang),
        on=shop_day(call.sent_at or call.due_at),
        result=call.result,
        words=call.get_result_display(),
        seconds=call.seconds_until(call.acknowledged_at),
        target_seconds=call.run.target_seconds,
        makeup=call.makeup_of_id is not None,
    )
