"""A store's drill for those who answer for it: the review, what follows, who may."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from drills.models import Call, CorrectiveAction, Lesson
from people.models import Role
from people.shifts.rules import shop_day
from tests.factories.drills import call, drill_of
from tests.factories.people import StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def drill(store):
    return drill_of(clerk(store, "愛麗絲"), store=store, state="completed", at=timezone.now() - timedelta(hours=1))


@pytest.fixture
def manager(store):
    browser = Client()
    browser.force_login(posted(Role.MANAGER, store, "林店長"))
    return browser


def test_the_review_shows_times_and_results(drill, manager):
    html = manager.get(f"/drills/{drill.pk}/").content.decode()
    assert "愛麗絲" in html
    assert "20 秒" in html
    assert "times-picture" in html


def test_each_label_names_a_field_of_its_own(drill, manager):
    html = manager.get(f"/drills/{drill.pk}/").content.decode()
    ids, named = re.findall(r'\bid="([^"]+)"', html), re.findall(r'<label for="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert len(named) == len(set(named)) == 4
    assert set(named) <= set(ids)


def test_a_day_is_proposed_in_the_form_that_a_browser_takes(drill, manager):
    html = manager.get(f"/drills/{drill.pk}/").content.decode()
    proposed = shop_day(timezone.now() + timedelta(days=14))
    assert f'value="{proposed:%Y-%m-%d}"' in html


def test_the_review_asks_as_much_for_three_clerks_as_for_one(drill, manager):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert manager.get(f"/drills/{drill.pk}/").status_code == 200
        return len(asked)

    queries()
    one = queries()
    for name in ("鮑伯", "查理"):
        call(drill, clerk(drill.store, name), state="completed")
    assert queries() == one


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.HR, Role.AUDITOR])
def test_who_sees_the_store_sees_its_review(drill, role):
    browser = Client()
    browser.force_login(posted(role, drill.store.region if role == Role.SUPERVISOR else drill.store.chain))
    assert browser.get(f"/drills/{drill.pk}/").status_code == 200


def test_another_stores_manager_and_clerks_do_not(drill):
    for stranger in (posted(Role.MANAGER, StoreFactory(region=drill.store.region)), clerk(drill.store)):
        browser = Client()
        browser.force_login(stranger)
        assert browser.get(f"/drills/{drill.pk}/").status_code == 404
        assert browser.post(f"/drills/{drill.pk}/lessons/", {"text": "x"}).status_code == 404
    assert not Lesson.objects.exists()


def test_a_drill_that_was_not_alerted_is_nobodys_to_know(store, manager):
    coming = drill_of(clerk(store), store=store, at=timezone.now() + timedelta(days=1))
    assert manager.get(f"/drills/{coming.pk}/").status_code == 404


def test_lessons_actions_debrief_and_close(drill, manager, store):
    manager.post(f"/drills/{drill.pk}/lessons/", {"text": "小卡放近一點"})
    owner = drill.calls.get().person
    due = shop_day(timezone.now() + timedelta(days=3))
    manager.post(f"/drills/{drill.pk}/actions/", {"text": "換小卡", "owner": owner.pk, "due_on": due})
    assert Lesson.objects.get().text == "小卡放近一點"
    owed = CorrectiveAction.objects.get()
    manager.post(f"/drills/{drill.pk}/step/", {"step": "debrief"})
    manager.post(f"/drills/{drill.pk}/step/", {"step": "close"})
    assert drill.calls.get().state == Call.State.DEBRIEFED
    manager.post(f"/drills/{drill.pk}/actions/{owed.pk}/done/")
    manager.post(f"/drills/{drill.pk}/step/", {"step": "close"})
    assert drill.calls.get().state == Call.State.CLOSED


@pytest.mark.parametrize(
    "bad", [{"due_on": "2020-01-01"}, {"text": ""}, {"text": "x" * 301}, {"owner": "0"}, {"text": "a\x00b"}]
)
def test_an_action_that_makes_no_sense_is_told_and_not_kept(drill, manager, bad):
    said = {"text": "換小卡", "owner": drill.calls.get().person_id, "due_on": shop_day(timezone.now())}
    answer = manager.post(f"/drills/{drill.pk}/actions/", said | bad)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not CorrectiveAction.objects.exists()


def test_stopping_for_something_real_ends_everybodys_call(store, manager):
    ringing = drill_of(clerk(store), clerk(store), store=store, state="sent", at=timezone.now())
    manager.post(f"/drills/{ringing.pk}/step/", {"step": "stop"})
    assert set(ringing.calls.values_list("result", flat=True)) == {"aborted"}


def test_the_checklist_opens_for_the_manager_only(drill, manager):
    assert manager.get(f"/drills/{drill.pk}/observe/").status_code == 200
    auditor = Client()
    auditor.force_login(posted(Role.AUDITOR, drill.store.chain))
    assert auditor.get(f"/drills/{drill.pk}/observe/").status_code == 404
