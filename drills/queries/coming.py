"""The announced drills that are to come for a person. What was not announced is nobody's to know."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.rules import title_in
from drills.models import Call, Run
from people.models import Person
from people.written import Question, Written

BEFORE = timedelta(days=3)
"""So long before its moment an announced drill is told."""


@dataclass(frozen=True)
class Coming:
    """A drill that calls the person at `at`."""

    at: datetime
    title: str
    store: str


COMING = Written(
    lambda person, since, until: (
        Call.objects.filter(person=person, due_at__gt=since, due_at__lte=until, makeup_of=None)
        .filter(state__in=[Call.State.PLANNED, Call.State.ARMED], run__plan__announced=True)
        .filter(run__in=Run.objects.open())
        .order_by("due_at", "pk")
        .values_list("due_at", "run__plan__script__titles", "store_drill__store__name")
    )
)


def coming(person: Person, at: datetime) -> list[Coming]:
    """Those of the next three days, the soonest first; one query."""
    return asked_coming(person, at).answer()


def asked_coming(person: Person, at: datetime) -> Question[list[Coming]]:
    """The same, to be asked with others."""
    rows = COMING.sql(person=person.pk, since=at, until=at + BEFORE)
    return Question((rows,), lambda found: [_coming(person, *row) for row in found])


def _coming(person: Person, at: datetime, titles: str, store: str) -> Coming:
    return Coming(at, title_in(json.loads(titles), person.language), store)
