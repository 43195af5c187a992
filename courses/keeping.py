"""What this room keeps on a phone: the streets, the player at each lamp that is still dark, and what it plays."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from attempts.queries.logs import lengths_of
from content.hotlines import current as hotlines
from content.queries import edition_url, pictures_in
from courses.queries import Lamp, Street, streets
from people.keeping import Thing, keeps, version_of
from people.models import Person


@keeps("courses")
def walks(person: Person, at: datetime) -> list[Thing]:
    """The streets, what is due on them, and the pictures in it, in six queries."""
    mine = streets(person, person.language)
    due = [(street, lamp) for street in mine for lamp in street.lamps if _is_due(street, lamp)]
    editions = list(dict.fromkeys(lamp.edition for _, lamp in due if lamp.edition))
    numbers = hotlines.read()
    logs = lengths_of([lamp.attempt for _, lamp in due])
    pages = [_player(street, lamp, logs[lamp.attempt], numbers, person.language) for street, lamp in due]
    pictures = pictures_in(editions, person.language, person.chain_id)
    return [
        *_pages(mine, at),
        *pages,
        *(Thing(edition_url(sha256, person.language)) for sha256 in editions),
        *(Thing(f"/api/v1/pictures/{sha256}") for sha256 in pictures),
    ]


def _is_due(street: Street, lamp: Lamp) -> bool:
    return street.completed_at is None and lamp.state != "lit" and lamp.edition is not None


def _pages(mine: list[Street], at: datetime) -> Iterator[Thing]:
    # How long there is to walk it is said in days.
    day = timezone.localtime(at).date()
    return (Thing(reverse("street", args=[street.enrolment]), version_of(street, day)) for street in mine)


def _player(street: Street, lamp: Lamp, answered: int, numbers: str | None, lang: str) -> Thing:
    # The page has the log in it, so that it can be gone on with here what was begun on another phone.
    return Thing(reverse("learn", args=[street.enrolment, lamp.work]), version_of(lamp, answered, numbers, lang))
