"""The formula, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.rules import Standing, Tally, by_strokes, clerk_readiness, person_is, says, store_is, tally

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
RANK = {"not_ready": 0, "expiring": 1, "ready": 2}

days = st.integers(-400, 400).map(lambda n: TODAY + n * DAY)
standings = st.builds(Standing, st.none() | days, st.none() | days, st.booleans())
states = st.sampled_from(list(RANK))


@pytest.mark.parametrize(
    ("standing", "state", "reason"),
    [
        (Standing(TODAY + 31 * DAY), "ready", "certified"),
        (Standing(TODAY + 30 * DAY), "expiring", "expiring"),
        (Standing(TODAY), "expiring", "expiring"),
        (Standing(TODAY - DAY), "not_ready", "expired"),
        (Standing(None, TODAY + DAY, begun=True), "not_ready", "in_progress"),
        (Standing(None, TODAY + DAY), "not_ready", "not_begun"),
        (Standing(None, TODAY), "not_ready", "not_begun"),
        (Standing(None, TODAY - DAY), "not_ready", "overdue"),
        (Standing(None, TODAY - DAY, begun=True), "not_ready", "overdue"),
        (Standing(None), "not_ready", "not_begun"),
    ],
)
def test_one_course_gives_a_state_with_its_reason_and_its_day(standing, state, reason):
    found = clerk_readiness([standing], TODAY)
    assert (found.state, found.reason, found.valid_until) == (state, reason, standing.valid_until)


def test_who_is_asked_for_nothing_is_ready_for_nothing():
    found = clerk_readiness([], TODAY)
    assert (found.state, found.reason, found.valid_until) == ("not_ready", "nothing_asked", None)


@given(st.lists(standings, min_size=1))
def test_the_worst_of_the_standings_decides(given_standings):
    found = clerk_readiness(given_standings, TODAY)
    assert RANK[found.state] == min(RANK[clerk_readiness([s], TODAY).state] for s in given_standings)
    assert found in [clerk_readiness([s], TODAY) for s in given_standings]


@given(st.lists(standings), standings, st.randoms())
def test_another_course_never_makes_anybody_readier_and_order_plays_no_part(given_standings, more, chance):
    before = clerk_readiness(given_standings, TODAY)
    after = clerk_readiness([*given_standings, more], TODAY)
    if given_standings:
        assert RANK[after.state] <= RANK[before.state]
    shuffled = [*given_standings, more]
    chance.shuffle(shuffled)
    assert (clerk_readiness(shuffled, TODAY).state, clerk_readiness(shuffled, TODAY).valid_until) == (
        after.state,
        after.valid_until,
    )


@given(standings, days)
def test_time_alone_never_makes_anybody_readier(standing, later):
    today, tomorrow = sorted([TODAY, later])
    assert RANK[clerk_readiness([standing], tomorrow).state] <= RANK[clerk_readiness([standing], today).state]


@given(st.lists(states))
def test_a_tally_counts_everybody_once(given_states):
    counted = tally(given_states)
    assert (counted.total, counted.able) == (len(given_states), len(given_states) - given_states.count("not_ready"))
    assert (counted.ready, counted.expiring) == (given_states.count("ready"), given_states.count("expiring"))
    assert 0 <= counted.share <= 1


@given(st.integers(1, 60).flatmap(lambda total: st.tuples(st.just(total), st.integers(0, total - 1))))
def test_one_more_who_is_able_never_dims_the_lamp(numbers):
    total, able = numbers
    less, more = Tally(able, 0, total - able), Tally(able + 1, 0, total - able - 1)
    assert less.level <= more.level
    assert less.share < more.share


@pytest.mark.parametrize(
    ("ready", "expiring", "not_ready", "level"),
    [(0, 0, 0, 0), (0, 0, 5, 0), (1, 0, 5, 1), (1, 1, 4, 2), (2, 2, 2, 3), (0, 5, 1, 3), (3, 3, 0, 4), (0, 1, 0, 4)],
)
def test_the_lamp_has_five_steps(ready, expiring, not_ready, level):
    assert Tally(ready, expiring, not_ready).level == level


@given(st.lists(states))
def test_the_lamp_is_out_for_nobody_and_brightest_for_everybody_only(given_states):
    counted = tally(given_states)
    assert (counted.level == 0) is (counted.able == 0)
    assert (counted.level == 4) is (counted.able == counted.total > 0)


def test_a_store_without_people_has_no_share():
    assert Tally().share == 0.0


@pytest.mark.parametrize(
    ("counted", "states"),
    [
        (Tally(2, 0, 0), []),
        (Tally(1, 1, 0), ["expiring"]),
        (Tally(1, 0, 1), ["not_ready"]),
        (Tally(0, 0, 2), ["not_ready", "dark"]),
        (Tally(0, 1, 1), ["expiring", "not_ready"]),
        (Tally(), ["dark"]),
    ],
)
def test_a_store_is_found_by_whoever_needs_something_there(counted, states):
    assert [state for state in ("expiring", "not_ready", "dark") if store_is(counted, "unplanned", state)] == states


@given(st.lists(states))
def test_people_are_found_under_the_numbers_that_count_them(given_states):
    counted = tally(given_states)
    found = {wanted: sum(person_is(s, wanted) for s in given_states) for wanted in ("able", "expiring", "not_ready")}
    assert found == {"able": counted.able, "expiring": counted.expiring, "not_ready": counted.not_ready}


@pytest.mark.parametrize(
    ("search", "text"),
    [
        ("河堤", "河堤門市"),
        ("e0001", "E00012"),
        ("Ｅ０００", "E00012"),
        ("臺北", "台北一店"),
        ("台北", "臺北一店"),
        ("(一)", "台北（一）"),
        ("", ""),
    ],
)
def test_a_search_finds_what_was_meant_however_it_was_typed(search, text):
    assert says(search, "別的", text)


@pytest.mark.parametrize(
    ("search", "text"), [("河提", "河堤門市"), ("%", "E00012"), ("00_12", "E00012"), ("E 0", "E0")]
)
def test_a_search_finds_nothing_else(search, text):
    assert not says(search, "別的", text)


def test_names_are_sorted_by_strokes_and_rare_ones_do_not_break_it():
    assert sorted(["豐原", "三重", "一中", "公館", "𠮷林"], key=by_strokes)[-4:] == ["一中", "三重", "公館", "豐原"]


@given(st.lists(st.text(), unique=True))
def test_no_two_names_take_the_same_place(names):
    assert len({by_strokes(name) for name in names}) == len(names)
