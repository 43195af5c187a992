"""The board and its stores as pages."""

import html
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.actions import post
from people.models import Role
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
    clerk(walked.store, "林小華")
    return walked.store


def test_it_works(shop):
    page = client_of(posted(Role.HR, shop.chain)).get("/board/").content.decode()
    assert all(word in page for word in (shop.chain.name, shop.name, shop.region.name, "準備好的夥伴"))
    assert f'href="/board/{shop.chain.slug}/stores/{shop.code}/"' in page


def test_the_board_is_handed_its_numbers(shop):
    answer = client_of(posted(Role.HR, shop.chain)).get(f"/board/{shop.chain.slug}/")
    counted = answer.context["board"].total
    assert (counted.able, counted.total) == (1, 2)


def test_a_store_opens_to_its_people_and_the_reason_of_each(shop):
    page = client_of(posted(Role.MANAGER, shop)).get(f"/board/{shop.chain.slug}/stores/{shop.code}/").content.decode()
    assert all(word in page for word in ("王小明", "林小華", "證書有效到", "課程還沒開始"))
    assert page.index("林小華") < page.index("王小明")


@pytest.mark.parametrize("role", [Role.CLERK, Role.TRAINER, Role.EXPERT, Role.OPERATOR])
def test_other_roles_find_no_board(shop, role):
    client = client_of(posted(role, shop.chain))
    below = [
        "",
        "people/",
        "people.csv",
        "stores.csv",
        f"stores/{shop.code}/",
        f"stores/{shop.code}/shifts/",
        f"regions/{shop.region.code}/",
    ]
    addresses = ["/board/", *(f"/board/{shop.chain.slug}/{path}" for path in below)]
    assert [client.get(address).status_code for address in addresses] == [404] * 8


def test_hr_of_another_chain_finds_neither_board_nor_store(shop):
    other = StoreFactory(code=shop.code)
    client = client_of(posted(Role.HR, other.chain))
    below = [
        "",
        "people/",
        "people.csv",
        "stores.csv",
        f"stores/{shop.code}/",
        f"stores/{shop.code}/shifts/",
        f"regions/{shop.region.code}/",
    ]
    assert [client.get(f"/board/{shop.chain.slug}/{path}").status_code for path in below] == [404] * 7
    mine = client.get(f"/board/{other.chain.slug}/stores/{shop.code}/").content.decode()
    assert (other.name in mine, "王小明" in mine) == (True, False)


def test_a_manager_finds_the_own_store_only(shop):
    beside = StoreFactory(region=shop.region, name="河畔門市")
    clerk(beside, "張小英")
    client = client_of(posted(Role.MANAGER, shop))
    page = client.get("/board/").content.decode()
    assert (shop.name in page, beside.name in page) == (True, False)
    assert client.get(f"/board/{shop.chain.slug}/stores/{beside.code}/").status_code == 404


@pytest.mark.parametrize("code", ["nope", "%00", "000000%2F..", "9" * 300])
def test_a_store_that_never_was_is_not_there(shop, code):
    assert client_of(posted(Role.HR, shop.chain)).get(f"/board/{shop.chain.slug}/stores/{code}/").status_code == 404


def test_an_auditor_of_the_programme_goes_from_chain_to_chain(shop):
    other = StoreFactory()
    client = client_of(posted(Role.AUDITOR, None))
    page = client.get(f"/board/{other.chain.slug}/").content.decode()
    assert f'href="/board/{shop.chain.slug}/"' in page
    assert client.get(f"/board/{shop.chain.slug}/").status_code == 200


def test_a_closed_store_is_off_the_board_but_its_history_can_be_opened(shop):
    closed = StoreFactory(region=shop.region, closed_on=date(2026, 1, 1), name="收掉的店")
    client = client_of(posted(Role.HR, shop.chain))
    assert closed.name not in client.get("/board/").content.decode()
    assert client.get(f"/board/{shop.chain.slug}/stores/{closed.code}/").status_code == 200


def test_names_are_shown_as_text():
    store = StoreFactory(name="<b>站前</b>")
    clerk(store, "<script>alert(1)</script>")
    client = client_of(posted(Role.HR, store.chain))
    pages = client.get("/board/").content + client.get(f"/board/{store.chain.slug}/stores/{store.code}/").content
    assert b"<script>alert" not in pages
    assert b"<b>\xe7\xab\x99" not in pages


def test_the_boards_numbers_open_into_the_people_they_count(shop):
    client = client_of(posted(Role.HR, shop.chain))
    page = client.get(f"/board/{shop.chain.slug}/?q={shop.code}").content.decode()
    links = re.findall(r'<a (?:class="link" )?href="([^"]+people/[^"]+)">.*?<b[^>]*>(\d+)</b>', page)
    assert len(links) == 2
    opened = [client.get(html.unescape(link)) for link, _ in links]
    assert [(p.context["form"].wanted.state, str(p.context["persons"])) for p in opened] == [
        ("able", links[0][1]),
        ("not_ready", links[1][1]),
    ]
    assert [name in p.content.decode() for p in opened for name in ("王小明", "林小華")] == [True, False, False, True]


def test_the_numbers_say_which_stores_they_count_and_how_to_count_all(shop):
    StoreFactory(region=shop.region, name="河畔門市")
    client = client_of(posted(Role.HR, shop.chain))
    plain, narrow = (client.get(f"/board/{shop.chain.slug}/{q}").content.decode() for q in ("", "?q=河畔"))
    assert ("只算符合的" in plain, "只算符合的" in narrow, "「河畔」" in narrow) == (False, True, True)
    assert (shop.name in plain, shop.name in narrow, "清除篩選" in narrow) == (True, False, True)


def test_finding_nothing_says_what_to_do(shop):
    client = client_of(posted(Role.HR, shop.chain))
    board, people = (client.get(f"/board/{shop.chain.slug}/{path}?q=zzz").content.decode() for path in ("", "people/"))
    assert ("沒有符合的門市" in board, "看所有門市" in board) == (True, True)
    assert ("沒有符合的夥伴" in people, "看所有夥伴" in people) == (True, True)


def test_a_filter_that_makes_no_sense_is_named(shop):
    page = client_of(posted(Role.HR, shop.chain)).get(f"/board/{shop.chain.slug}/?region=X&state=best").content.decode()
    assert (page.count("沒有這個選項"), shop.name in page) == (2, True)
    assert "區域：沒有這個選項" in page


def test_a_region_that_is_not_ones_own_is_not_offered(shop):
    foreign = StoreFactory(region=RegionFactory(chain=shop.chain, name="別人的區"))
    beside = StoreFactory(region=RegionFactory(chain=shop.chain, name="隔壁區"))
    supervisor = posted(Role.SUPERVISOR, shop.region)
    post(person=supervisor, role=Role.SUPERVISOR, scope=beside.region, by=None)
    for path in ("", "people/"):
        page = client_of(supervisor).get(f"/board/{shop.chain.slug}/{path}").content.decode()
        assert (beside.region.name in page, foreign.region.name in page) == (True, False)


def test_people_are_listed_with_their_store_and_the_reason_of_each(shop):
    page = client_of(posted(Role.HR, shop.chain)).get(f"/board/{shop.chain.slug}/people/").content.decode()
    assert all(word in page for word in ("王小明", "林小華", "門市夥伴", "證書有效到", "課程還沒開始", "2 人"))
    assert page.count(f'href="/board/{shop.chain.slug}/stores/{shop.code}/"') == 2


def test_a_long_list_comes_in_pages_that_keep_what_was_looked_for(shop):
    for number in range(60):
        clerk(shop, f"夥伴{number}")
    client = client_of(posted(Role.HR, shop.chain))
    first = client.get(f"/board/{shop.chain.slug}/people/?q=夥伴&state=not_ready")
    assert (len(first.context["page"].object_list), first.context["persons"]) == (50, 60)
    after = re.search(r'rel="next" href="([^"]+)"', first.content.decode()).group(1)
    last = client.get(f"/board/{shop.chain.slug}/people/{html.unescape(after)}")
    assert (last.context["page"].number, len(last.context["page"].object_list)) == (2, 10)
    assert last.context["form"].wanted == first.context["form"].wanted
    assert client.get(f"/board/{shop.chain.slug}/people/?page=999").context["page"].number == 2
    assert client.get(f"/board/{shop.chain.slug}/people/?page=x").context["page"].number == 1


def test_who_stands_in_two_stores_is_one_person_in_two_lines(shop):
    helper = shop.postings.order_by("pk").first().person
    post(person=helper, role=Role.CLERK, scope=StoreFactory(region=shop.region), by=None)
    page = client_of(posted(Role.HR, shop.chain)).get(f"/board/{shop.chain.slug}/people/").content.decode()
    assert ("2 人" in page, "共 3 列" in page) == (True, True)


@pytest.mark.parametrize("path", ["", "people/"])
def test_three_stores_and_regions_take_as_many_queries_as_one(shop, path):
    client = client_of(posted(Role.HR, shop.chain))

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/board/{shop.chain.slug}/{path}").status_code == 200
        return len(caught)

    queries()
    one = queries()
    for _ in range(2):
        store = StoreFactory(region=RegionFactory(chain=shop.chain))
        for name in ("甲", "乙", "丙"):
            clerk(store, name)
    settle()
    assert (queries(), one) == (one, {"": 7, "people/": 7}[path])
