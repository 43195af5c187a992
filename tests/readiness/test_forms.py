"""What is looked for, from the address."""

from urllib.parse import parse_qsl, urlencode

import pytest
from django.http import QueryDict

from readiness.forms import STORE_STATES, PeopleForm, StoresForm, kept
from readiness.queries import PeopleWanted, StoresWanted
from readiness.rules import WORST_FIRST

REGIONS = [("N", "北區"), ("S", "南區")]


def stores(query=""):
    return StoresForm(QueryDict(query), REGIONS)


def people(query=""):
    return PeopleForm(QueryDict(query), REGIONS)


def test_nothing_asked_is_everything():
    assert (stores().wanted, stores().order, stores().used, stores().address) == (StoresWanted(), "code", [], "")
    assert (people().wanted, people().told, people().errors) == (PeopleWanted(), [], {})


def test_every_filter_is_taken_and_told_in_words():
    form = stores("q=+河堤+&region=N&state=dark&sort=readiness&page=2")
    assert form.wanted == StoresWanted("N", "河堤", "dark")
    assert (form.order, form.told) == ("readiness", ["「河堤」", "北區", "沒有人準備好"])
    form = people("q=E1&state=able&region=S&store=河&stores=expiring")
    assert form.wanted == PeopleWanted(StoresWanted("S", "河", "expiring"), "E1", "able")
    assert form.told == ["「E1」", "準備好", "南區", "「河」", "有人快到期"]


def test_an_address_gives_the_same_filters_again():
    form = people("q=%26%3D王&state=not_ready&stores=dark&page=3")
    assert people(form.address[1:]).wanted == form.wanted
    assert "page" not in form.address


def test_the_boards_numbers_open_into_the_people_of_the_stores_shown():
    form = stores("q=%26河&region=N&state=expiring&sort=name")
    shown = StoresWanted("N", "&河", "expiring")
    assert {name: people(address[1:]).wanted for name, address in form.people.items()} == {
        "all": PeopleWanted(shown),
        **{state: PeopleWanted(shown, "", state) for state in ("able", "expiring", "not_ready")},
        **{f"because_{reason}": PeopleWanted(shown, "", None, reason) for reason in WORST_FIRST},
    }


def test_each_state_of_a_store_leads_to_the_stores_in_it_with_all_else_kept():
    form = stores("q=河&region=N&state=dark&sort=name")
    assert {name: stores(address[1:]).wanted for name, address in form.stores.items()} == {
        state: StoresWanted("N", "河", state) for state in dict(STORE_STATES)
    }
    assert {stores(address[1:]).order for address in form.stores.values()} == {"name"}


def test_a_regions_page_counts_its_region_without_saying_so():
    form = StoresForm(QueryDict("state=dark&region=S"), REGIONS[:1], within="N")
    assert (form.wanted, form.used) == (StoresWanted("N", "", "dark"), ["state"])
    assert people(form.people["all"][1:]).wanted == PeopleWanted(StoresWanted("N", "", "dark"))
    assert "region" not in form.stores["covered"]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", "store"),
        ("state=expiring", "first"),
        ("reason=overdue", "first"),
        ("state=able", "store"),
        ("state=expiring&sort=name", "name"),
    ],
)
def test_who_has_to_act_comes_first_where_only_those_are_listed(query, order):
    assert people(query).order == order


def test_what_was_looked_for_is_carried_on_and_nothing_else():
    asked = QueryDict("q=河&state=dark&sort=name&page=2&x=1&region=N")
    assert dict(parse_qsl(kept(asked)[1:])) == {"q": "河", "state": "dark", "sort": "name", "region": "N"}
    assert kept(QueryDict(f"page=2&q={'長' * 500}")) == "?" + urlencode({"q": "長" * 80})
    assert kept(QueryDict()) == ""


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("region=X", ["region"]),
        ("state=ready&sort=best", ["state", "sort"]),
        ("q=%00", ["q"]),
        (f"q={'長' * 81}", ["q"]),
    ],
)
def test_a_filter_that_makes_no_sense_is_named_and_left_out(query, wrong):
    form = stores(query)
    assert sorted(form.errors) == sorted(wrong)
    assert (form.wanted, form.order) == (StoresWanted(), "code")
    assert stores(f"{query}&region=N" if "region" not in wrong else f"{query}&state=dark").used


@pytest.mark.parametrize(("regions", "hidden"), [(REGIONS, False), (REGIONS[:1], True), ([], True)])
def test_where_there_is_one_region_nobody_is_asked_for_it(regions, hidden):
    assert StoresForm(QueryDict(), regions)["region"].is_hidden is hidden
