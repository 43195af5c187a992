"""Posters as pages: made, looked at, taken as PDF, replaced."""

import re

import pytest
from django.test import Client

from people.models import AuditEntry, JoinPoster, Role
from readiness.invite.posters import TOGETHER
from tests.factories.people import RegionFactory, StoreFactory, posted

pytestmark = pytest.mark.django_db
PAGE = "/board/morning/invite/posters/"


@pytest.fixture
def store():
    region = RegionFactory(chain__slug="morning", name="臺北東區", code="E1")
    return StoreFactory(region=region, code="10231", name="榕樹門市")


@pytest.fixture
def hr(store):
    return client_of(posted(Role.HR, store.chain))


def client_of(somebody):
    client = Client()
    client.force_login(somebody)
    return client


def said(answer):
    return answer.content.decode()


def test_it_works_from_the_store_to_the_paper(store):
    boss = posted(Role.MANAGER, store)
    client = client_of(boss)
    answer = client.post(PAGE, {"store": "10231"}, follow=True)
    token = JoinPoster.objects.get().token
    assert all(word in said(answer) for word in ("榕樹門市", f"/join/{token}/", "Quét mã QR", "下載 PDF"))
    paper = client.get("/board/morning/invite/posters.pdf?store=10231&part=1")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert "streetlight-posters-morning-10231.pdf" in paper["Content-Disposition"]
    assert AuditEntry.objects.get(verb="make_poster").by == boss


def test_without_a_choice_it_is_every_store_that_is_looked_for(store, hr):
    StoreFactory(region=RegionFactory(chain=store.chain, code="S1"), code="20001", name="港邊門市")
    assert "榕樹門市" in said(hr.post(PAGE, {"region": "E1", "q": ""}, follow=True))
    assert JoinPoster.objects.count() == 1
    page = said(hr.post(PAGE, follow=True))
    assert ("榕樹門市" in page, "港邊門市" in page, JoinPoster.objects.count()) == (True, True, 2)


def test_a_chain_comes_in_parts(store, hr):
    for n in range(TOGETHER):
        StoreFactory(region=store.region, code=f"3{n:04}")
    page = said(hr.post(PAGE, follow=True))
    assert re.findall(r"part=(\d+)", page) == ["1", "2"]
    assert page.count('<article class="poster"') == TOGETHER


@pytest.mark.parametrize("part", ["0", "3", "x", "-1", "9" * 5000, "%00"])
def test_a_part_that_there_is_not_is_not_found(store, hr, part):
    hr.post(PAGE)
    assert hr.get(f"/board/morning/invite/posters.pdf?part={part}").status_code == 404


def test_where_none_was_made_the_way_is_told(store, hr):
    assert "還沒有海報" in said(hr.get(PAGE, follow=True))
    assert hr.get("/board/morning/invite/posters.pdf").status_code == 404


def test_a_replaced_poster_leads_nowhere_and_the_new_one_is_shown(store, hr):
    hr.post(PAGE)
    old = JoinPoster.objects.get().token
    page = said(hr.post("/board/morning/invite/store/10231/poster/", follow=True))
    new = JoinPoster.objects.get(replaced_at=None).token
    assert (f"/join/{new}/" in page, old in page) == (True, False)
    assert Client().get(f"/join/{old}/").status_code == 410


def test_a_manager_makes_none_for_another_store(store):
    StoreFactory(region=store.region, code="10244")
    client = client_of(posted(Role.MANAGER, store))
    client.post(PAGE, {"store": ["10231", "10244", "\x00"]})
    assert [one.store for one in JoinPoster.objects.all()] == [store]
    assert client.post("/board/morning/invite/store/10244/poster/").status_code == 404


def test_the_page_takes_as_many_queries_for_three_stores_as_for_one(store, hr, django_assert_num_queries):
    hr.post(PAGE)
    hr.get(PAGE)
    for _ in range(2):
        with django_assert_num_queries(6):
            assert hr.get(PAGE).status_code == 200
        for _ in range(2):
            StoreFactory(region=store.region)
        hr.post(PAGE)
