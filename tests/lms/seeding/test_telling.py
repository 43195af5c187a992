"""What those whom one signs in as are told in the demo."""

from datetime import timedelta

import pytest
from django.utils import timezone

from attempts.models import Flag
from courses.actions import assign
from lms.seeding.plans import told
from lms.seeding.telling import tell
from outbox.actions import drain
from people.actions import post
from people.factors.queries import person_of
from people.models import JoinRequest, Notice, Person, Role
from people.notices.queries import inbox
from tests.factories.content import course, scenario
from tests.factories.people import clerk, posted
from tests.factories.walks import certified

pytestmark = pytest.mark.django_db
SIGN_INS = told()["sign_ins"]


def named(person, role):
    person.employee_number = SIGN_INS[role]["number"]
    person.save()
    return person


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def world(now):
    """The eight whom one signs in as; the manager was certified a month ago, the clerk is new since five days."""
    walked, _credential = certified(at=now - timedelta(days=30), name="林淑芬")
    walked.chain.slug = told()["chains"][0]["slug"]
    walked.chain.save()
    post(person=named(walked.clerk, "manager"), role=Role.MANAGER, scope=walked.store, by=None, at=now - timedelta(99))
    five_days_ago = now - timedelta(days=5)
    named(clerk(walked.store, "陳家瑜", at=five_days_ago), "clerk")
    assign(course=course(scenario("夜裡的電話")), chain=walked.chain, by=None, at=five_days_ago)
    for role in SIGN_INS.keys() - {"clerk", "manager"}:
        scope = None if SIGN_INS[role]["scope"] == "programme" else walked.chain
        named(posted(Role(role), scope, role), role)
    drain()
    Notice.objects.update(read_at=now)
    return walked


def signed_in(role):
    """The person as a session has it."""
    return person_of(Person.objects.get(employee_number=SIGN_INS[role]["number"]).pk)


def kinds(role, now):
    person = signed_in(role)
    return {(entry.text.title.split("：")[0], entry.unread) for entry in inbox(person, now).entries}, person.unread


def test_the_manager_was_told_of_an_answer_and_of_who_waits_and_has_read_what_is_old(world, now):
    tell(now)
    drain()
    told_to_manager, unread = kinds("manager", timezone.now())
    assert {
        ("你拿到證書了", False),
        ("你反映的地方改好了", True),
        (f"有人想加入{world.store.name}", True),
    } <= told_to_manager
    assert unread == sum(is_unread for _title, is_unread in told_to_manager)


def test_the_clerk_was_told_of_the_new_course_when_it_came(world, now):
    tell(now)
    clerks = signed_in("clerk")
    entries = inbox(clerks, now).entries
    assert {now - entry.at for entry in entries} == {timedelta(days=5)}
    assert clerks.unread == len(entries) > 0


def test_one_waits_before_the_door_and_nothing_reported_is_left_open(world, now):
    tell(now)
    asked = JoinRequest.objects.waiting(now).get()
    assert (asked.store, asked.name) == (world.store, "Trần Thị Mai")
    assert Flag.objects.get().state == Flag.State.MENDED


def test_whoever_has_not_learned_yet_has_nothing_to_report(world, now):
    manager = Person.objects.get(employee_number=SIGN_INS["manager"]["number"])
    manager.attempts.update(ended_at=now)
    tell(now)
    assert not Flag.objects.exists()
