"""Drills beside certificates; a run's board and file; the review on paper."""

import csv
import io
from datetime import timedelta

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from drills.models import Run
from people.models import Role
from readiness.drilled.boards import board_of
from tests.factories.drills import call, drill_of, plan, run, store_drill
from tests.factories.people import StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    return StoreFactory()


@pytest.fixture
def drill(store):
    return drill_of(clerk(store, "愛麗絲"), store=store, state="completed", at=timezone.now() - timedelta(minutes=90))


def browser_of(role, scope):
    browser = Client()
    browser.force_login(posted(role, scope))
    return browser


def test_the_result_stands_in_the_clerks_readiness(drill, store):
    alice = drill.calls.get().person
    page = browser_of(Role.HR, store.chain).get(f"/board/{store.chain.slug}/people/{alice.employee_number}/")
    html = page.content.decode()
    assert "20 秒回應" in html
    assert "通過" in html


def test_the_stores_page_counts_the_quarter(drill, store):
    html = browser_of(Role.HR, store.chain).get(f"/board/{store.chain.slug}/stores/{store.code}/").content.decode()
    assert f"/drills/{drill.pk}/" in html
    assert "1 / 1 人回應" in html


def test_the_board_of_a_run_asks_as_much_for_many_as_for_one(drill, store):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            board_of(Run.objects.select_related("plan__script").get(pk=drill.run_id))
        return len(asked)

    one = queries()
    for seconds in (5, 30, 400):
        sent = drill.at
        call(drill, clerk(store), state="completed", sent_at=sent, acknowledged_at=sent + timedelta(seconds=seconds))
    assert queries() == one
    found = board_of(drill.run)
    assert (found.counts.sent, found.counts.acknowledged, found.counts.passed, found.median) == (4, 4, 4, 30)
    assert sum(column.n for column in found.bins) == 4


def test_the_board_of_a_run_is_for_who_answers_for_its_plan(drill, store):
    path = f"/drills/runs/{drill.run_id}/"
    assert browser_of(Role.HR, store.chain).get(path).status_code == 200
    assert browser_of(Role.HR, StoreFactory().chain).get(path).status_code == 404
    assert browser_of(Role.MANAGER, store).get(path).status_code == 404


def test_hr_pauses_and_an_auditor_only_looks(store):
    going = run(plan(store))
    path = f"/drills/runs/{going.pk}/"
    auditor = browser_of(Role.AUDITOR, store.chain)
    assert auditor.get(path).status_code == 200
    assert auditor.post(path + "step/", {"step": "pause"}).status_code == 404
    hr = browser_of(Role.HR, store.chain)
    for step, state in (("pause", "paused"), ("resume", "under_way"), ("cancel", "cancelled")):
        hr.post(path + "step/", {"step": step})
        going.refresh_from_db()
        assert going.state == state


def test_all_calls_as_a_file_that_acts_on_nothing(drill, store):
    call(drill, clerk(store, "=1+1"), state="missed")
    answer = browser_of(Role.HR, store.chain).get(f"/drills/runs/{drill.run_id}/calls.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["姓名"], row["結果"]) for row in rows] == [("愛麗絲", "通過"), ("'=1+1", "錯過了")]


def test_the_review_on_paper_is_a_tagged_pdf_with_what_happened(drill, store):
    answer = browser_of(Role.MANAGER, store).get(f"/drills/{drill.pk}/review.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert "/MarkInfo" in pdf.Root
        assert len(pdf.pages) == 1
    assert browser_of(Role.MANAGER, StoreFactory()).get(f"/drills/{drill.pk}/review.pdf").status_code == 404


def test_a_store_that_two_plans_drill_is_asked_for_both(store):
    store_drill(run(plan(store)), store, at=timezone.now() - timedelta(days=1))
    html = browser_of(Role.HR, store.chain).get(f"/board/{store.chain.slug}/stores/{store.code}/").content.decode()
    assert "這一季還沒有演練過" in html
