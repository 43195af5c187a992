"""The Celery tasks, as a worker runs them."""

from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone

from certificates.models import Credential
from outbox import tasks
from outbox.actions import owe
from outbox.models import Heartbeat
from tests.outbox.conftest import noted, notes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]


def test_a_pressed_bell_does_what_is_due():
    owe(noted("a"))
    tasks.drain.apply(throw=True)
    assert notes("a") == 1


def test_a_sweep_shows_that_a_worker_lives_and_does_what_is_due():
    owe(noted("a"))
    tasks.sweep.apply(throw=True)
    assert notes("a") == 1
    assert timezone.now() - Heartbeat.objects.get(name="worker").beat_at < timedelta(seconds=30)


@pytest.mark.parametrize("task", [tasks.scan, tasks.reconcile])
def test_the_searches_run_as_tasks(task):
    task.apply(throw=True)
    assert Credential.objects.count() == 0


def test_beat_rings_for_every_task_that_exists_and_lets_stale_rings_go():
    ours = {name for name in current_app.tasks if name.startswith("outbox.")}
    rung = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert rung == ours - {"outbox.drain"}
    assert all(entry["options"]["expires"] > 0 for entry in settings.CELERY_BEAT_SCHEDULE.values())


def test_only_the_outbox_has_tasks():
    assert {name.split(".")[0] for name in current_app.tasks} == {"outbox", "celery"}
