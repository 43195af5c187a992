"""What is looked for, from the address."""

import pytest
from django.http import QueryDict

from readiness.forms import PeopleForm, StoresForm
from readiness.queries import PeopleWanted, StoresWanted

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
    }


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
