"""What is looked for on the board and in the list of people."""

from datetime import UTC, datetime

import pytest

from people.actions import post
from people.models import Role
from readiness import queries
from readiness.queries import PeopleWanted, StoresWanted, people_for, persons, sight
from readiness.rules import Tally
from tests.factories.learning import settle
from tests.factories.people import LONG_AGO, RegionFactory, StoreFactory, clerk, posted
from tests.factories.walks import certified

pytestmark = pytest.mark.django_db
SPRING = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def board(somebody, chain, at, wanted=None, sort="code"):
    return queries.board(sight(somebody, chain, at), wanted or StoresWanted(), sort)


def regions_for(somebody, chain, at):
    return sight(somebody, chain, at).regions


@pytest.fixture
def town():
    """Three stores of one chain in two regions: one store with a certified and a new clerk, one with a new clerk, one
    empty; and a store of another chain whose names are the same."""
    walked, _ = certified()
    walked.store.name = "河堤門市"
    walked.store.save()
    clerk(walked.store, "林小華")
    empty = StoreFactory(region=walked.store.region, name="一心門市", code="000002x")
    far = StoreFactory(region=RegionFactory(chain=walked.chain), name="臺北門市")
    clerk(far, "陳河堤")
    foreign = StoreFactory(name="河堤門市", code="000002x", region__code=far.region.code)
    clerk(foreign, "林小華")
    settle()
    return {"river": walked.store, "empty": empty, "far": far, "foreign": foreign, "hr": posted(Role.HR, walked.chain)}


def found(town, at=SPRING, **wanted):
    shown = board(town["hr"], town["hr"].chain, at, StoresWanted(**wanted))
    return {name for name, store in town.items() if getattr(store, "code", "") in {s.code for s in shown.stores}} - {
        "foreign"
    }, shown.total


@pytest.mark.parametrize(
    ("wanted", "stores", "counted"),
    [
        ({}, {"river", "empty", "far"}, Tally(1, 0, 2)),
        ({"search": "河堤"}, {"river"}, Tally(1, 0, 1)),
        ({"search": "台北"}, {"far"}, Tally(0, 0, 1)),
        ({"search": "２X"}, {"empty"}, Tally()),
        ({"state": "not_ready"}, {"river", "far"}, Tally(1, 0, 2)),
        ({"state": "dark"}, {"empty", "far"}, Tally(0, 0, 1)),
        ({"state": "expiring"}, set(), Tally()),
        ({"state": "dark", "search": "河堤"}, set(), Tally()),
    ],
)
def test_the_board_shows_what_is_looked_for_and_counts_only_that(town, wanted, stores, counted):
    assert found(town, **wanted) == (stores, counted)


def test_the_board_shows_one_region(town):
    assert found(town, region=town["far"].region.code)[0] == {"far"}
    assert found(town, region=town["river"].region.code)[0] == {"river", "empty"}


def test_who_is_expiring_is_found_when_time_has_come(town):
    at = datetime(2026, 12, 20, 4, 0, tzinfo=UTC)
    assert found(town, at, state="expiring") == ({"river"}, Tally(0, 1, 1))
    lines = people_for(sight(town["hr"], town["hr"].chain, at), PeopleWanted(state="expiring"))
    assert [(line.clerk.name, line.clerk.reason) for line in lines] == [("王小明", "expiring")]


@pytest.mark.parametrize(
    ("sort", "names"),
    [("name", ["一心門市", "河堤門市", "臺北門市"]), ("readiness", ["臺北門市", "一心門市", "河堤門市"])],
)
def test_stores_are_sorted_by_strokes_or_by_who_needs_most(town, sort, names):
    shown = board(town["hr"], town["hr"].chain, SPRING, sort=sort)
    assert [line.name for line in shown.stores] == names


def test_a_street_holds_all_stores_of_its_region_whatever_the_order(town):
    near, far = town["river"].region, town["far"].region
    shown = board(town["hr"], town["hr"].chain, SPRING, sort="name")
    assert {s.region: [line.name for line in s.stores] for s in shown.streets} == {
        near.name: ["一心門市", "河堤門市"],
        far.name: ["臺北門市"],
    }


def people(town, somebody=None, **wanted):
    lines = people_for(sight(somebody or town["hr"], town["hr"].chain, SPRING), PeopleWanted(**wanted))
    return [(line.clerk.name, line.store) for line in lines]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, {"王小明", "林小華", "陳河堤"}),
        ({"search": "河堤"}, {"陳河堤"}),
        ({"state": "able"}, {"王小明"}),
        ({"state": "not_ready"}, {"林小華", "陳河堤"}),
        ({"stores": StoresWanted(search="河堤")}, {"王小明", "林小華"}),
        ({"stores": StoresWanted(state="dark")}, {"陳河堤"}),
        ({"stores": StoresWanted(search="河堤"), "state": "not_ready"}, {"林小華"}),
        ({"search": "沒有這個人"}, set()),
    ],
)
def test_people_are_found_by_name_state_and_store(town, wanted, names):
    assert {name for name, _ in people(town, **wanted)} == names


def test_people_are_found_by_number_and_open_their_store(town):
    alice = town["river"].postings.order_by("pk").first().person
    (line,) = people_for(
        sight(town["hr"], town["hr"].chain, SPRING), PeopleWanted(search=alice.employee_number.lower())
    )
    assert (line.clerk.name, line.store_code, line.region) == ("王小明", town["river"].code, town["river"].region.name)
    assert line.url == f"/board/{town['hr'].chain.slug}/stores/{town['river'].code}/"


def test_a_manager_finds_the_people_of_the_own_store_only(town):
    assert people(town, posted(Role.MANAGER, town["far"], "許店長")) == [("陳河堤", "臺北門市"), ("許店長", "臺北門市")]
    assert people(town, posted(Role.HR, town["foreign"].chain)) == []
    assert regions_for(posted(Role.OWNER, town["far"]), town["hr"].chain, SPRING) == [
        (town["far"].region.code, town["far"].region.name)
    ]


def test_who_helps_out_at_two_stores_stands_in_two_lines_and_is_one_person(town):
    helper = town["far"].postings.get().person
    post(person=helper, role=Role.CLERK, scope=town["empty"], by=None, at=LONG_AGO)
    lines = list(people_for(sight(town["hr"], town["hr"].chain, SPRING), PeopleWanted(search="陳河堤")))
    assert (len(lines), persons(lines)) == (2, 1)
