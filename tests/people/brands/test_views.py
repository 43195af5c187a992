"""Where a chain's brand shows: its sheet, its logo, the sign-in page, the clerk's own pages."""

import pytest
from django.test import Client

from people.actions import hire
from people.brands.logos import keep_logo
from people.brands.queries import look_of
from tests.factories.people import StoreFactory, clerk
from tests.factories.pictures import png

pytestmark = pytest.mark.django_db


def test_the_sign_in_page_shows_the_brand_of_the_chain_it_knows(branded, client, chain):
    plain = client.get("/sign-in/?chain=fuxiao").content.decode()
    logo = keep_logo(png())
    branded(chain, logo=logo)
    page = client.get("/sign-in/?chain=fuxiao").content.decode()
    for shown in (f"/logos/{logo.sha256}.webp", "/brands/fuxiao.css?v=", "拂曉超商的訓練與演練", "<span>拂曉</span>"):
        assert (shown in page, shown in plain) == (True, False)
    assert 'value="fuxiao" selected' in page


@pytest.mark.parametrize("named", ["", "nobody", "%00", "fuxiao%00", "programme", "..%2F"])
def test_a_chain_that_is_not_known_looks_like_the_house(branded, client, chain, named):
    branded(chain)
    answer = client.get(f"/sign-in/?chain={named}")
    assert (answer.status_code, "/brands/" in answer.content.decode()) == (200, False)


def test_a_clerks_pages_show_their_own_chains_brand_without_a_query(branded, chain, django_assert_num_queries):
    branded(chain)
    alice, bob = Client(), Client()
    alice.force_login(clerk(StoreFactory(region__chain=chain)))
    bob.force_login(clerk(StoreFactory()))
    look_of(chain.pk)
    pages = [who.get("/me/").content.decode() for who in (alice, bob)]
    assert ["chain-brand" in page for page in pages] == [True, False]


def test_the_sheet_sets_the_colours_and_may_be_kept_under_its_version(branded, client, chain):
    branded(chain)
    sheet = client.get(look_of(chain.pk).css_url)
    assert sheet.content.decode().splitlines()[0] == ":root { --brand: #8a1f2d }"
    assert ("immutable" in sheet["Cache-Control"], sheet["Content-Type"]) == (True, "text/css; charset=utf-8")
    assert "immutable" not in client.get("/brands/fuxiao.css?v=old")["Cache-Control"]
    assert client.get("/brands/nobody.css").status_code == 404


def test_a_logo_is_served_to_anybody_and_nothing_else_is(client, chain):
    logo = keep_logo(png())
    answer = client.get(f"/logos/{logo.sha256}.webp")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    missing = [f"/logos/{'0' * 64}.webp", f"/logos/{logo.sha256}.png", "/logos/../pictures/x.webp", "/logos/"]
    assert [client.get(address).status_code for address in missing] == [404] * 4


def test_who_has_no_chain_looks_like_the_house(client):
    client.force_login(hire(chain=None, employee_number="O1", name="街燈值班", by=None))
    assert "chain-brand" not in client.get("/me/").content.decode()
