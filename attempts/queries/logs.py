"""Reads of logs, for the phones that keep them."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import Count

from attempts.models import Step

STANDING = (Step.State.ACCEPTED, Step.State.PENDING)


def log_of(attempt: uuid.UUID | None) -> list[dict[str, Any]] | None:
    """What stands in an attempt's log, as `GET attempts/<uuid>` tells it but without the clocks: whoever opens it on
    another phone, where the server cannot be asked, goes on from there. None without an attempt."""
    if attempt is None:
        return None
    steps = Step.objects.filter(attempt=attempt, state__in=STANDING)
    return [{**row, "id": str(row["id"])} for row in steps.values("id", "seq", "node", "answer", "state")]


def lengths_of(attempts: Collection[uuid.UUID | None]) -> dict[uuid.UUID | None, int]:
    """How much stands in the log of each of these attempts, nothing where there is none; at most one query."""
    steps = Step.objects.filter(attempt__in=[each for each in attempts if each], state__in=STANDING).order_by()
    return dict.fromkeys(attempts, 0) | dict(steps.values_list("attempt").annotate(Count("pk")))
