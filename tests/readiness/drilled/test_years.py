"""A store's year of drills and a chain's quarter: quotas, trends, pages and files."""

import csv
import io
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from drills.models import Draw, Plan
from drills.rules.calendar import Period, period_of
from people.models import Role
from people.shifts.rules import SHOP, shop_day
from readiness.drilled.chains import chain_quarter
from readiness.drilled.quotas import FEW, Quota, quotas
from readiness.drilled.years import WIDE, quarter_of, year_of
from readiness.queries import sight
from tests.factories.drills import call, plan, run, store_drill
from tests.factories.people import StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
AUTUMN, SUMMER = date(2026, 10, 1), date(2026, 7, 1)
FALL = Period(AUTUMN, date(2026, 12, 31))
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def store():
    return StoreFactory()


def draw(of, begins, ends, **drawn):
    """`drawn`: `s<pk>`, how often."""
    found = {key[1:]: [[f"{begins}", ["early"]]] * n for key, n in drawn.items()}
    return Draw.objects.create(
        plan=of,
        period_begins=begins,
        period_ends=ends,
        seed=of.seed,
        occurrences=[begins],
        frame={},
        drawn=found,
        at=NOON,
    )


def drilled(of, store, *, at=NOON - DAY, occurrence=None, answered=True, reported=None, difficulty=4):
    """One drill of a store with one clerk, who may have answered, and reported so many seconds later."""
    going = run(of, occurrence=occurrence or at.date(), difficulty=difficulty)
    made = store_drill(going, store, at=at)
    times = {"sent_at": at}
    if answered:
        times["acknowledged_at"] = at + timedelta(seconds=9)
    if reported is not None:
        times["reported_at"] = times["acknowledged_at"] + timedelta(seconds=reported)
    call(made, clerk(store), state="completed" if answered else "missed", **times)
    return made


def test_a_quarter_wants_what_its_plans_have_drawn_and_counts_what_somebody_answered(store):
    quarterly, monthly = plan(store), plan(store, period="month")
    draw(quarterly, AUTUMN, FALL.ends, **{f"s{store.pk}": 2})
    for month in (10, 11, 12):
        draw(monthly, date(2026, month, 1), date(2026, month, 28), **{f"s{store.pk}": 1})
    drilled(quarterly, store)
    drilled(monthly, store, at=NOON - 2 * DAY, answered=False)
    assert quotas([store.pk], FALL) == {(store.pk, AUTUMN): Quota(5, 1)}
    assert not Quota(5, 4).met
    assert Quota(5, 5).met
    assert not Quota(None, 3).met


def test_a_drill_counts_for_the_quarter_of_its_occurrence(store):
    late = plan(store)
    drilled(late, store, at=datetime(2026, 10, 2, tzinfo=UTC), occurrence=date(2026, 9, 28))
    assert quotas([store.pk], Period(SUMMER, FALL.ends)) == {(store.pk, SUMMER): Quota(None, 1)}


def test_a_plan_that_has_ended_wants_no_more_than_it_planned(store):
    over = plan(store, state=Plan.State.ENDED)
    draw(over, AUTUMN, FALL.ends, **{f"s{store.pk}": 3})
    drilled(over, store)
    assert quotas([store.pk], FALL) == {(store.pk, AUTUMN): Quota(1, 1)}


def test_a_make_up_is_beside_the_quota(store):
    one = plan(store)
    missed = drilled(one, store, answered=False).calls.get()
    call(missed.store_drill, missed.person, state="completed", makeup_of=missed)
    assert quotas([store.pk], FALL) == {(store.pk, AUTUMN): Quota(None, 0)}


def test_many_stores_are_counted_as_few_are():
    first = StoreFactory()
    stores = [first, *(StoreFactory(region=first.region) for _ in range(FEW + 2))]
    one = plan(first.chain)
    draw(one, AUTUMN, FALL.ends, **{f"s{s.pk}": 1 + n % 3 for n, s in enumerate(stores[:-1])})
    drilled(one, stores[3])
    together = quotas([s.pk for s in stores], FALL)
    assert len(together) == len(stores) - 1
    assert together == {key: found for s in stores for key, found in quotas([s.pk], FALL).items()}
    assert together[stores[3].pk, AUTUMN] == Quota(1, 1)


def test_trends_compare_like_with_like(store):
    one = plan(store)
    drilled(one, store, at=NOON - 300 * DAY, reported=240)
    drilled(one, store, at=NOON - 30 * DAY, reported=90)
    drilled(one, store, at=NOON - 3 * DAY, reported=900)
    drilled(one, store, at=NOON - 2 * DAY, difficulty=2, reported=30)
    drilled(one, store, at=NOON - DAY, difficulty=9)
    easy, middling = year_of(store, "zh-Hant", NOON).trends
    assert (easy.level, [dot.held.seconds for dot in easy.dots]) == ("easy", [30])
    assert (middling.level, [dot.held.seconds for dot in middling.dots]) == ("middling", [240, 90, 900])
    slow, fast, slowest = middling.dots
    assert 0 < slow.x < fast.x < slowest.x < WIDE
    # The standard of 180 s lies at 40; nothing leaves the picture.
    assert slowest.y == 4 < slow.y < 40 < fast.y


def test_a_year_is_three_queries_and_a_quarter_two(store, django_assert_num_queries):
    one = plan(store)
    for days in (1, 80, 160, 240):
        drilled(one, store, at=NOON - days * DAY, reported=60)
    with django_assert_num_queries(3):
        year = year_of(store, "zh-Hant", NOON)
    assert [len(quarter.held) for quarter in year.quarters] == [1, 1, 1, 1]
    with django_assert_num_queries(2):
        assert len(quarter_of(store, "zh-Hant", NOON).held) == 1


def test_a_drill_that_is_still_to_come_is_no_ones_to_know(store):
    drilled(plan(store), store, at=NOON + MINUTE)
    assert not any(quarter.held for quarter in year_of(store, "zh-Hant", NOON).quarters)


def browser_of(role, scope):
    browser = Client()
    browser.force_login(posted(role, scope))
    return browser


def read(answer):
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_the_year_as_page_and_file(store):
    one, now = plan(store), timezone.now()
    running = period_of(shop_day(now), "quarter")
    draw(one, running.begins, running.ends, **{f"s{store.pk}": 2})
    before = datetime.combine(running.begins - 10 * DAY, time(12), SHOP)
    drilled(one, store, at=before, reported=200)
    drilled(one, store, at=now - MINUTE, occurrence=shop_day(now), reported=100)
    path = f"/board/{store.chain.slug}/stores/{store.code}/drills"
    manager = browser_of(Role.MANAGER, store)
    html = manager.get(path + "/").content.decode()
    assert "線索半藏" in html
    assert "1 / 2 場" in html
    rows = read(manager.get(path + ".csv"))
    earlier = period_of(before.date(), "quarter")
    assert [(row["季"], row["一半的人幾秒內報出去"]) for row in rows] == [
        (f"{running.begins}", "100"),
        (f"{earlier.begins}", "200"),
    ]
    assert browser_of(Role.MANAGER, StoreFactory()).get(path + "/").status_code == 404
    assert browser_of(Role.CLERK, store).get(path + ".csv").status_code == 404


def test_the_quarter_of_a_chain_as_page_and_file(store):
    now = timezone.now()
    running = period_of(shop_day(now), "quarter")
    lacks = StoreFactory(region=store.region)
    beside = StoreFactory(region=store.region)
    one = plan(store.chain)
    draw(one, running.begins, running.ends, **{f"s{store.pk}": 1, f"s{lacks.pk}": 2})
    drilled(one, store, at=now - MINUTE, occurrence=shop_day(now))
    path, hr = f"/board/{store.chain.slug}/drills", browser_of(Role.HR, store.chain)
    html = hr.get(path + "/").content.decode()
    assert "1 / 2" in html
    assert f"/stores/{lacks.code}/drills/" in html
    assert f"/stores/{store.code}/drills/" not in html
    rows = {row["店號"]: (row["要做幾場"], row["做了幾場"], row["狀態"]) for row in read(hr.get(path + ".csv"))}
    assert rows == {
        store.code: ("1", "1", "做滿了"),
        lacks.code: ("2", "0", "還沒做滿"),
        beside.code: ("", "0", "沒有抽到"),
    }
    before = period_of(running.begins - DAY, "quarter")
    assert "沒有計畫抽到" in hr.get(path + "/", {"quarter": f"{before.begins:%Y-%m}"}).content.decode()
    later = running.ends + DAY
    for wrong in (f"{later:%Y-%m}", "1999-01", "x", "2026-11"):
        assert hr.get(path + "/", {"quarter": wrong}).status_code == 404
    mine = browser_of(Role.MANAGER, lacks)
    assert [row["店號"] for row in read(mine.get(path + ".csv"))] == [lacks.code]
    assert browser_of(Role.HR, StoreFactory().chain).get(path + "/").status_code == 404


def test_a_chains_quarter_is_one_query_for_any_number_of_stores(store):
    for _ in range(3):
        StoreFactory(region=store.region)
    seen = sight(posted(Role.HR, store.chain), store.chain, NOON)
    with CaptureQueriesContext(connection) as asked:
        assert len(chain_quarter(seen, FALL).stores) == 4
    assert len(asked) == 1
