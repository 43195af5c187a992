"""Saying 「我在班上」, taking it back, forgetting it. No audit: nobody has to answer for it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from people.models import Person, Presence, Store
from people.shifts.presence.rules import KEPT


@transaction.atomic
def come_on(*, person: Person, store: Store, hours: int, at: datetime | None = None) -> Presence:
    """Somebody says that they are at this store for so many hours from now; whatever they said before ends."""
    now = at or timezone.now()
    # Two taps at once would each find nothing to end.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    go_off(person=person, at=now)
    return Presence.objects.create(person=person, store=store, since=now, until=now + timedelta(hours=hours))


@transaction.atomic
def go_off(*, person: Person, at: datetime | None = None) -> None:
    """Somebody says that they have gone; said twice is said once."""
    now = at or timezone.now()
    Presence.objects.filter(person=person, since__gte=now).delete()
    Presence.objects.filter(person=person, until__gt=now).update(until=now)


def forget_presences(*, at: datetime) -> int:
    """Drop those that have been over for 48 hours. Returns how many."""
    gone, _ = Presence.objects.filter(until__lte=at - KEPT).delete()
    return gone
