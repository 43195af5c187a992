"""Answering what clerks have reported."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from attempts.models import Flag
from content.models import Work
from outbox import facts
from people.actions import keep
from people.models import Person


class ReplyMissing(Exception):
    """Who reported something that is no fault is owed a sentence that says why."""


@transaction.atomic
def answer_flags(
    *, work: Work, flags: Collection[UUID], state: Flag.State, reply: str, by: Person, at: datetime | None = None
) -> int:
    """Close these open flags of one work as `mended` or `no_fault`; how many it were.

    `reply` is what the clerks read on their home page. Flags of other works, and those that somebody has answered
    meanwhile, are left as they are. Sends `flags_answered`. Raises ReplyMissing for `no_fault` without a reply.
    """
    now = at or timezone.now()
    if state == Flag.State.NO_FAULT and not reply.strip():
        raise ReplyMissing
    found = Flag.objects.open().filter(pk__in=flags, attempt__edition__work=work)
    answered = found.update(state=state, reply=reply.strip(), answered_at=now, answered_by=by)
    if answered:
        keep("answer_flags", work, by=by, at=now, state=state, flags=answered)
        facts.send("flags_answered", work=work, at=now)
    return answered
