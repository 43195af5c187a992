"""One person as those see them who answer for the store: state, certificates, what is left, what was passed when.

Never single answers: what somebody chose in a drill stays between them and the course.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from attempts.models import Attempt
from certificates.queries import Certificate, certificates_of
from content.models import Work
from courses.queries import Street, streets
from people.doors import postings_for
from people.models import Person, Posting
from readiness.drilled.queries import Drilled, drilled
from readiness.floors import Clerk
from readiness.queries import floor_of


@dataclass(frozen=True)
class Learned:
    """One work that was passed: the first time and the last, by the shop's calendar; `times` in how many cycles."""

    title: str
    kind: str
    first: date
    last: date
    times: int


@dataclass(frozen=True)
class PersonPage:
    """`postings` are those that the viewer sees, the longest first."""

    person: Person
    as_of: datetime
    clerk: Clerk
    postings: Sequence[Posting]
    certificates: Sequence[Certificate]
    walking: Sequence[Street]
    learned: Sequence[Learned]
    drills: Sequence[Drilled]

    @property
    def posting(self) -> Posting:
        return self.postings[0]


def person_page(viewer: Person, chain_slug: str, employee_number: str, at: datetime) -> PersonPage:
    """One person, for who sees a store where they stand; Http404 for anybody else. A fixed number of queries."""
    postings = postings_for(viewer, chain_slug, employee_number, at)
    person = postings[0].person
    store = postings[0].store
    assert store is not None  # noqa: S101 - narrows the type: on the floor there is one
    clerk = next(clerk for clerk in floor_of(store, at).clerks if clerk.person_id == person.pk)
    open_ones = [street for street in streets(person, viewer.language) if street.completed_at is None]
    certificates, learned = certificates_of(person, at), learned_by(person, viewer.language)
    drills = drilled(person, viewer.language)
    return PersonPage(person, at, clerk, postings, certificates, open_ones, learned, drills)


def learned_by(person: Person, lang: str) -> list[Learned]:
    """The works that a person has passed, the latest first. Two queries."""
    passed = Attempt.objects.filter(person=person, passed=True, ended_at__isnull=False).order_by("ended_at")
    ends: dict[object, list[date]] = {}
    purposes: dict[object, set[str]] = {}
    for work, end, purpose in passed.values_list("edition__work_id", "ended_at", "purpose"):
        ends.setdefault(work, []).append(timezone.localtime(end).date())
        purposes.setdefault(work, set()).add(purpose)
    works = Work.objects.in_bulk(list(ends))
    found = [
        Learned(works[pk].title(lang), works[pk].kind, days[0], days[-1], len(purposes[pk]))
        for pk, days in ends.items()
    ]
    return sorted(found, key=lambda one: one.last, reverse=True)
