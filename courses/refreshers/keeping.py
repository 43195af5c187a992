"""What refreshers keep on a phone: the player at each of today's questions, and the questions."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from attempts.queries.logs import lengths_of
from content.hotlines import current as hotlines
from content.queries import edition_url, pictures_in
from courses.refreshers.queries import todays
from people.keeping import Thing, keeps, version_of
from people.models import Person


@keeps("refreshers")
def questions(person: Person, at: datetime) -> Iterator[Thing]:
    """Those of today that are not answered yet, with their pictures, and the page that they lead to; at most five
    queries."""
    asked = todays(person, at)
    ahead = [each for each in asked.asked if each.state != "lit"]
    if ahead:
        yield Thing(reverse("refreshers"), version_of(asked, person.language))
    numbers = hotlines.read() if ahead else None
    logs = lengths_of([each.attempt for each in ahead])
    for each in ahead:
        onward = asked.after(each.memory)
        told = (each, logs[each.attempt], onward and onward.memory, numbers, person.language)
        yield Thing(reverse("refresher", args=[each.memory]), version_of(*told))
        yield Thing(edition_url(each.edition, person.language))
    pictures = pictures_in([each.edition for each in ahead], person.language, person.chain_id) if ahead else ()
    yield from (Thing(f"/api/v1/pictures/{sha256}") for sha256 in pictures)
