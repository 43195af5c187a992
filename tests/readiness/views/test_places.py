"""The pages of one store and of one person, and the way down to them."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.actions import post
from people.models import Role, Shift
from readiness.nights import tonight
from tests.factories.learning import settle
from tests.factories.people import RegionFactory, StoreFactory, clerk, posted
from tests.factories.walks import certified

pytestmark = pytest.mark.django_db


def client_of(somebody):
    client = Client()
    client.force_login(somebody)
    return client


@pytest.fixture
def shop():
    """One certified clerk and one who has not begun, in one store."""
    walked, _ = certified(at=datetime.now(UTC) - timedelta(days=5))
    clerk(walked.store, "林小華", at=datetime.now(UTC) - timedelta(days=1))
    settle()
    return walked.store


def board(store, path=""):
    return f"/board/{store.chain.slug}/{path}"


def people(store):
    return [p.person for p in store.postings.order_by("pk")]


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def on_shift(who, store):
    night = tonight(datetime.now(UTC))
    return Shift.objects.create(person=who, store=store, starts_at=night.begins, ends_at=night.ends)


def test_a_manager_is_in_the_own_store_at_once(shop):
    page = read(client_of(posted(Role.MANAGER, shop)), "/board/")
    assert all(word in page for word in (shop.name, "王小明", "林小華", "下一步", "今晚沒有班表"))
    assert ("門市清單" in page, "你在這裡" in page) == (False, False)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.HR, Role.AUDITOR])
def test_who_answers_for_more_sees_the_board_even_of_one_store(shop, role):
    scope = shop.region if role == Role.SUPERVISOR else shop.chain
    assert "門市清單" in read(client_of(posted(role, scope)), "/board/")


def test_an_owner_of_two_stores_sees_both_on_the_board(shop):
    owner = posted(Role.OWNER, shop)
    beside = StoreFactory(region=shop.region, name="河畔門市")
    post(person=owner, role=Role.OWNER, scope=beside, by=None)
    page = read(client_of(owner), "/board/")
    assert all(word in page for word in (shop.name, "河畔門市", "門市清單"))


def test_a_manager_of_a_closed_store_is_told_so(shop):
    manager = posted(Role.MANAGER, shop)
    shop.closed_on = "2026-01-01"
    shop.save()
    assert "門市都歇業了" in read(client_of(manager), "/board/")


def test_who_is_on_shift_and_not_ready_leaves_the_night_dark(shop):
    alice, bob, *_ = people(shop)
    on_shift(bob, shop)
    client = client_of(posted(Role.MANAGER, shop))
    page = read(client, "/board/")
    assert all(word in page for word in ("這段時間班上沒有準備好的人", "22:00–06:00", "有空檔", "看是哪一段"))
    on_shift(alice, shop)
    assert "整晚每一刻，班上都有準備好的人" in read(client, "/board/")


def test_the_board_counts_the_nights_and_opens_them(shop):
    alice, *_ = people(shop)
    on_shift(alice, shop)
    dark, blank = StoreFactory(region=shop.region, name="暗的門市"), StoreFactory(region=shop.region, name="白的門市")
    on_shift(clerk(dark), dark)
    client = client_of(posted(Role.HR, shop.chain))
    page = read(client, board(shop))
    links = re.findall(r'href="([^"]+\?state=(covered|uncovered|unplanned))">.*?<b[^>]*>(\d+)</b>', page)
    assert {state: number for _, state, number in links} == {"covered": "1", "uncovered": "1", "unplanned": "1"}
    found = {state: client.get(html.unescape(link)).context["board"].stores for link, state, _ in links}
    assert {state: [s.name for s in stores] for state, stores in found.items()} == {
        "covered": [shop.name],
        "uncovered": [dark.name],
        "unplanned": [blank.name],
    }


def test_without_any_plan_the_board_says_so_and_counts_no_store_as_covered(shop):
    page = read(client_of(posted(Role.HR, shop.chain)), board(shop))
    assert ("還沒有班表" in page, "家有班表" in page) == (True, False)


def test_a_region_shows_its_stores_its_numbers_and_why(shop):
    far = StoreFactory(region=RegionFactory(chain=shop.chain), name="遠方門市")
    clerk(far, "陳大同")
    client = client_of(posted(Role.HR, shop.chain))
    page = read(client, board(shop, f"regions/{shop.region.code}/"))
    assert (shop.name in page, "遠方門市" in page) == (True, False)
    assert client.get(board(shop, f"regions/{shop.region.code}/")).context["board"].total.total == 2
    links = re.findall(r'<a href="([^"]+reason=[^"]+)">\s*<span class="what">([^<]+)<.*?<b>(\d+)</b>', page, re.S)
    assert [(words, number) for _, words, number in links] == [("課程還沒開始", "1"), ("證書有效", "1")]
    opened = [read(client, html.unescape(link)) for link, _, _ in links]
    assert [[name in listed for name in ("林小華", "王小明", "陳大同")] for listed in opened] == [
        [True, False, False],
        [False, True, False],
    ]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OWNER, Role.MANAGER])
def test_a_region_that_is_not_ones_own_is_not_there(shop, role):
    far = StoreFactory(region=RegionFactory(chain=shop.chain))
    client = client_of(posted(role, far.region if role == Role.SUPERVISOR else far))
    regions = [shop.region.code, "nope", "%00", far.region.code]
    assert [client.get(board(shop, f"regions/{code}/")).status_code for code in regions] == [404, 404, 404, 200]


def test_a_persons_page_says_state_reason_and_days_but_no_answer(shop):
    alice, bob, *_ = people(shop)
    client = client_of(posted(Role.MANAGER, shop))
    ready, new = (read(client, board(shop, f"people/{who.employee_number}/")) for who in (alice, bob))
    assert all(word in ready for word in ("王小明", "證書有效到", "學過什麼", "只有本人看得到", shop.name))
    assert all(word in new for word in ("林小華", "課程還沒開始", "還差什麼", "還沒有證書", "0 / "))


def test_a_person_of_another_store_or_chain_is_not_there(shop):
    alice, *_ = people(shop)
    for viewer in (posted(Role.MANAGER, StoreFactory(region=shop.region)), posted(Role.HR, StoreFactory().chain)):
        assert client_of(viewer).get(board(shop, f"people/{alice.employee_number}/")).status_code == 404


def test_a_number_with_a_slash_has_a_page_too(shop):
    alice, *_ = people(shop)
    alice.employee_number = "A/1 #?"
    alice.save(update_fields=["employee_number"])
    client = client_of(posted(Role.MANAGER, shop))
    link = re.search(r'class="name" href="([^"]+)"><strong>王小明', read(client, "/board/")).group(1)
    assert "王小明" in read(client, html.unescape(link))


@pytest.mark.parametrize("code", ["people", "stores", "people.csv", "stores.csv", "invite", "time", "A#1?%"])
def test_a_store_may_have_any_code(shop, code):
    odd = StoreFactory(region=shop.region, code=code, name="怪號門市")
    client = client_of(posted(Role.HR, shop.chain))
    link = re.search(r'<a href="([^"]+)">怪號門市', read(client, board(shop))).group(1)
    page = client.get(html.unescape(link))
    assert page.context["store"] == odd
    assert "夥伴名單" not in page.content.decode()


def test_what_was_looked_for_is_kept_all_the_way_down_and_up(shop):
    client = client_of(posted(Role.HR, shop.chain))
    query = "?q=" + shop.code + "&state=not_ready&sort=name"
    at, seen = board(shop) + query, []
    for pattern in (r'href="([^"]+/regions/[^"]+)"', r'href="([^"]+/stores/[^"]+)"', r'class="name" href="([^"]+)"'):
        at = html.unescape(re.search(pattern, read(client, at)).group(1))
        seen.append(at.partition("?")[2])
    up = re.findall(r'<li><a href="([^"]+)">', read(client, at).split('class="crumbs"')[1].split("</nav>")[0])
    assert {*seen, *(html.unescape(link).partition("?")[2] for link in up)} == {query[1:]}
    assert [client.get(html.unescape(link)).status_code for link in up] == [200, 200, 200]


def test_from_the_list_of_people_the_way_back_leads_to_the_list_as_it_was(shop):
    client = client_of(posted(Role.HR, shop.chain))
    page = read(client, board(shop, "people/?state=able&sort=name"))
    one = html.unescape(re.search(r'class="name" href="([^"]+)"', page).group(1))
    back = html.unescape(re.search(r'href="([^"]+/people/\?[^"]+)"', read(client, one)).group(1))
    form = client.get(back).context["form"]
    assert (form.wanted.state, form.order, form.errors) == ("able", "name", {})


@pytest.mark.parametrize(
    ("path", "queries"),
    [("regions/{0.region.code}/", 8), ("stores/{0.code}/", 11)],
)
def test_three_stores_and_people_take_as_many_queries_as_one(shop, path, queries):
    hr = posted(Role.HR, shop.chain)
    client = client_of(hr)
    on_shift(people(shop)[0], shop)

    def asked():
        with CaptureQueriesContext(connection) as caught:
            read(client, board(shop, path.format(shop)))
        return len(caught)

    asked()
    one = asked()
    for _ in range(2):
        StoreFactory(region=shop.region)
        on_shift(clerk(shop, "多一位"), shop)
    settle()
    assert (asked(), one) == (one, queries)
