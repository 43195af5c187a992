"""What a phone keeps of drills: what rings now, so that it can be answered where the network ends. What is still to
come is not kept: whoever looks into a phone must not find it there."""

from collections.abc import Iterator
from datetime import datetime

from content.queries import edition_url, hotlines, pictures_in
from drills.queries.ringing import Ring, ringing
from drills.queries.tellings import call_path
from people.keeping import Thing, keeps, version_of
from people.models import Person


@keeps("drills")
def calls(person: Person, at: datetime) -> Iterator[Thing]:
    """The page of each call that rings, what it plays, and the pictures in it; one query where nothing rings."""
    rings = ringing(person, at)
    if rings:
        yield from _kept(rings, person)


def _kept(rings: list[Ring], person: Person) -> Iterator[Thing]:
    numbers = hotlines()
    for ring in rings:
        told = (ring, numbers and numbers.current_id, person.language)
        yield Thing(call_path(ring.call), version_of(*told))
        yield Thing(edition_url(ring.edition, person.language))
    pictures = pictures_in([ring.edition for ring in rings], person.language, person.chain_id)
    yield from (Thing(f"/api/v1/pictures/{sha256}") for sha256 in pictures)
