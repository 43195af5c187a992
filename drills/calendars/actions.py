"""The secret address of a store's calendar."""

import secrets
from datetime import datetime

from django.db import transaction

from drills.models import CalendarAddress
from people.actions import keep
from people.models import Person, Store

BYTES = 32


@transaction.atomic
def renew_address(*, store: Store, by: Person, at: datetime) -> CalendarAddress:
    """Give a store's calendar a new address, or its first; the old one ends at once."""
    made, _ = CalendarAddress.objects.update_or_create(
        store=store, defaults={"token": secrets.token_urlsafe(BYTES), "made_at": at}
    )
    keep("renew_drill_calendar", store, by=by, at=at)
    return made


@transaction.atomic
def end_address(*, store: Store, by: Person, at: datetime) -> None:
    """Take the calendar back: whoever had its address sees nothing any more."""
    if CalendarAddress.objects.filter(store=store).delete()[0]:
        keep("end_drill_calendar", store, by=by, at=at)
