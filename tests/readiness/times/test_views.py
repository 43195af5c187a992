"""Learning time of a month: who is in it, who may see it, and how it leaves the house."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from attempts.models import LearningDay, SummedDay
from people.actions import post
from people.models import AuditEntry, Chain, Role
from tests.factories.people import RegionFactory, StoreFactory, clerk, posted

pytestmark = pytest.mark.django_db
MINUTE = 60_000


def client_of(somebody):
    client = Client()
    client.force_login(somebody)
    return client


def this_month(day=1):
    return timezone.localdate().replace(day=day)


def learned(person, ms, day=None):
    return LearningDay.objects.create(person=person, day=day or this_month(), ms=ms)


@pytest.fixture
def shop():
    """A store with a clerk who learned an hour and a bit on two days of this month, and long ago."""
    store = StoreFactory(name="站前門市")
    alice = clerk(store, "林小華")
    learned(alice, 60 * MINUTE)
    learned(alice, 5 * MINUTE + 1, this_month(2))
    learned(alice, 7 * MINUTE, date(2026, 1, 31) if this_month() != date(2026, 1, 1) else date(2025, 12, 31))
    return store


def rows(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def page_of(store, path="time/", role=Role.HR, scope=None):
    return client_of(posted(role, scope or store.chain)).get(f"/board/{store.chain.slug}/{path}")


def test_it_works(shop):
    page = page_of(shop).content.decode()
    assert all(word in page for word in ("學習時間", "林小華", "站前門市", shop.region.name, "1 小時 6 分"))


def test_the_board_leads_there_for_those_who_count_hours(shop):
    pages = [page_of(shop, "", role).content.decode() for role in (Role.HR, Role.SUPERVISOR)]
    assert [f'href="/board/{shop.chain.slug}/time/"' in page for page in pages] == [True, False]


def test_the_page_of_a_store_leads_to_its_own_hours(shop):
    pages = {role: client_of(posted(role, shop)).get("/board/").content.decode() for role in (Role.OWNER, Role.MANAGER)}
    address = f"/board/{shop.chain.slug}/time/?store={shop.code}"
    assert {role: f'href="{address}"' in page for role, page in pages.items()} == {
        Role.OWNER: True,
        Role.MANAGER: False,
    }
    assert "林小華" in client_of(posted(Role.OWNER, shop)).get(address).content.decode()


def test_a_month_is_asked_for_by_its_name(shop):
    earlier = months_ago(2)
    somebody = clerk(shop, "張小英")
    learned(somebody, 3 * MINUTE, earlier.replace(day=28))
    page = page_of(shop, f"time/?month={earlier:%Y-%m}").content.decode()
    assert ("張小英" in page, "林小華" in page, "3 分鐘" in page) == (True, False, True)


def months_ago(n):
    number = this_month().year * 12 + this_month().month - 1 - n
    return date(number // 12, number % 12 + 1, 1)


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "26-1", "nope", "2026-1", "%00", "1999-01", "2999-01", "2026-01-01"]
)
def test_a_month_that_is_none_is_named_and_no_file_is_made_of_it(shop, month):
    answer = page_of(shop, f"time/?month={month}")
    assert (answer.status_code, "沒有這個月份" in answer.content.decode()) == (200, True)
    refused = page_of(shop, f"time.csv?month={month}")
    assert (refused.status_code, refused.headers["Location"].split("?")[0]) == (302, f"/board/{shop.chain.slug}/time/")
    assert not AuditEntry.objects.filter(verb="export_time").exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.MANAGER, Role.SUPERVISOR, Role.TRAINER, Role.EXPERT, Role.OPERATOR])
def test_hours_are_no_business_of_other_roles(shop, role):
    assert [page_of(shop, path, role).status_code for path in ("time/", "time.csv")] == [404, 404]


def test_hr_of_another_chain_finds_nothing(shop):
    other = StoreFactory()
    client = client_of(posted(Role.HR, other.chain))
    assert [client.get(f"/board/{shop.chain.slug}/{path}").status_code for path in ("time/", "time.csv")] == [404, 404]
    assert "林小華" not in client.get(f"/board/{other.chain.slug}/time/").content.decode()
    assert client.get("/board/nowhere/time/").status_code == 404


def test_an_owner_counts_the_own_store_only_even_as_supervisor_of_the_region(shop):
    beside = StoreFactory(region=shop.region)
    learned(clerk(beside, "張小英"), MINUTE)
    owner = posted(Role.OWNER, shop)
    post(person=owner, role=Role.SUPERVISOR, scope=shop.region, by=None)
    page = client_of(owner).get(f"/board/{shop.chain.slug}/time/").content.decode()
    assert ("林小華" in page, "張小英" in page) == (True, False)


def test_an_auditor_of_the_programme_counts_every_chain(shop):
    assert "林小華" in client_of(posted(Role.AUDITOR, None)).get(f"/board/{shop.chain.slug}/time/").content.decode()


def test_filters_narrow_list_and_total(shop):
    beside = StoreFactory(region=RegionFactory(chain=shop.chain, name="北區"), name="河畔門市")
    learned(clerk(beside, "張小英"), 10 * MINUTE)
    asked = {"": 76, f"?region={beside.region.code}": 10, "?store=站前": 66, "?q=小英": 10, "?q=誰": 0, "?region=X": 76}
    assert {query: page_of(shop, f"time/{query}").context["times"].minutes for query in asked} == asked
    assert "沒有符合的夥伴" in page_of(shop, "time/?q=誰").content.decode()


def test_who_moved_or_left_is_counted_once_where_they_were_last(shop):
    beside = StoreFactory(region=shop.region, name="河畔門市")
    somebody = clerk(shop, "張小英")
    learned(somebody, 10 * MINUTE)
    post(person=somebody, role=Role.CLERK, scope=beside, by=None, at=datetime(2026, 1, 6, tzinfo=UTC))
    somebody.postings.update(until=datetime(2026, 1, 7, tzinfo=UTC))
    lines = [(line.name, line.store) for line in page_of(shop).context["times"].lines]
    assert sorted(lines) == [("張小英", "河畔門市"), ("林小華", "站前門市")]


def test_the_page_says_until_when_it_counts(shop):
    assert "還沒有算完的日子" in page_of(shop).content.decode()
    SummedDay.objects.create(day=date(2026, 2, 3), summed_at=timezone.now())
    assert page_of(shop).context["times"].until == date(2026, 2, 3)


def test_the_file_says_the_same_and_who_took_it_is_kept(shop):
    hr = posted(Role.HR, shop.chain)
    answer = client_of(hr).get(f"/board/{shop.chain.slug}/time.csv?month={this_month():%Y-%m}&q=小華")
    head, line = rows(answer)
    assert head == ["月份", "區域", "店號", "門市", "員工編號", "姓名", "學習時間（分鐘）", "算到"]
    number = line[4]
    assert line == [f"{this_month():%Y-%m}", shop.region.name, shop.code, "站前門市", number, "林小華", "66", ""]
    assert f"streetlight-time-{shop.chain.slug}-{this_month():%Y-%m}.csv" in answer.headers["Content-Disposition"]
    entry = AuditEntry.objects.get(verb="export_time")
    assert (entry.by, entry.detail) == (hr, {"filters": [f"{this_month():%Y-%m}", "q"]})
    assert "no-store" in answer.headers["Cache-Control"]


def test_no_cell_is_a_formula(shop):
    learned(clerk(shop, "=1+1"), MINUTE)
    cells = [line[5] for line in rows(page_of(shop, "time.csv"))]
    assert ("'=1+1" in cells, "=1+1" in cells) == (True, False)


def test_only_get_is_answered(shop):
    client = client_of(posted(Role.HR, shop.chain))
    paths = [f"/board/{shop.chain.slug}/{path}" for path in ("time/", "time.csv")]
    assert [client.post(path).status_code for path in paths] == [405, 405]


@pytest.mark.parametrize("path", ["time/", "time.csv"])
def test_three_stores_ask_as_often_as_one(path):
    def asked(n):
        first = StoreFactory()
        for store in (first, *(StoreFactory(region=RegionFactory(chain=first.chain)) for _ in range(n - 1))):
            for _ in range(n):
                learned(clerk(store), MINUTE)
        client = client_of(posted(Role.HR, first.chain))
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(f"/board/{first.chain.slug}/{path}")
            told = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert told.count("王小明".encode()) == n * n
        return len(caught)

    # The session, its person, the roles, the stores, the lines, until when it is counted; the file's audit row.
    assert [asked(n) for n in (1, 3)] == [6 + ("csv" in path)] * 2


def test_a_chain_of_that_name_alone_is_no_door(shop):
    Chain.objects.create(slug="empty", name="空的")
    assert client_of(posted(Role.AUDITOR, None)).get("/board/empty/time/").status_code == 404


def test_a_page_holds_fifty_and_the_total_counts_all(shop):
    for _ in range(51):
        learned(clerk(shop), MINUTE - 1)
    answer = page_of(shop, "time/?page=2")
    assert (len(answer.context["page"].object_list), answer.context["times"].minutes) == (2, 66 + 51)
