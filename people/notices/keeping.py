"""What a phone keeps of the notices: the inbox, as long as it says the same."""

from datetime import datetime

from django.urls import reverse

from people.keeping import Thing, keeps, version_of
from people.models import Notice, Person


@keeps("notices")
def kept_inbox(person: Person, at: datetime) -> list[Thing]:
    """The inbox; one query for the newest."""
    newest = Notice.objects.filter(person=person).standing(at).values_list("pk", flat=True).first()
    return [Thing(reverse("notices"), version_of(newest, person.unread, person.language))]
