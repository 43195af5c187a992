"""Today, and the two pages that tell operators whether the house stands."""

import ast
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.views import day_of
from outbox.models import Heartbeat
from people.actions import post
from people.models import Role
from tests.factories.content import GOOD
from tests.factories.learning import play
from tests.factories.people import ChainFactory, StoreFactory, clerk, person, posted
from tests.factories.walks import certified, walk

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


def client_of(somebody):
    client = Client()
    client.force_login(somebody)
    return client


@pytest.fixture
def worker():
    """A worker that was heard just now."""
    return Heartbeat.objects.create(name="worker", beat_at=timezone.now())


def test_alive_is_said_without_looking_at_anything(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_ready_is_database_broker_and_a_worker(client, worker):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "broker": True, "worker": True})


@pytest.mark.parametrize("silent", [None, timedelta(seconds=31), timedelta(days=1)])
def test_a_worker_that_is_silent_is_named(client, silent):
    if silent:
        Heartbeat.objects.create(name="worker", beat_at=timezone.now() - silent)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "broker": True, "worker": False})


def test_the_beat_of_another_part_is_no_worker(client):
    Heartbeat.objects.create(name="beat", beat_at=timezone.now())
    assert client.get("/readyz").json()["worker"] is False


def test_a_broker_that_is_gone_is_named_within_a_second(client, worker, settings, tmp_path):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": f"unix://{tmp_path}/gone.sock"}}
    began = timezone.now()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "broker": False, "worker": True})
    assert timezone.now() - began < timedelta(seconds=1)


def test_a_database_that_is_gone_is_named_and_leaves_the_process_alive():
    """A process of its own: this one cannot do without its database."""
    script = (
        "import django; django.setup(); from django.test import Client; "
        "print([(a.status_code, a.content.decode()) for a in map(Client().get, ['/readyz', '/healthz'])])"
    )
    nowhere = {"DATABASE_URL": "postgres://u:p@127.0.0.1:1/none", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=os.environ | nowhere, capture_output=True, text=True, timeout=60
    )
    (status, parts), alive = ast.literal_eval(done.stdout)
    assert (status, json.loads(parts)) == (503, {"database": False, "broker": True, "worker": False})
    assert alive == (200, "ok\n")


def test_a_page_is_served_while_redis_is_gone(settings, tmp_path):
    walked = walk()
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": f"unix://{tmp_path}/gone.sock"}}
    assert client_of(walked.clerk).get("/").status_code == 200


def test_today_leads_a_clerk_to_the_next_lamp():
    walked = walk("一", "二")
    play(walked.clerk, walked.script, walked.enrolment)
    page = client_of(walked.clerk).get("/").content.decode()
    assert all(word in page for word in ("王小明", "門市關懷前線", "1 / 2 盞亮了"))
    assert f'href="/learn/{walked.enrolment.pk}/{walked.scripts[1].work_id}/"' in page


def test_today_shows_what_was_earned():
    walked, credential = certified()
    page = client_of(walked.clerk).get("/").content.decode()
    assert f"/certificates/{credential.pk}.pdf" in page
    assert "今天沒有要完成的課程" in page


@pytest.mark.parametrize(("minutes", "coming"), [(0, True), (9, True), (11, False)])
def test_who_has_just_come_is_told_that_the_course_is_on_its_way(minutes, coming):
    alice = clerk(StoreFactory())
    type(alice).objects.filter(pk=alice.pk).update(joined_at=timezone.now() - timedelta(minutes=minutes))
    page = client_of(alice).get("/").content.decode()
    assert ("你的課程馬上就好" in page, "data-coming" in page) == (coming, coming)
    assert ("今天沒有要完成的課程" in page) is not coming


def test_who_has_come_and_has_a_course_is_not_told_to_wait():
    walked = walk()
    type(walked.clerk).objects.filter(pk=walked.clerk.pk).update(joined_at=timezone.now())
    assert "data-coming" not in client_of(walked.clerk).get("/").content.decode()


@pytest.mark.parametrize("role", [Role.HR, Role.SUPERVISOR, Role.OWNER, Role.AUDITOR])
def test_who_answers_for_stores_is_led_to_the_board(role):
    assert client_of(posted(role, ChainFactory())).get("/")["Location"] == "/board/"


@pytest.mark.parametrize("role", [Role.TRAINER, Role.EXPERT, Role.OPERATOR])
def test_who_teaches_is_led_to_the_studio(role):
    assert client_of(posted(role, None)).get("/")["Location"] == "/studio/"


@pytest.mark.parametrize("role", [Role.CLERK, Role.MANAGER])
def test_who_stands_on_a_floor_stays_even_with_nothing_to_learn(role):
    answer = client_of(posted(role, StoreFactory())).get("/")
    assert (answer.status_code, "今天沒有要完成的課程" in answer.content.decode()) == (200, True)


def test_hr_with_a_course_of_their_own_stays_with_it():
    walked = walk()
    post(person=walked.clerk, role=Role.HR, scope=walked.chain, by=None)
    page = client_of(walked.clerk).get("/").content.decode()
    assert ("門市關懷前線" in page, 'href="/board/"' in page) == (True, True)


def test_somebody_without_any_posting_is_told_that_nothing_is_due():
    answer = client_of(person(None)).get("/")
    assert (answer.status_code, "今天沒有要完成的課程" in answer.content.decode()) == (200, True)


def test_a_clerk_sees_neither_the_boards_nor_the_studios_door():
    page = client_of(clerk(StoreFactory())).get("/").content.decode()
    assert ('href="/board/"' in page, 'href="/studio/"' in page) == (False, False)


@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_says_so_on_every_page(settings, demo):
    settings.DEMO = demo
    walked = walk()
    hr = client_of(posted(Role.HR, walked.chain))
    alice = client_of(walked.clerk)
    addresses = ["/", "/me/", "/certificates/", f"/courses/{walked.enrolment.pk}/"]
    addresses.append(f"/learn/{walked.enrolment.pk}/{walked.script.work_id}/")
    pages = [alice.get(a) for a in addresses] + [hr.get("/board/"), Client().get("/sign-in/"), Client().get("/verify/")]
    assert [page.status_code for page in pages] == [200] * 8
    assert ['class="demo"' in page.content.decode() for page in pages] == [demo] * 8


def test_every_page_forbids_foreign_and_inline_scripts():
    policy = client_of(clerk(StoreFactory())).get("/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert (rules["default-src"], rules["script-src"], rules["style-src"]) == ("'none'", "'self'", "'self'")
    assert rules["frame-ancestors"] == "'none'"


def test_a_day_with_three_streets_takes_as_many_queries_as_with_one():
    walked, _ = certified("一")
    client = client_of(walked.clerk)

    def queries():
        client.get("/")  # what a course says is read once by a process
        with CaptureQueriesContext(connection) as caught:
            client.get("/")
        return len(caught)

    one = queries()
    for title in ("二", "三"):
        more = walk(title, store=walked.store, name="林小華")
        play(walked.clerk, more.script, walked.clerk.enrolments.get(course=more.course), GOOD[:1])
    assert len(day_of(walked.clerk, timezone.now()).streets) == 3
    assert queries() == one


def test_the_next_street_is_the_open_one_that_is_due_first():
    walked, _ = certified("一")
    walk("晚的", store=walked.store, name="林小華")
    sooner = walk("早的", store=walked.store, name="張小英")
    walked.clerk.enrolments.filter(course=sooner.course).update(due_at=timezone.now())
    walked.clerk.enrolments.exclude(course=sooner.course).update(due_at=timezone.now() + timedelta(days=3))
    wanted = walked.clerk.enrolments.get(course=sooner.course).pk
    assert day_of(walked.clerk, timezone.now()).next_street.enrolment == wanted
    assert day_of(person(None), timezone.now()).next_street is None
