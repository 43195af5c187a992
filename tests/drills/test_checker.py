"""A checker that finds nothing proves nothing: each fault that is put into a year is found."""

from collections import defaultdict
from copy import deepcopy
from datetime import date

import pytest

from tests.drills.almanac import civil, day_number, days_of_rule, offset, weekday
from tests.drills.checker import faults
from tests.drills.year import EPOCH, planned, world


@pytest.fixture(scope="module")
def whole():
    return planned(world(stores=25, zone="Europe/Berlin", country="DE"))


@pytest.fixture
def year(whole):
    return deepcopy(whole)


def placed(year, plan="plan 0", **having):
    """A drill of the plan that has a moment."""
    return next(
        drill
        for drill in year["drills"]
        if drill["plan"] == plan and drill["at"] and all(drill[name] == value for name, value in having.items())
    )


def pair(year):
    """Two drills of one store in one quarter."""
    by_store = defaultdict(list)
    for drill in year["drills"]:
        if drill["plan"] == "plan 0" and drill["at"] and drill["occurrence"] < "2028-04":
            by_store[drill["store"]].append(drill)
    return next(drills for drills in by_store.values() if len(drills) == 2)


def store_of(year, drill):
    return year["stores"][drill["store"]]


def finds(year, says):
    """Whether the checker says this; it need not be the only fault that follows."""
    return any(says in fault for fault in faults(year))


def test_a_year_as_it_was_planned_has_no_fault(year):
    assert list(faults(year)) == []


def test_a_run_that_is_left_out_or_made_up(year):
    left_out = year["runs"].pop(30)
    assert finds(year, "runs are not the rule's")
    year["runs"] += [left_out, {"plan": left_out["plan"], "occurrence": "2028-05-30"}]
    assert finds(year, "runs are not the rule's")


def test_a_draw_that_is_left_out(year):
    year["draws"].pop()
    assert finds(year, "draws are not those")


def test_a_frame_without_an_open_store_or_with_one_elsewhere(year):
    frame = year["draws"][0]["frame"]
    region, stores = next((region, stores) for region, stores in frame.items() if len(stores) > 1)
    moved = stores.pop()
    assert finds(year, "frame is not the open stores")
    frame[region + 100] = [moved]
    assert finds(year, "stores of other regions")


def test_another_stores_drills(year):
    draw = next(d for d in year["draws"] if d["plan"] == "plan 1")
    left = next(s for stores in draw["frame"].values() for s in stores if s not in draw["drawn"])
    draw["drawn"][left] = draw["drawn"].pop(next(iter(draw["drawn"])))
    assert finds(year, "not drawn by its lowest numbers")
    draw["drawn"][999] = draw["drawn"][left]
    assert finds(year, "is drawn who is not in the frame")


def test_a_quota_that_is_not_kept(year):
    drawn = next(draw for draw in year["draws"] if draw["plan"] == "plan 0")["drawn"]
    store = next(iter(drawn))
    first, second = drawn[store]
    for wrong in ([first], [first, first], [first, ["2028-04-03", second[1]]]):
        drawn[store] = wrong
        assert finds(year, f"store {store} has")
    drawn[store] = [first, [second[0], first[1]]]
    assert finds(year, "for one band too often")


def test_a_drill_too_few_or_too_many(year):
    drill = placed(year)
    year["drills"].remove(drill)
    assert finds(year, "is drilled 0 times, not 1")
    year["drills"] += [drill, drill]
    assert finds(year, "is drilled 2 times, not 1")


def test_two_drills_in_one_band(year):
    first, second = pair(year)
    second["at"] = first["at"] + 1440
    assert finds(year, f"store {first['store']} is drilled 2 times in")


def test_a_moment_outside_the_hours_or_the_window(year):
    drill = placed(year, "plan 2")
    for minutes in (-12 * 60, 12 * 60, -5 * 1440, 5 * 1440):
        moved = deepcopy(year)
        placed(moved, "plan 2", number=drill["number"])["at"] += minutes
        assert finds(moved, "not in the hours")


def test_an_hour_that_is_shown_again(year):
    drill = placed(year, "plan 6", occurrence="2028-10-29")
    # 02:30 for the second time: 01:30 in UTC.
    drill["at"] = day_number("2028-10-29") * 1440 + 90
    assert finds(year, "clocks show it for the second time")


def test_a_holiday(year):
    drill = placed(year)
    year["holidays"] |= {(drill["at"] + 60) // 1440, (drill["at"] + 120) // 1440}
    assert finds(year, "a holiday")


def test_a_blackout_and_the_minutes_before_it(year):
    drill = placed(year, "plan 2")
    day = civil((drill["at"] + 90) // 1440)
    store_of(year, drill)["blackouts"].append(("{}-{}-{}".format(*day),) * 2)
    assert finds(year, "a blackout")


def test_a_store_that_was_closed_by_then(year):
    drill = placed(year)
    store_of(year, drill).update(closes=drill["occurrence"], told=drill["planned_on"])
    assert finds(year, "closed by then")


def test_a_call_to_a_closed_store_and_one_that_was_left_out(year):
    drill = placed(year, sent=True)
    drill["sent"] = False
    assert finds(year, "is closed, or was left out")
    drill["sent"] = True
    store_of(year, drill).update(closes=drill["occurrence"], told=drill["occurrence"])
    assert finds(year, "is closed, or was left out")


@pytest.mark.parametrize(
    ("since", "until", "found"), [(-60, 2, True), (-60, 0, True), (1, 60, True), (-60, 3, False), (0, 60, False)]
)
def test_a_shift_without_the_time(year, since, until, found):
    drill = next(d for d in year["drills"] if d["plan"] == "plan 0" and d["at"] and 600 < d["at"] % 1440 < 900)
    shifts = [(drill["at"] + since, drill["at"] + until)]
    day = drill["at"] // 1440
    year["duties"] = lambda store, of: shifts if store["id"] == drill["store"] and of == day else []
    at = f"{drill['occurrence']}: store {drill['store']} is alerted at {drill['at']}"
    assert finds(year, f"plan 0 {at}: nobody has the time") is found


def test_a_drill_too_near_another(year):
    first, second = pair(year)
    second["at"] = first["at"] + 60
    assert finds(year, "again 60 minutes later")


def test_a_wider_gap_of_the_other_plan(year):
    first, other = placed(year), placed(year, "plan 4")
    other["store"], other["at"] = first["store"], first["at"] - 1439
    assert finds(year, "again 1439 minutes later")


def test_room_that_was_overlooked(year):
    year["look_at"] = 1
    placed(year)["at"] = None
    assert finds(year, "has room at")


def test_the_almanac_knows_the_days():
    for number in [*range(0, 60_000, 97), *range(21_000, 21_900)]:
        day = date.fromordinal(EPOCH.toordinal() + number)
        assert day_number(day.isoformat()) == number
        assert civil(number) == (day.year, day.month, day.day)
        assert weekday(number) == day.weekday()


def test_the_almanac_knows_no_other_zone():
    assert offset("Asia/Taipei", 0) == 480
    with pytest.raises(LookupError):
        offset("Europe/London", 0)


def test_the_almanac_reads_rules():
    until = day_number("2028-12-31")
    assert [civil(d)[1:] for d in days_of_rule("FREQ=MONTHLY;BYDAY=2TU;COUNT=2", "2028-01-01", until)] == [
        (1, 11),
        (2, 8),
    ]
    assert [civil(d)[1:] for d in days_of_rule("FREQ=MONTHLY;BYMONTHDAY=29;UNTIL=20280301", "2028-01-01", until)] == [
        (1, 29), (2, 29),
    ]  # fmt: skip
