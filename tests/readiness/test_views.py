"""The board and its stores as pages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from people.models import Role
from tests.factories.people import StoreFactory, clerk, posted
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
    assert f'href="/board/{shop.chain.slug}/{shop.code}/"' in page


def test_the_board_is_handed_its_numbers(shop):
    answer = client_of(posted(Role.HR, shop.chain)).get(f"/board/{shop.chain.slug}/")
    counted = answer.context["board"].total
    assert (counted.able, counted.total) == (1, 2)


def test_a_store_opens_to_its_people_and_the_reason_of_each(shop):
    page = client_of(posted(Role.MANAGER, shop)).get(f"/board/{shop.chain.slug}/{shop.code}/").content.decode()
    assert all(word in page for word in ("王小明", "林小華", "證書有效到", "課程還沒開始"))
    assert page.index("林小華") < page.index("王小明")


@pytest.mark.parametrize("role", [Role.CLERK, Role.TRAINER, Role.EXPERT, Role.OPERATOR])
def test_other_roles_find_no_board(shop, role):
    client = client_of(posted(role, shop.chain))
    addresses = ["/board/", f"/board/{shop.chain.slug}/", f"/board/{shop.chain.slug}/{shop.code}/"]
    assert [client.get(address).status_code for address in addresses] == [404] * 3


def test_hr_of_another_chain_finds_neither_board_nor_store(shop):
    other = StoreFactory(code=shop.code)
    client = client_of(posted(Role.HR, other.chain))
    addresses = [f"/board/{shop.chain.slug}/", f"/board/{shop.chain.slug}/{shop.code}/"]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    mine = client.get(f"/board/{other.chain.slug}/{shop.code}/").content.decode()
    assert (other.name in mine, "王小明" in mine) == (True, False)


def test_a_manager_finds_the_own_store_only(shop):
    beside = StoreFactory(region=shop.region, name="河畔門市")
    clerk(beside, "張小英")
    client = client_of(posted(Role.MANAGER, shop))
    page = client.get("/board/").content.decode()
    assert (shop.name in page, beside.name in page) == (True, False)
    assert client.get(f"/board/{shop.chain.slug}/{beside.code}/").status_code == 404


@pytest.mark.parametrize("code", ["nope", "%00", "000000%2F..", "9" * 300])
def test_a_store_that_never_was_is_not_there(shop, code):
    assert client_of(posted(Role.HR, shop.chain)).get(f"/board/{shop.chain.slug}/{code}/").status_code == 404


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
    assert client.get(f"/board/{shop.chain.slug}/{closed.code}/").status_code == 200


def test_names_are_shown_as_text():
    store = StoreFactory(name="<b>站前</b>")
    clerk(store, "<script>alert(1)</script>")
    client = client_of(posted(Role.HR, store.chain))
    pages = client.get("/board/").content + client.get(f"/board/{store.chain.slug}/{store.code}/").content
    assert b"<script>alert" not in pages
    assert b"<b>\xe7\xab\x99" not in pages
