"""Days, bands, periods, holidays and windows, held against every minute that clocks show."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drills.rules.calendar import (
    BANDS,
    Period,
    Span,
    UnknownCountry,
    band_at,
    bands_between,
    instant,
    national_holidays,
    period_of,
    span_of_days,
    windows,
)
from tests.drills.rules.worlds import BERLIN, DAY, HOUR, MINUTE, TAIPEI, hours, in_hours, minutes_of, places, shown


@pytest.mark.parametrize(
    ("day", "kind", "begins", "ends"),
    [
        ("2026-11-29", "month", "2026-11-01", "2026-11-30"),
        ("2026-12-31", "month", "2026-12-01", "2026-12-31"),
        ("2028-02-29", "month", "2028-02-01", "2028-02-29"),
        ("2027-02-01", "month", "2027-02-01", "2027-02-28"),
        ("2026-11-29", "quarter", "2026-10-01", "2026-12-31"),
        ("2028-02-29", "quarter", "2028-01-01", "2028-03-31"),
        ("2027-06-30", "quarter", "2027-04-01", "2027-06-30"),
    ],
)
def test_the_period_of_a_day(day, kind, begins, ends):
    assert period_of(date.fromisoformat(day), kind) == Period(date.fromisoformat(begins), date.fromisoformat(ends))


@given(st.dates(date(1990, 1, 1), date(2190, 1, 1)), st.sampled_from(["month", "quarter"]))
def test_periods_hold_their_days_and_follow_one_another(day, kind):
    period = period_of(day, kind)
    assert day in period
    assert period_of(period.begins, kind) == period_of(period.ends, kind) == period
    assert period_of(period.ends + DAY, kind).begins == period.ends + DAY
    assert (period.begins - DAY) not in period


def test_a_period_is_written_by_its_months():
    assert str(period_of(date(2026, 8, 1), "quarter")) == "2026-07..2026-09"
    assert str(period_of(date(2026, 8, 1), "month")) == "2026-08..2026-08"


@pytest.mark.parametrize(
    ("hour", "band"),
    [("00:00", "night"), ("05:59", "night"), ("06:00", "early"), ("13:59", "early"), ("14:00", "late"),
     ("21:59", "late"), ("22:00", "night"), ("23:59", "night")],
)  # fmt: skip
def test_the_band_of_an_hour_is_the_shops(hour, band):
    at = datetime.combine(date(2026, 11, 29), time.fromisoformat(hour), TAIPEI)
    assert band_at(at, TAIPEI) == band_at(at.astimezone(UTC), TAIPEI) == band


@given(hours, hours)
def test_the_bands_between_hours_are_those_of_their_minutes(hours_from, hours_until):
    local = [datetime(2026, 7, 1) + n * MINUTE for n in range(2 * 1440)]  # noqa: DTZ001
    inside = [at for at in local if in_hours(at, date(2026, 7, 1), hours_from, hours_until)]
    found = {band_at(at.replace(tzinfo=TAIPEI), TAIPEI) for at in inside}
    assert bands_between(hours_from, hours_until) == tuple(band for band in BANDS if band in found)


def test_holidays_have_the_names_of_the_country():
    found = national_holidays(2026)
    assert found[date(2026, 2, 28)] == "和平紀念日"
    assert found[date(2026, 2, 27)] == "和平紀念日（補假）"
    assert date(2026, 3, 2) not in found
    assert list(found) == sorted(found)
    assert {day.year for day in national_holidays(2028)} == {2028}
    assert date(2026, 10, 3) in national_holidays(2026, "DE")


@pytest.mark.parametrize("country", ["ZZ", "", "taiwan"])
def test_a_country_that_is_not_known_is_refused(country):
    with pytest.raises(UnknownCountry, match="國家代碼"):
        national_holidays(2026, country)


@settings(max_examples=50)
@given(places, st.integers(1, 3), hours, hours)
def test_windows_are_the_minutes_that_clocks_show_once(place, days, hours_from, hours_until):
    zone, occurrence = place
    run = [occurrence + n * DAY for n in range(days)]
    found = minutes_of(windows(occurrence, days, hours_from, hours_until, zone))
    assert found == [
        at
        for at, local in shown(zone, occurrence, run[-1] + DAY)
        if any(in_hours(local, day, hours_from, hours_until) for day in run)
    ]


@given(places, st.integers(1, 4), hours, hours)
def test_windows_are_in_utc_and_none_is_empty(place, days, hours_from, hours_until):
    for span in windows(place[1], days, hours_from, hours_until, place[0]):
        assert span.begins < span.ends
        assert span.begins.tzinfo is span.ends.tzinfo is UTC


@settings(max_examples=40)
@given(places, st.integers(0, 3))
def test_days_are_all_their_minutes(place, more):
    zone, first = place
    last = first + more * DAY
    span = span_of_days(first, last, zone)
    minutes = {at for at, _ in shown(zone, first, last)}
    assert minutes <= set(minutes_of([span]))
    assert all(first <= at.astimezone(zone).date() <= last for at in minutes_of([span]))


def test_the_hour_that_clocks_leave_out_is_in_no_window():
    assert windows(date(2026, 3, 29), 1, time(2), time(3), BERLIN) == []
    assert windows(date(2026, 3, 29), 1, time(1), time(4), BERLIN) == [
        Span(datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC))
    ]


def test_the_hour_that_comes_twice_is_in_a_window_once():
    first = datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert windows(date(2026, 10, 25), 1, time(2), time(3), BERLIN) == [Span(first, first + HOUR)]
    assert windows(date(2026, 10, 25), 1, time(2), time(4), BERLIN) == [
        Span(first, first + HOUR), Span(first + 2 * HOUR, first + 3 * HOUR),
    ]  # fmt: skip


def test_a_day_that_a_country_leaves_out_has_no_window():
    apia = ZoneInfo("Pacific/Apia")
    assert windows(date(2011, 12, 30), 1, time(8), time(20), apia) == []
    assert instant(date(2011, 12, 30), time(8), apia) == instant(date(2011, 12, 31), time(), apia)


def test_equal_hours_are_the_whole_day_and_later_ones_go_over_midnight():
    begins = datetime(2026, 11, 28, 16, tzinfo=UTC)
    assert windows(date(2026, 11, 29), 1, time(), time(), TAIPEI) == [Span(begins, begins + DAY)]
    assert windows(date(2026, 11, 29), 1, time(22), time(6), TAIPEI) == [Span(begins + 22 * HOUR, begins + 30 * HOUR)]
