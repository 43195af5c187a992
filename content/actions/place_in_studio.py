"""Putting a person into the groups that their postings give."""

from django.contrib.auth.models import Group
from django.db import transaction

from content.actions.open_library import open_library
from content.studio import groups_of, places_of
from people.models import Chain, Person

PREFIX = "studio:"


@transaction.atomic
def place_in_studio(*, person: Person) -> None:
    """Derive a person's studio groups from their postings alive now; libraries that are still missing are opened."""
    for place in places_of(person):
        open_library(chain=Chain.objects.get(pk=place.chain) if place.chain else None)
    due, has = groups_of(person), set(person.groups.filter(name__startswith=PREFIX).values_list("pk", flat=True))
    person.groups.remove(*Group.objects.filter(pk__in=has - due))
    person.groups.add(*Group.objects.filter(pk__in=due - has))
