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

from drills.models import Event, Plan, Run
from drills.queries.doors import EVERYTHING
from people.models import Person, Role
from people.shifts.rules import shop_day
from readiness.drilled.boards import board_of, run_lines
from tests.certificates.poppler import text
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


def test_who_reads_english_reads_what_it_came_to_in_english(drill, store):
    Event.objects.create(run=drill.run, kind=Event.Kind.SENT, at=drill.at)
    hr = browser_of(Role.HR, store.chain)
    Person.objects.filter(postings__role=Role.HR).update(language="en")
    alice = drill.calls.get().person
    pages = {
        f"/board/{store.chain.slug}/people/{alice.employee_number}/": "Passed",
        f"/board/{store.chain.slug}/people/": "Drill passed,",
        f"/drills/{drill.pk}/": "Passed",
        f"/drills/runs/{drill.run_id}/": "Under way",
    }
    for path, words in pages.items():
        html = hr.get(path).content.decode()
        assert words in html, path
        assert "通過" not in html, path


def test_the_stores_page_counts_the_quarter(drill, store):
    Run.objects.update(occurrence=shop_day(drill.at))
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


def test_a_chain_sees_of_the_programmes_run_what_happens_in_its_stores(store):
    other, at = StoreFactory(), timezone.now() - timedelta(hours=1)
    both = run(plan(store, other, owner=None, title="全國一起練"))
    for place, name in ((store, "愛麗絲"), (other, "小包")):
        drill = store_drill(both, place, at=at)
        call(
            drill,
            clerk(place, name),
            state="completed",
            acknowledged_at=at + timedelta(seconds=7 if place == store else 90),
        )
    mine, everybodys = browser_of(Role.HR, store.chain), browser_of(Role.HR, None)
    path = f"/drills/runs/{both.pk}/"
    assert "全國一起練" in mine.get("/drills/runs/").content.decode()
    html = mine.get(path).content.decode()
    assert "這裡只看得到你們的門市" in html
    assert "一半的人在 7 秒內回應" in html
    assert "小包" not in b"".join(mine.get(path + "calls.csv").streaming_content).decode()
    assert mine.post(path + "step/", {"step": "cancel"}).status_code == 404
    html = everybodys.get(path).content.decode()
    assert "這裡只看得到你們的門市" not in html
    assert "一半的人在 90 秒內回應" in html


def test_the_list_of_runs_asks_as_much_for_many_as_for_one(drill, store):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            lines = run_lines(EVERYTHING)
        return len(queries), lines

    one, _ = asked()
    drill_of(clerk(store), store=store, state="sent"), run(plan(store))
    many, lines = asked()
    assert (one, many) == (2, 2)
    assert sorted((line.sent, line.acknowledged, line.passed) for line in lines) == [(0, 0, 0), (1, 0, 0), (1, 1, 1)]


def test_stores_are_added_to_a_run_that_goes_on(store):
    more, other = StoreFactory(region=store.region), StoreFactory()
    clerk(more)
    now = timezone.now()
    begins = shop_day(now) - timedelta(days=1)
    window = plan(store, spare_holidays=False).windows(begins)
    going = run(Plan.objects.get(), occurrence=begins, begins_at=window[0].begins, ends_at=window[-1].ends)
    store_drill(going, store)
    path, hr = f"/drills/runs/{going.pk}/", browser_of(Role.HR, store.chain)
    page = hr.post(path + "widen/", {"stores": f"{more.code}\n{store.code}"}, follow=True)
    assert "加了 1 家門市，會找 1 個人。" in page.content.decode()
    assert set(going.store_drills.values_list("store", flat=True)) == {store.pk, more.pk}
    assert "本來就在這一場" in hr.post(path + "widen/", {"stores": more.code}, follow=True).content.decode()
    for wrong, words in (("", "寫至少一個店號"), (other.code, "找不到"), ("\0", 'role="alert"')):
        answer = hr.post(path + "widen/", {"stores": wrong})
        assert (answer.status_code, words in answer.content.decode()) == (200, True)
    Run.objects.update(state="over")
    assert "不能再加門市" in hr.post(path + "widen/", {"stores": more.code}, follow=True).content.decode()
    for role, status in ((Role.AUDITOR, 404), (Role.MANAGER, 404)):
        scope = store.chain if role == Role.AUDITOR else store
        assert browser_of(role, scope).post(path + "widen/", {"stores": more.code}).status_code == status


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


def test_on_paper_the_review_is_in_one_language_whoever_prints_it(drill, store):
    manager = browser_of(Role.MANAGER, store)
    Person.objects.filter(postings__role=Role.MANAGER).update(language="en")
    found = text(manager.get(f"/drills/{drill.pk}/review.pdf").content)
    assert "通過" in found
    assert "Passed" not in found


def test_a_drill_that_called_nobody_was_none(store):
    store_drill(run(plan(store), occurrence=shop_day(timezone.now())), store, at=timezone.now() - timedelta(days=1))
    html = browser_of(Role.HR, store.chain).get(f"/board/{store.chain.slug}/stores/{store.code}/").content.decode()
    assert "這一季還沒有演練過" in html
