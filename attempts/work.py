"""What this room owes: registered with the outbox at start-up."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from attempts.actions import close_withdrawn, sum_days
from attempts.models import Attempt
from attempts.queries.times import first_unsummed
from content.models import Edition
from outbox.facts import receives
from outbox.registry import Owing, due_scan, handler, reconciliation

CLOSE = "attempts.close_withdrawn"
SUM = "attempts.sum_days"

SETTLED = timedelta(minutes=10)
"""How long after midnight no transaction of the day before can still be under way."""


@receives("withdrawn")
def on_withdrawn(*, edition: Edition) -> Iterable[Owing]:
    yield Owing(CLOSE, edition.pk)


@handler(CLOSE)
def close(sha256: str) -> None:
    close_withdrawn(edition_sha256=sha256)


@reconciliation(CLOSE)
def open_on_withdrawn(at: datetime) -> Iterable[Owing]:
    left = Attempt.objects.open().filter(edition__withdrawn_at__lt=at).values_list("edition_id", flat=True).distinct()
    return [Owing(CLOSE, sha256) for sha256 in left]


@due_scan(SUM)
def days_to_sum(at: datetime) -> Iterable[Owing]:
    """Once a day is over, its learning time is to be summed, and that of days that were missed."""
    yesterday = timezone.localtime(at - SETTLED, timezone.get_default_timezone()).date() - timedelta(days=1)
    first = first_unsummed()
    return [Owing(SUM, yesterday.isoformat())] if first and first <= yesterday else []


@handler(SUM)
def sum_until(day: str) -> None:
    sum_days(until=date.fromisoformat(day))
