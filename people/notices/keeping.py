"""What a phone keeps of the notices: the inbox, as long as it says the same."""

from datetime import datetime

from django.urls import reverse

from people.keeping import Thing, keeps, version_of
from people.models import Notice, Person
from people.notices.alerts import standing


@keeps("notices")
def kept_inbox(person: Person, at: datetime) -> list[Thing]:
    """The inbox; one query for the newest notice, and one for each source of alerts."""
    newest = Notice.objects.filter(person=person).standing(at).values_list("pk", flat=True).first()
    alerts = [(alert.link, alert.unanswered) for alert in standing(person, at)]
    return [Thing(reverse("notices"), version_of(newest, person.unread, alerts, person.language))]
