"""Which stores are drawn, when, and in which bands."""

import json
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drills.rules.calendar import BANDS, Period
from drills.rules.drawing import Drawn, draw, open_bands, sample_size
from drills.rules.quotas import ImpossibleQuota
from drills.rules.seeds import number
from tests.drills.rules.worlds import DAY

QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31))
WEEKS = [date(2026, 10, 5) + n * 7 * DAY for n in range(12)]
FRAME = {"north": list(range(100, 160)), "south": list(range(200, 207)), "islands": [300], "empty": []}

frames = st.dictionaries(st.integers(1, 5), st.integers(0, 12), max_size=4).map(
    lambda sizes: {region: [region * 100 + n for n in range(size)] for region, size in sizes.items()}
)
quotas = st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3)).filter(lambda q: q[0] <= q[1] * q[2])


def drawn(frame=FRAME, seed="5eed", share=50, per_store=2, per_shift=1, occurrences=WEEKS, bands=BANDS, period=QUARTER):
    return draw(
        seed=seed, period=period, frame=frame, share=share, per_store=per_store, per_shift=per_shift,
        occurrences=occurrences, bands=bands,
    )  # fmt: skip


@given(frames, st.integers(1, 100), quotas, st.integers(4, 13), st.text(max_size=4))
def test_quotas_are_kept(frame, share, quota, days, seed):
    per_store, per_shift, bands = quota
    found = drawn(frame, seed, share, per_store, per_shift, WEEKS[:days], BANDS[:bands])
    for stores in frame.values():
        assert sum(store in found for store in stores) == sample_size(len(stores), share)
    for drills in found.values():
        days_drawn = [drill.occurrence for drill in drills]
        assert len(days_drawn) == per_store
        assert days_drawn == sorted(set(days_drawn))
        assert set(days_drawn) <= set(WEEKS[:days])
        assert max(Counter(drill.bands[0] for drill in drills).values()) <= per_shift
        assert all(sorted(drill.bands) == sorted(BANDS[:bands]) for drill in drills)


@pytest.mark.parametrize(
    ("stores", "share", "size"),
    [(0, 50, 0), (1, 1, 1), (7, 50, 4), (60, 50, 30), (60, 1, 1), (60, 100, 60), (101, 1, 2), (3, 34, 2)],
)
def test_a_share_is_rounded_up(stores, share, size):
    assert sample_size(stores, share) == size


def test_whom_an_auditor_draws_by_hand():
    north = sorted(FRAME["north"], key=lambda store: number("5eed", "2026-10..2026-12", store))
    assert [store for store in drawn() if store < 200] == north[:30]


def test_a_draw_is_the_same_again_also_from_what_was_kept_of_it():
    kept = json.loads(json.dumps({str(region): stores for region, stores in FRAME.items()}))
    assert drawn(kept) == drawn() == drawn({region: stores[::-1] for region, stores in reversed(FRAME.items())})
    assert drawn(period="2026-10..2026-12") == drawn()


@pytest.mark.parametrize("other", [{"seed": "0ther"}, {"period": Period(date(2027, 1, 1), date(2027, 3, 31))}])
def test_another_seed_or_period_draws_others(other):
    assert set(drawn(**other)) != set(drawn())


@given(frames, st.sampled_from([1, 2, 3]), st.integers(1, 100))
def test_a_store_that_is_added_takes_one_place_at_most(frame, region, share):
    before = drawn(frame, share=share)
    after = drawn(frame | {region: [*frame.get(region, []), 999]}, share=share)
    gone, come = set(before) - set(after), set(after) - set(before)
    assert len(gone) <= 1
    assert len(come) <= 1
    assert gone <= set(frame.get(region, []))
    assert all(after[store] == before[store] for store in set(before) & set(after))


def test_a_store_that_is_taken_away_gives_its_place_to_one_other():
    before = drawn()
    for store in FRAME["north"]:
        after = drawn(FRAME | {"north": [other for other in FRAME["north"] if other != store]})
        assert len(set(before) - set(after) - {store}) <= 1
        assert len(set(after) - set(before)) <= 1


def test_every_store_day_and_band_is_as_likely():
    """Chi-square at one in a thousand, of seeds that stay the same."""
    stores, days, bands = Counter(), Counter(), Counter()
    rounds = 700
    for seed in range(rounds):
        for store, drills in drawn({"south": FRAME["south"]}, seed=str(seed), share=40).items():
            stores[store] += 1
            days.update(drill.occurrence for drill in drills)
            bands.update(drill.bands for drill in drills)
    for counts, kinds, most in ((stores, 7, 22.5), (days, 12, 31.3), (bands, 6, 20.6)):
        expected = counts.total() / kinds
        assert len(counts) == kinds
        assert sum((count - expected) ** 2 / expected for count in counts.values()) < most


@pytest.mark.parametrize(
    ("asked", "part", "says"),
    [
        ({"per_store": 13, "per_shift": 9}, "per_store", "只有 12 個演練日"),
        ({"per_store": 1, "occurrences": []}, "per_store", "只有 0 個演練日"),
        ({"per_store": 4}, "per_shift", "3 個時段"),
        ({"per_store": 2, "bands": ["night"]}, "per_shift", "1 個時段"),
        ({"per_store": 0}, "per_store", "從 1 開始"),
        ({"per_shift": 0}, "per_shift", "從 1 開始"),
    ],
)
def test_a_quota_that_cannot_be_is_refused(asked, part, says):
    with pytest.raises(ImpossibleQuota, match=says) as refused:
        drawn(**asked)
    assert refused.value.part == part


def test_bands_that_are_used_up_are_not_open():
    drill = Drawn(WEEKS[0], ("late", "night", "early"))
    assert open_bands(drill, [], 1) == ("late", "night", "early")
    assert open_bands(drill, ["late"], 1) == ("night", "early")
    assert open_bands(drill, ["late", "early", "early"], 2) == ("late", "night")


@given(quotas, st.integers(4, 13), st.text(max_size=4), st.randoms(use_true_random=False))
def test_however_drills_are_placed_the_next_has_an_open_band(quota, days, seed, random):
    per_store, per_shift, bands = quota
    found = drawn({"islands": [300]}, seed, 100, per_store, per_shift, WEEKS[:days], BANDS[:bands])
    used = []
    for drill in found[300]:
        used.append(random.choice(open_bands(drill, used, per_shift)))
    assert max(Counter(used).values()) <= per_shift
