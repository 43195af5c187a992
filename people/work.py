"""What this room owes: registered with the outbox at start-up."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from outbox.registry import Owing, due_scan, handler
from people.joining.asking import forget_requests
from people.notices.actions import clear
from people.shifts.absences.actions import forget_absences
from people.shifts.presence.actions import forget_presences
from people.tries.actions import forget_tries

TIDY = "people.tidy"


@due_scan(TIDY)
def tidying(at: datetime) -> Iterable[Owing]:
    """Once a day: the same day named again is owed once."""
    return [Owing(TIDY, timezone.localtime(at).date().isoformat())]


@handler(TIDY)
def tidy(day: str) -> None:
    """Drop what is kept for minutes, days or weeks only, and notices that are over."""
    now = timezone.now()
    forget_tries()
    forget_requests(at=now)
    forget_absences(at=now)
    forget_presences(at=now)
    clear()
