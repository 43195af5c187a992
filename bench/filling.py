"""Fills the bench's database: `bench.filling.build()` in a process that has the bench's settings."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from random import Random

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from bench.ground import CROWD, CROWDED, SIXTY, SIXTY_STORES, Known
from certificates.models import Credential
from content.loading.files import key_of
from content.loading.load import load_content
from content.models import Work, script_of
from courses.actions import assign
from courses.models import Assignment, Enrolment
from courses.queries import streets
from courses.refreshers.queries import todays
from courses.rules import works_of
from lms.seeding.playing import Player
from outbox.actions import drain
from people.actions import hire, post
from people.models import Chain, Person, Posting, Region, Role, Shift, Store
from readiness.nights import tonight

STORES, CLERKS = 40, 8
STORE = "000007"
PLAYED = "migrant-lost-docs"
PER_STORE = 25
TEN = 10
REGIONS = 6


def build() -> None:
    """Migrate, load the real content, post clerks, assign the course; print the world as one line of JSON."""
    call_command("migrate", verbosity=0)
    load_content()
    print(json.dumps(asdict(_known())))


def _known() -> Known:
    chain = Chain.objects.create(slug="bench", name="量測超商")
    region = Region.objects.create(chain=chain, code="R1", name="第一區")
    for number in range(STORES):
        Store.objects.create(chain=chain, region=region, code=f"{number:06d}", name=f"第{number}門市")
    clerks = [_clerk(chain, number) for number in range(CLERKS)]
    course = Work.objects.certifying().get()
    assign(course=course, chain=chain, by=None)
    while drain():
        pass
    # Without a pool, whose draw would differ from attempt to attempt.
    played = Work.objects.get(pk=key_of(PLAYED))
    path = [(step.node, step.answer) for step in script_of(played.current_id).best.path]
    enrolment = Enrolment.objects.get(person=clerks[1])
    question = _learned_before(clerks[2], course)
    (street,) = streets(clerks[0], clerks[0].language)
    hr = _crowd(course, CROWDED, CROWD, PER_STORE)
    desk = _crowd(course, SIXTY, SIXTY_STORES * TEN, TEN)
    _planned(SIXTY)
    return Known(
        _session(clerks[0]),
        _session(clerks[1]),
        _session(clerks[2]),
        _session(hr),
        _session(desk),
        played.current_id,
        enrolment.purpose,
        path,
        question,
        reverse("street", args=[street.enrolment]),
        reverse("learn", args=[street.enrolment, street.lamps[0].work]),
    )


def _clerk(chain: Chain, number: int) -> Person:
    person = hire(chain=chain, employee_number=f"B{number:04d}", name="王小明", by=None)
    post(person=person, role=Role.CLERK, scope=Store.objects.get(chain=chain, code=STORE), by=None)
    return person


def _learned_before(person: Person, course: Work) -> str:
    """Let a clerk pass the course's first lesson a month ago; the address of the first question asked today."""
    now = timezone.now()
    works = works_of(course.current.read())
    lessons = Work.objects.filter(kind=Work.Kind.LESSON).in_bulk(works)
    first = next(lessons[work] for work in works if work in lessons)
    purpose = Enrolment.objects.get(person=person).purpose
    Player(person, 1.0, Random(1)).passes(first.current_id, purpose, now - timedelta(days=30))
    while drain():
        pass
    return reverse("refresher", args=[todays(person, now).asked[0].memory])


def _crowd(course: Work, slug: str, many: int, per_store: int) -> Person:
    """A chain of `many` clerks, four of five certified, the others enrolled; its HR person. Past the actions, which
    would take minutes and make the same rows."""
    chain = Chain.objects.create(slug=slug, name="大型超商")
    regions = [Region.objects.create(chain=chain, code=f"R{n}", name=f"第{n}區") for n in range(REGIONS)]
    numbers = range(many)
    stores = Store.objects.bulk_create(
        Store(chain=chain, region=regions[n % REGIONS], code=f"{n:06d}", name=f"第{n}門市")
        for n in range(many // per_store)
    )
    people = Person.objects.bulk_create(
        Person(chain=chain, employee_number=f"C{n:05d}", name="林小華") for n in numbers
    )
    now = timezone.now()
    Posting.objects.bulk_create(
        Posting(person=people[n], role=Role.CLERK, store=stores[n // per_store], since=now) for n in numbers
    )
    Assignment.objects.create(chain=chain, course=course, assigned_at=now)
    _learned(people, course, now)
    hr = hire(chain=chain, employee_number="HR", name="林主任", by=None)
    post(person=hr, role=Role.HR, scope=chain, by=None)
    return hr


def _planned(slug: str) -> None:
    """Tonight's plan of all stores: the second clerk of each, who is certified, alone all night; in every fifth store
    the first, who is not."""
    night = tonight(timezone.now())
    posted = Posting.objects.filter(store__chain__slug=slug).order_by("store__code", "person__employee_number")
    of_store = [list(rows) for _, rows in groupby(posted, key=attrgetter("store_id"))]
    duties = [rows[0 if n % 5 == 0 else 1] for n, rows in enumerate(of_store)]
    Shift.objects.bulk_create(
        Shift(person_id=p.person_id, store_id=p.store_id, starts_at=night.begins, ends_at=night.ends) for p in duties
    )


def _learned(people: list[Person], course: Work, now: datetime) -> None:
    done = [n % 5 > 0 for n in range(len(people))]
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(person=p, course=course, enrolled_at=now, due_at=now, completed_at=now if finished else None)
        for p, finished in zip(people, done, strict=True)
    )
    today = now.date()
    Credential.objects.bulk_create(
        Credential(
            person_id=e.person_id,
            course=course,
            enrolment=e,
            cycle=1,
            issued_at=now,
            valid_from=today,
            valid_until=today + timedelta(days=365),
        )
        for e in enrolments
        if e.completed_at
    )


def _session(person: Person) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    (store[BACKEND_SESSION_KEY],) = settings.AUTHENTICATION_BACKENDS
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return str(store.session_key)
