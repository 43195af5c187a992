"""When a question is asked again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.script import load
from courses.refreshers.rules import (
    LONGEST_DAYS,
    LONGEST_MS,
    Reviewed,
    after,
    bounded_ms,
    quality,
    rating,
    remembered,
    retention,
    retrievability,
    slow_after_ms,
)
from tests.factories.kinds import every_kind, every_kind_of_lesson

AGAIN, HARD, GOOD = 1, 2, 3
FIRST = date(2026, 1, 5)
ratings = st.sampled_from([AGAIN, HARD, GOOD])
gaps = st.integers(1, 400)
histories = st.lists(st.tuples(gaps, ratings), min_size=1, max_size=12)
keeps = st.sampled_from([0.90, 0.95])


def reviews(history):
    day, found = FIRST, []
    for gap, rated in history:
        day += timedelta(days=gap)
        found.append(Reviewed(day, rated))
    return found


@given(histories, keeps)
def test_it_is_due_after_its_last_review_and_within_ninety_days(history, keep):
    told = reviews(history)
    found = remembered(told, keep)
    assert found.day == told[-1].day
    assert timedelta(days=1) <= found.due - found.day <= timedelta(days=LONGEST_DAYS)
    assert found.stability > 0
    assert 1 <= found.difficulty <= 10


@given(histories, gaps, keeps)
def test_what_was_wrong_comes_sooner_than_what_was_slow_and_that_sooner_than_what_was_right(history, gap, keep):
    before = remembered(reviews(history), keep)
    day = before.day + timedelta(days=gap)
    again, hard, good = (after(before, Reviewed(day, rated), keep) for rated in (AGAIN, HARD, GOOD))
    assert again.due <= hard.due <= good.due
    assert again.stability < hard.stability < good.stability


@given(histories)
def test_more_is_kept_by_asking_sooner(history):
    told = reviews(history)
    assert remembered(told, 0.95).due <= remembered(told, 0.90).due


def test_the_first_answers_lead_a_day_a_day_and_two_days_on():
    days = [remembered([Reviewed(FIRST, rated)], 0.9).due - FIRST for rated in (AGAIN, HARD, GOOD)]
    assert [gap.days for gap in days] == [1, 1, 2]


def test_a_second_review_on_the_same_day_changes_nothing():
    once = remembered([Reviewed(FIRST, AGAIN)], 0.9)
    assert remembered([Reviewed(FIRST, AGAIN), Reviewed(FIRST, GOOD)], 0.9) == once


def test_nothing_is_remembered_without_a_review():
    assert remembered([], 0.9) is None
    assert retrievability(None, FIRST) == 0


@given(histories, st.integers(0, 200))
def test_it_fades_day_by_day(history, days):
    found = remembered(reviews(history), 0.9)
    day = found.day + timedelta(days=days)
    assert 1 >= retrievability(found, day) > retrievability(found, day + timedelta(days=1)) > 0


def test_on_the_day_it_is_due_it_is_known_about_as_surely_as_is_wanted():
    found = remembered(reviews([(1, GOOD), (2, GOOD), (9, GOOD)]), 0.9)
    assert retrievability(found, found.due) == pytest.approx(0.9, abs=0.01)


@pytest.mark.parametrize(
    ("competencies", "kept"),
    [([], 0.90), (["empathy", "risk"], 0.90), (["privacy"], 0.95), (["empathy", "report"], 0.95)],
)
def test_more_is_kept_of_privacy_and_reporting(competencies, kept):
    assert retention(competencies) == kept


@pytest.mark.parametrize(
    ("way", "ms", "rated"),
    [
        ("good", 0, GOOD),
        ("good", 20_000, GOOD),
        ("good", 20_001, HARD),
        ("good", 10**12, HARD),
        ("good", -5, GOOD),
        ("ok", 0, HARD),
        ("ok", 60_000, HARD),
        ("poor", 0, AGAIN),
        ("critical", 0, AGAIN),
    ],
)
def test_wrong_is_again_slow_is_hard_right_is_good(way, ms, rated):
    assert rating(way, ms, 20_000) == rated


def test_a_longer_text_may_take_longer_and_han_longer_than_latin():
    assert slow_after_ms("choice", "") == 8_000
    assert slow_after_ms("choice", "你先做什麼？") == 8_000 + 6 * 235
    assert slow_after_ms("choice", "What now?") == 8_000 + 8 * 68
    assert slow_after_ms("text", "") > slow_after_ms("choice", "")


@given(st.text(max_size=300), st.text(max_size=50))
def test_no_text_shortens_the_time(text, more):
    assert slow_after_ms("order", text + more) >= slow_after_ms("order", text) >= 20_000


@pytest.mark.parametrize(("told", "kept"), [(-1, 0), (0, 0), (4_200, 4_200), (10**9, LONGEST_MS)])
def test_what_a_phone_measured_is_bounded(told, kept):
    assert bounded_ms(told) == kept


def test_a_quality_is_that_of_the_way_taken():
    nodes = load(every_kind()).nodes
    told = [
        quality(nodes["ask"], "a"),
        quality(nodes["ask"], "c"),
        quality(nodes["ask"], "@timeout"),
        quality(nodes["weigh"], "red"),
        quality(nodes["tick"], ["b", "d"]),
        quality(nodes["tick"], ["c"]),
        quality(nodes["sort"], ["c", "b", "a"]),
        quality(nodes["count"], 11),
    ]
    assert told == ["good", "critical", "ok", "ok", "good", "critical", "poor", "good"]


def test_what_was_skipped_has_none():
    assert quality(load(every_kind_of_lesson()).nodes["n2"], "@skip") is None
