"""What of the card is kept on a phone: the page, which has everything in it."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from content.card.queries import card_version
from people.keeping import Thing, keeps
from people.models import Person


@keeps("card")
def card_page(person: Person, at: datetime) -> list[Thing]:
    """The counter card, for whoever is signed in."""
    return [Thing(reverse("card"), card_version(person.language, timezone.localdate(at)))]
