"""The trainers' desk: a plan is written in a shop's words, looked at, let go; of one's own chain only."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from drills.models import Plan
from drills.queries.occurrences import due
from people.models import Role
from tests.factories.drills import drill_script, plan
from tests.factories.pages import in_studio
from tests.factories.people import StoreFactory, clerk

pytestmark = pytest.mark.django_db
NEW = "/studio/drills/new/"


@pytest.fixture
def store():
    made = StoreFactory()
    clerk(made)
    return made


@pytest.fixture
def trainer(store):
    browser = Client()
    browser.force_login(in_studio(Role.TRAINER, store.chain))
    return browser


def said(store, **others):
    return {
        "title": "長者走失", "objective": "一分鐘內說出要打給誰", "competency": "report",
        "script": str(drill_script(owner=store.chain).work_id), "stores_named": store.code, "roles": ["clerk"],
        "often": "FREQ=WEEKLY", "starts_on": str(timezone.localdate()), "window_days": "7", "hours_from": "00:00",
        "hours_until": "00:00", "period": "quarter", "per_store": "1", "per_shift": "1", "share": "100",
        "gap_minutes": "61", **others,
    }  # fmt: skip


def test_a_plan_is_written_previewed_and_let_go(store, trainer):
    answer = trainer.post(f"{NEW}?owner={store.chain.slug}", said(store))
    made = Plan.objects.get()
    assert (answer.status_code, made.state, list(made.stores.all())) == (302, "draft", [store])
    html = trainer.get(f"/studio/drills/{made.pk}/").content.decode()
    assert "1 家門市，1 人" in html
    weeks = re.findall(r'<td class="title">(\d{4}-\d\d-\d\d)</td><td data-word="門市">([^<]+?)\s*</td>', html)
    assert {stores for _, stores in weeks} <= {"0", "不到 1", "1"}
    assert {"不到 1", "1"} & set(dict(weeks).values())
    assert all(date.fromisoformat(monday).weekday() == 0 for monday, _ in weeks)
    trainer.post(f"/studio/drills/{made.pk}/step/", {"step": "live"})
    made.refresh_from_db()
    assert made.state == "live"


def test_whom_it_drills_is_shown_store_by_store_and_region_by_region(store, trainer):
    other = StoreFactory(region__chain=store.chain)
    StoreFactory()
    made = plan(store.chain, newcomer_days=30)
    address = f"/studio/drills/{made.pk}/audience/"
    assert f'href="{address}"' in trainer.get(f"/studio/drills/{made.pk}/").content.decode()
    html = trainer.get(address).content.decode()
    assert [html.count(f'<span class="desk-soft">{each.code}</span>') for each in (store, other)] == [1, 1]
    assert "到職 30 天內" in html
    assert html.count('data-word="一共"') == 2
    of_one = trainer.get(f"{address}?region={other.region.pk}").content.decode()
    assert (store.code in of_one, f'<span class="desk-soft">{other.code}</span>' in of_one) == (False, True)
    strange = trainer.get(f"{address}?region=x&p=99").content.decode()
    assert strange.count('data-word="一共"') == 2
    stranger = Client()
    stranger.force_login(in_studio(Role.TRAINER, StoreFactory().chain))
    assert stranger.get(address).status_code == 404


def test_one_drill_for_the_days_from_today_on_is_due_at_once(store, trainer):
    trainer.post(f"{NEW}?owner={store.chain.slug}", said(store, often="FREQ=DAILY;COUNT=1", per_store="2"))
    made = Plan.objects.get()
    assert (made.per_store, made.per_shift) == (1, 1)
    assert "只有一場" in trainer.get(f"/studio/drills/{made.pk}/").content.decode()
    assert 'value="FREQ=DAILY;COUNT=1" selected' in trainer.get(f"/studio/drills/{made.pk}/change/").content.decode()
    trainer.post(f"/studio/drills/{made.pk}/step/", {"step": "live"})
    assert due(timezone.now()) == [(made.pk, made.starts_on)]


def test_a_draft_is_shown_as_it_was_said_and_changed(store, trainer):
    trainer.post(f"{NEW}?owner={store.chain.slug}", said(store, often="own", rule="FREQ=MONTHLY;BYDAY=2TU"))
    made = Plan.objects.get()
    html = trainer.get(f"/studio/drills/{made.pk}/change/").content.decode()
    assert "FREQ=MONTHLY;BYDAY=2TU" in html
    assert store.code in html
    trainer.post(f"/studio/drills/{made.pk}/change/", said(store, title="改過的"))
    made.refresh_from_db()
    assert (made.title, made.rule) == ("改過的", "FREQ=WEEKLY")


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ({"often": "own", "rule": "FREQ=HOURLY"}, "FREQ"),
        ({"often": "own", "rule": "FREQ=MONTHLY;BYSETPOS=1"}, "BYSETPOS"),
        ({"often": "own", "rule": ""}, "請寫規則"),
        ({"stores_named": "no-such-store"}, "no-such-store"),
        ({"stores_named": ""}, "沒有人會練到"),
        ({"gap_minutes": "30"}, "61"),
        ({"window_days": "0"}, "1"),
        ({"roles": []}, "error"),
    ],
    ids=["hourly", "setpos", "no-rule", "no-store", "nobody", "gap", "window", "roles"],
)
def test_what_makes_no_sense_is_told_by_name_and_not_kept(store, trainer, bad, told):
    answer = trainer.post(f"{NEW}?owner={store.chain.slug}", said(store, **bad))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Plan.objects.exists()


def test_another_chains_store_cannot_be_named(store, trainer):
    other = StoreFactory()
    answer = trainer.post(f"{NEW}?owner={store.chain.slug}", said(store, stores_named=other.code))
    assert (answer.status_code, Plan.objects.count()) == (422, 0)
    assert trainer.get(f"{NEW}?owner={other.chain.slug}").status_code == 404


def test_another_chains_plans_and_an_experts_desk_are_not_there(store, trainer):
    theirs = plan(StoreFactory())
    assert trainer.get(f"/studio/drills/{theirs.pk}/").status_code == 404
    assert trainer.post(f"/studio/drills/{theirs.pk}/step/", {"step": "pause"}).status_code == 404
    expert = Client()
    expert.force_login(in_studio(Role.EXPERT, store.chain))
    assert expert.get("/studio/drills/").status_code == 404


def test_a_live_plan_is_paused_resumed_ended_and_no_more_changed(store, trainer):
    live = plan(store, starts_on=timezone.localdate() + timedelta(days=1))
    for step, state in (("pause", "paused"), ("resume", "live"), ("end", "ended")):
        trainer.post(f"/studio/drills/{live.pk}/step/", {"step": step})
        live.refresh_from_db()
        assert live.state == state
    assert trainer.get(f"/studio/drills/{live.pk}/change/").status_code == 302
