"""Zones, days and windows that tests of the drills' rules draw from, and minutes counted the slow way."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
TAIPEI, BERLIN = ZoneInfo("Asia/Taipei"), ZoneInfo("Europe/Berlin")

# Days on which clocks are changed, or on which a year has one more: what can go wrong goes wrong there.
CHANGES = [
    ("Asia/Taipei", date(2026, 7, 1)),
    ("Asia/Taipei", date(2028, 2, 29)),
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Havana", date(2026, 3, 8)),
    ("America/Havana", date(2026, 11, 1)),
    ("Asia/Beirut", date(2026, 3, 29)),
    ("Asia/Beirut", date(2026, 10, 25)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("America/Sao_Paulo", date(2018, 2, 17)),
    ("Antarctica/Troll", date(2026, 3, 29)),
    ("Antarctica/Troll", date(2026, 10, 25)),
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Pacific/Apia", date(2011, 12, 30)),
]

places = st.tuples(st.sampled_from(CHANGES), st.integers(-2, 2)).map(
    lambda found: (ZoneInfo(found[0][0]), found[0][1] + found[1] * DAY)
)
hours = st.builds(time, st.integers(0, 23), st.sampled_from([0, 0, 15, 30, 59]))


def shown(zone, first, last):
    """Each minute, in UTC, from the first day to the last, with what clocks show; those shown again are left out."""
    at = datetime.combine(first, time(), UTC) - DAY
    while at < datetime.combine(last, time(), UTC) + 2 * DAY:
        local = at.astimezone(zone)
        if local.fold == 0 and first <= local.date() <= last:
            yield at, local.replace(tzinfo=None)
        at += MINUTE


def minutes_of(spans):
    """The minutes of spans, in order; that none comes twice is for the test to see."""
    return [span.begins + n * MINUTE for span in spans for n in range((span.ends - span.begins) // MINUTE)]


def in_hours(local, day, hours_from, hours_until):
    """Whether a minute on a clock lies in the hours of a day."""
    begins, ends = datetime.combine(day, hours_from), datetime.combine(day, hours_until)
    return begins <= local < (ends if ends > begins else ends + DAY)
