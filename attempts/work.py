"""What this room owes: registered with the outbox at start-up."""

from collections.abc import Iterable
from datetime import datetime

from attempts.actions import close_withdrawn
from attempts.models import Attempt
from content.models import Edition
from outbox.facts import receives
from outbox.registry import Owing, handler, reconciliation

CLOSE = "attempts.close_withdrawn"


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
