"""Rules of every kind, and days on which they start."""

from datetime import date

from hypothesis import strategies as st

from drills.rules.recurrence import Recurrence, Weekday

starts = st.dates(date(2020, 1, 1), date(2040, 12, 31))
months = st.lists(st.integers(1, 12), max_size=3, unique=True).map(lambda found: tuple(sorted(found)))
month_days = st.lists(st.integers(-31, 31).filter(bool), max_size=3, unique=True).map(lambda d: tuple(sorted(d)))


def weekdays(nths):
    return st.lists(st.builds(Weekday, nths, st.integers(0, 6)), max_size=3, unique=True).map(
        lambda d: tuple(sorted(d))
    )


EACH, NTH = st.just(0), st.integers(-5, 5).filter(bool)
ENDS = st.sampled_from([{}, {"count": 1}, {"count": 7}, {"until": date(2033, 2, 28)}])
rules = st.one_of(
    st.builds(
        lambda end, **parts: Recurrence("DAILY", **parts, **end),
        interval=st.integers(1, 40), by_day=weekdays(EACH), by_month_day=month_days, by_month=months, end=ENDS,
    ),
    st.builds(
        lambda end, **parts: Recurrence("WEEKLY", **parts, **end),
        interval=st.integers(1, 12), by_day=weekdays(EACH), by_month=months, end=ENDS,
    ),
    st.builds(
        lambda end, **parts: Recurrence("MONTHLY", **parts, **end),
        interval=st.integers(1, 12), by_day=st.one_of(weekdays(EACH), weekdays(NTH)), by_month_day=month_days,
        by_month=months, end=ENDS,
    ),
)  # fmt: skip
