"""When a store is alerted, held against every minute of its window."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drills.rules.calendar import BANDS, Span, band_at, span_of_days, windows
from drills.rules.placing import Ground, Moment, Reason, Unplaced, place
from tests.drills.rules.worlds import DAY, HOUR, MINUTE, TAIPEI, hours, in_hours, minutes_of, places, shown

DAY_ONE = date(2026, 11, 30)
MIDNIGHT = datetime(2026, 11, 30, tzinfo=TAIPEI).astimezone(UTC)
LATE = ["late"]
GROUND = Ground.of(windows(DAY_ONE, 7, time(), time(), TAIPEI), (), TAIPEI)


def placed(ground=GROUND, seed="5eed", store=7, bands=BANDS, gap=61, needs=180, **limits):
    return place(seed=seed, store=store, bands=bands, ground=ground, gap_minutes=gap, needs_seconds=needs, **limits)


NEEDS = st.sampled_from([0, 1, 60, 90, 180, 600])
offsets = st.integers(-2 * 86400, 3 * 86400).map(lambda seconds: timedelta(seconds=seconds))
spans = st.lists(st.tuples(offsets, st.integers(1, 16 * 60)), max_size=3)


@st.composite
def worlds(draw):
    """A place and its run, and what limits one store, in spans around the run's first day."""
    zone, first = draw(places)
    noon = datetime.combine(first, time(12), zone).astimezone(UTC)
    limits = {
        name: [Span(noon + offset, noon + offset + length * MINUTE) for offset, length in draw(spans)]
        for name in ("blackouts", "shifts")
    }
    limits["taken"] = [
        (noon + offset, kept)
        for offset, kept in draw(st.lists(st.tuples(offsets, st.sampled_from([0, 61, 300])), max_size=4))
    ]
    limits["planned"] = {first + n * DAY for n in draw(st.sets(st.integers(-1, 3)))}
    holidays = {first + n * DAY for n in draw(st.sets(st.integers(-1, 3), max_size=2))}
    return zone, first, draw(st.integers(1, 3)), draw(hours), draw(hours), holidays, limits


def allowed(world, bands, gap, needs):
    """Every minute that the contract allows, the slow way."""
    zone, first, days, hours_from, hours_until, holidays, limits = world
    run, left = [first + n * DAY for n in range(days)], timedelta(seconds=needs)
    for at, local in shown(zone, first, run[-1] + DAY):
        on_shift = [s for s in limits["shifts"] if s.begins <= at < s.ends]
        if (
            any(in_hours(local, day, hours_from, hours_until) for day in run)
            and band_at(at, zone) in bands
            and local.date() not in holidays
            and not any(b.begins < at + max(left, MINUTE / 60) and at < b.ends for b in limits["blackouts"])
            and all(abs(at - other) >= max(gap, kept) * MINUTE for other, kept in limits["taken"])
            and (any(at + left <= s.ends for s in on_shift) or (not on_shift and local.date() not in limits["planned"]))
        ):
            yield at


@given(worlds(), st.permutations(BANDS), st.integers(61, 600), NEEDS, st.text(max_size=4))
def test_the_moment_is_an_allowed_minute_of_the_first_band_that_has_one(world, bands, gap, needs, seed):
    zone, first, days, hours_from, hours_until, holidays, limits = world
    ground = Ground.of(windows(first, days, hours_from, hours_until, zone), holidays, zone)
    found = placed(ground, seed, 7, bands, gap, needs, **limits)
    minutes = set(allowed(world, bands, gap, needs))
    if isinstance(found, Unplaced):
        assert minutes == set()
        assert found.reason in get_args(Reason)
    else:
        assert found.at in minutes
        assert found.band == band_at(found.at, zone)
        assert not [at for at in minutes if bands.index(band_at(at, zone)) < bands.index(found.band)]


@given(worlds(), st.sampled_from(BANDS), st.text(max_size=4))
def test_a_moment_is_the_same_again(world, band, seed):
    zone, first, days, hours_from, hours_until, holidays, limits = world
    ground = Ground.of(windows(first, days, hours_from, hours_until, zone), holidays, zone)
    again = {name: type(values)(sorted(values, reverse=True)) for name, values in limits.items()}
    assert placed(ground, seed, bands=[band], **limits) == placed(ground, seed, bands=[band], **again)


def test_every_allowed_minute_is_as_likely():
    """Chi-square at one in a thousand: 480 bins of the week's late minutes without those of a blackout and a gap, of
    12,000 stores with a seed that stays the same."""
    limits = {"blackouts": [span_of_days(DAY_ONE + DAY, DAY_ONE + DAY, TAIPEI)], "taken": [(MIDNIGHT + 18 * HOUR, 0)]}
    late = minutes_of(windows(DAY_ONE, 7, time(14), time(22), TAIPEI))
    free = [
        at
        for at in late
        if not limits["blackouts"][0].begins - 3 * MINUTE < at < limits["blackouts"][0].ends
        and abs(at - limits["taken"][0][0]) >= 61 * MINUTE
    ]
    bins = {at: n * 480 // len(free) for n, at in enumerate(free)}
    sizes, counts = Counter(bins.values()), Counter()
    for store in range(12_000):
        counts[bins[placed(store=store, bands=["late"], **limits).at]] += 1
    expected = {n: 12_000 * size / len(free) for n, size in sizes.items()}
    assert sum((counts[n] - many) ** 2 / many for n, many in expected.items()) < 580.3


def test_moments_are_not_evenly_spaced():
    moments = sorted(placed(store=store).at for store in range(2000))
    gaps = Counter((after - before) // MINUTE for before, after in pairwise(moments))
    assert len(gaps) > 15
    assert gaps[0] > 100, "some fall together, as chance has it"


def test_other_stores_seeds_and_weeks_have_other_moments():
    next_week = Ground.of(windows(DAY_ONE + 7 * DAY, 7, time(), time(), TAIPEI), (), TAIPEI)
    assert placed().at not in (placed(store=8).at, placed(seed="0ther").at, placed(next_week).at - 7 * DAY)


def test_the_gap_is_kept_to_the_minute():
    ground = Ground.of([Span(MIDNIGHT, MIDNIGHT + 123 * MINUTE)], (), TAIPEI)
    assert placed(ground, taken=[(MIDNIGHT + 61 * MINUTE, 0)]).at in (MIDNIGHT, MIDNIGHT + 122 * MINUTE)
    assert placed(ground, taken=[(MIDNIGHT + 61 * MINUTE + timedelta(seconds=1), 0)]).at == MIDNIGHT
    assert placed(ground, taken=[(MIDNIGHT + 60 * MINUTE, 62)]).at == MIDNIGHT + 122 * MINUTE


def test_a_drill_is_over_before_the_shift_is_and_before_a_blackout_begins():
    ground = Ground.of([Span(MIDNIGHT, MIDNIGHT + 10 * HOUR)], (), TAIPEI)
    shift = Span(MIDNIGHT + HOUR, MIDNIGHT + HOUR + 3 * MINUTE)
    found = {placed(ground, store=n, shifts=[shift], planned={DAY_ONE}).at for n in range(20)}
    assert found == {MIDNIGHT + HOUR}
    dark = Span(MIDNIGHT + 3 * MINUTE, MIDNIGHT + 10 * HOUR)
    assert {placed(ground, store=n, blackouts=[dark]).at for n in range(20)} == {MIDNIGHT}


def test_a_drill_of_no_length_begins_before_the_shift_ends_and_before_a_blackout():
    ground = Ground.of([Span(MIDNIGHT, MIDNIGHT + 2 * MINUTE)], (), TAIPEI)
    first = Span(MIDNIGHT - HOUR, MIDNIGHT + MINUTE)
    assert {placed(ground, store=n, needs=0, shifts=[first], planned={DAY_ONE}).at for n in range(20)} == {MIDNIGHT}
    dark = Span(MIDNIGHT + MINUTE, MIDNIGHT + HOUR)
    assert {placed(ground, store=n, needs=0, blackouts=[dark]).at for n in range(20)} == {MIDNIGHT}


def test_shifts_that_follow_one_another_do_not_help_one_drill():
    """Somebody has to have the time: two halves of it are nobody's."""
    ground = Ground.of([Span(MIDNIGHT, MIDNIGHT + 4 * MINUTE)], (), TAIPEI)
    halves = [Span(MIDNIGHT, MIDNIGHT + 2 * MINUTE), Span(MIDNIGHT + 2 * MINUTE, MIDNIGHT + 4 * MINUTE)]
    assert placed(ground, shifts=halves, planned={DAY_ONE}) == Unplaced("nobody")


def test_a_day_that_is_not_planned_is_open_but_for_the_end_of_a_known_shift():
    night = Span(MIDNIGHT - 2 * HOUR, MIDNIGHT + 6 * HOUR)
    ground = Ground.of([Span(MIDNIGHT + 6 * HOUR - 2 * MINUTE, MIDNIGHT + 6 * HOUR + MINUTE)], (), TAIPEI)
    found = {placed(ground, store=n, shifts=[night], planned={DAY_ONE - DAY}).at for n in range(20)}
    assert found == {MIDNIGHT + 6 * HOUR}


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"bands": []}, "no_room"),
        ({"ground": Ground.of([], (), TAIPEI)}, "no_room"),
        ({"ground": Ground.of(windows(DAY_ONE, 1, time(6), time(14), TAIPEI), (), TAIPEI), "bands": LATE}, "no_room"),
        ({"ground": Ground.of(windows(DAY_ONE, 1, time(), time(), TAIPEI), {DAY_ONE}, TAIPEI)}, "holiday"),
        ({"blackouts": [span_of_days(DAY_ONE, DAY_ONE + 6 * DAY, TAIPEI)]}, "blackout"),
        ({"planned": [DAY_ONE + n * DAY for n in range(7)]}, "nobody"),
        ({"taken": [(MIDNIGHT + n * HOUR, 0) for n in range(7 * 24 + 1)]}, "too_near"),
    ],
)  # fmt: skip
def test_where_there_is_no_minute_the_reason_is_said(limits, reason):
    assert placed(**limits) == Unplaced(reason)


def test_other_bands_are_tried_in_their_order():
    late = Ground.of(windows(DAY_ONE, 1, time(14), time(22), TAIPEI), (), TAIPEI)
    assert placed(late, bands=["night", "late", "early"]).band == "late"
    both = Ground.of(windows(DAY_ONE, 1, time(6), time(22), TAIPEI), (), TAIPEI)
    assert placed(both, bands=["night", "early", "late"]).band == "early"


def test_a_moment_is_aware_and_in_utc():
    found = placed()
    assert isinstance(found, Moment)
    assert found.at.tzinfo is UTC
    assert found.at.second == 0
