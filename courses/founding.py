"""Setting up a chain, ready for its first evening: stores, HR person, library, courses."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from content.actions.open_library import open_library
from content.models import Work
from courses.actions import assign
from people.brands.actions import BrandTold
from people.founding.actions import Founded, found_chain
from people.founding.reading import StoreLine
from people.models import Person


@transaction.atomic
def set_up_chain(
    *,
    slug: str,
    name: str,
    stores: Sequence[StoreLine],
    hr_number: str,
    hr_name: str,
    courses: Sequence[Work],
    by: Person | None,
    brand: BrandTold | None = None,
    at: datetime | None = None,
) -> Founded:
    """Found a chain, open its library and assign it these courses. All of it or nothing.

    Raises ValidationError where slug, name, brand or number make no sense or are taken.
    """
    founded = found_chain(
        slug=slug, name=name, stores=stores, hr_number=hr_number, hr_name=hr_name, by=by, brand=brand, at=at
    )
    open_library(chain=founded.chain)
    for course in courses:
        assign(course=course, chain=founded.chain, by=by, at=at)
    return founded
