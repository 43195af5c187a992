"""Fills the bench's database: `bench.filling.build()` in a process that has the bench's settings."""

import json
from dataclasses import asdict

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from bench.ground import Known
from content.loading.load import load_content
from content.models import Work, script_of
from courses.actions import assign
from courses.models import Enrolment
from courses.rules import works_of
from outbox.actions import drain
from people.actions import hire, post
from people.models import Chain, Person, Region, Role, Store

STORES, CLERKS = 40, 8
STORE = "000007"


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
    course = Work.objects.get(kind=Work.Kind.COURSE)
    assign(course=course, chain=chain, by=None)
    while drain():
        pass
    lesson = Work.objects.get(pk=works_of(course.current.read())[0])
    path = [(step.node, step.answer) for step in script_of(lesson.current_id).best.path]
    enrolment = Enrolment.objects.get(person=clerks[1])
    return Known(_session(clerks[0]), _session(clerks[1]), lesson.current_id, enrolment.purpose, path)


def _clerk(chain: Chain, number: int) -> Person:
    person = hire(chain=chain, employee_number=f"B{number:04d}", name="王小明", by=None)
    post(person=person, role=Role.CLERK, scope=Store.objects.get(chain=chain, code=STORE), by=None)
    return person


def _session(person: Person) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return str(store.session_key)
