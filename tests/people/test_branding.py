"""A chain's brand: how it is set, and where it shows."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from people.actions import hire
from people.branding import BrandTold, logo_of, set_brand
from people.brands import look_called, look_of
from people.logos import keep_logo
from people.models import AuditEntry, Brand
from tests.factories.people import ChainFactory, StoreFactory, clerk
from tests.factories.pictures import png

pytestmark = pytest.mark.django_db
DEEP, FAINT = "#8a1f2d", "#ffcc00"


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def chain():
    return ChainFactory(slug="fuxiao", name="拂曉超商")


def branded(chain, **told):
    return set_brand(chain=chain, told=BrandTold(**{"short_name": "拂曉", "accent": DEEP} | told), by=None)


def test_the_colour_of_the_night_follows_where_it_is_not_told(chain):
    branded(chain)
    found = Brand.objects.get(chain=chain)
    assert (found.accent, found.accent_night != DEEP, logo_of(found)) == (DEEP, True, None)
    assert AuditEntry.objects.get(verb="set_brand").detail["accent"] == DEEP


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"accent": FAINT}, "看不清楚"),
        ({"accent_night": DEEP}, "看不清楚"),
        ({"accent": "red"}, "六個數字"),
        ({"accent": ""}, "accent"),
        ({"accent": "#8a1f2d;}"}, "accent"),
        ({"short_name": ""}, "short_name"),
        ({"short_name": "這個簡稱實在太長了"}, "short_name"),
    ],
)
def test_what_cannot_be_read_or_makes_no_sense_sets_nothing(chain, told, said):
    with pytest.raises(ValidationError, match=said):
        branded(chain, **told)
    assert Brand.objects.count() == 0


def test_a_faint_colour_is_told_the_nearest_that_can_be_read(chain):
    with pytest.raises(ValidationError) as refused:
        branded(chain, accent=FAINT)
    offered = refused.value.message_dict["accent"][0].split("顏色是 ")[1][:7]
    assert branded(chain, accent=offered).accent == offered


def test_the_database_takes_no_other_colour(chain):
    with pytest.raises(IntegrityError):
        Brand.objects.create(chain=chain, short_name="x", accent="#000;}x", accent_night="#ffffff")


def test_a_brand_set_again_is_another_one(chain):
    branded(chain, logo=keep_logo(png()))
    branded(chain, short_name="曉")
    assert [(b.short_name, b.logo_sha256) for b in Brand.objects.all()] == [("曉", "")]
    assert look_of(chain.pk).short_name == "曉"


def test_one_chains_look_is_not_anothers(chain):
    branded(chain)
    other = ChainFactory(slug="other")
    assert (look_of(other.pk), look_of(None), look_called("other"), look_called("programme")) == (None,) * 4
    assert look_called("fuxiao") == look_of(chain.pk)


def test_looks_are_read_once_for_many_requests(chain, django_assert_num_queries):
    branded(chain)
    with django_assert_num_queries(1):
        assert [look_of(chain.pk).slug, look_called("fuxiao").slug] == ["fuxiao"] * 2


def test_the_sign_in_page_shows_the_brand_of_the_chain_it_knows(client, chain):
    plain = client.get("/sign-in/?chain=fuxiao").content.decode()
    logo = keep_logo(png())
    branded(chain, logo=logo)
    page = client.get("/sign-in/?chain=fuxiao").content.decode()
    for shown in (f"/logos/{logo.sha256}.webp", "/brands/fuxiao.css?v=", "拂曉超商的訓練與演練", "<span>拂曉</span>"):
        assert (shown in page, shown in plain) == (True, False)
    assert 'value="fuxiao" selected' in page


@pytest.mark.parametrize("named", ["", "nobody", "%00", "fuxiao%00", "programme", "..%2F"])
def test_a_chain_that_is_not_known_looks_like_the_house(client, chain, named):
    branded(chain)
    answer = client.get(f"/sign-in/?chain={named}")
    assert (answer.status_code, "/brands/" in answer.content.decode()) == (200, False)


def test_a_clerks_pages_show_their_own_chains_brand_without_a_query(chain, django_assert_num_queries):
    branded(chain)
    alice, bob = Client(), Client()
    alice.force_login(clerk(StoreFactory(region__chain=chain)))
    bob.force_login(clerk(StoreFactory()))
    look_of(chain.pk)
    pages = [who.get("/me/").content.decode() for who in (alice, bob)]
    assert ["chain-brand" in page for page in pages] == [True, False]


def test_the_sheet_sets_the_colours_and_may_be_kept_under_its_version(client, chain):
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
