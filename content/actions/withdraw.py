"""Withdrawing an edition: what is due says so, phones drop it, open attempts start again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from content.hotlines import current as hotlines
from content.models.works import Edition, Work
from outbox import facts
from people.actions import keep
from people.models import Person


class OnlyHotlines(Exception):
    """The last list of hotlines that stands cannot be withdrawn: phones would show no number at all."""


@transaction.atomic
def withdraw(*, edition: Edition, because: str, by: Person | None, at: datetime | None = None) -> Edition:
    """Withdraw an edition, once; the work falls back to its newest edition that stands. Sends `withdrawn`.

    Raises OnlyHotlines.
    """
    now = at or timezone.now()
    work = Work.objects.select_for_update().get(pk=edition.work_id)
    edition.refresh_from_db()
    if edition.withdrawn_at is not None:
        return edition
    if work.kind == Work.Kind.HOTLINES:
        _refuse_the_last(work, edition)
        hotlines.changed()
    edition.withdrawn_at, edition.withdrawn_because = now, because
    edition.save(update_fields=["withdrawn_at", "withdrawn_because"])
    if work.current_id == edition.pk:
        work.turn_to(work.editions.filter(withdrawn_at=None).order_by("-number").first())
    keep("withdraw", edition, by=by, at=now, because=because)
    facts.send("withdrawn", edition=edition)
    return edition


def _refuse_the_last(work: Work, edition: Edition) -> None:
    if not work.editions.filter(withdrawn_at=None).exclude(pk=edition.pk).exists():
        raise OnlyHotlines
