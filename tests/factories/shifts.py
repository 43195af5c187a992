"""Who stands in which store when, as rows."""

from datetime import datetime, timedelta

from people.models import Person, Posting, Shift


def on_shift(person: Person, at: datetime, *, hours: float = 8) -> Shift:
    """A shift of so many hours from `at` on, in the store where the person is posted."""
    store = Posting.objects.get(person=person, until=None).store
    return Shift.objects.create(person=person, store=store, starts_at=at, ends_at=at + timedelta(hours=hours))
