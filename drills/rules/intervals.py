"""Sets of whole minutes as sorted pairs [from, until) that neither overlap nor touch: what placing counts with.

A minute is a number since 1970 in UTC, so that two are as far apart as time passes between them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

Interval = tuple[int, int]
Minutes = Sequence[Interval]

MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def minute(at: datetime) -> int:
    """The minute in which a moment lies."""
    return (at - EPOCH) // MINUTE


def minute_after(at: datetime) -> int:
    """The first minute that begins at a moment or later."""
    return -((EPOCH - at) // MINUTE)


def moment(minutes: int) -> datetime:
    """When a minute begins."""
    return EPOCH + minutes * MINUTE


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """All minutes of these pairs, in whatever order; empty ones and reversed ones count for nothing."""
    joined: list[Interval] = []
    for since, until in sorted(intervals):
        if since >= until:
            continue
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(until, joined[-1][1]))
        else:
            joined.append((since, until))
    return joined


def without(minutes: Minutes, taken: Minutes) -> list[Interval]:
    """The minutes that are not among `taken`."""
    return list(_without(minutes, taken))


def _without(minutes: Minutes, taken: Minutes) -> Iterator[Interval]:
    for since, until in minutes:
        # The first that ends after `since`: what went before cannot touch this pair.
        for begins, ends in taken[max(0, bisect_right(taken, (since, since)) - 1) :]:
            if begins >= until:
                break
            if ends > since:
                if begins > since:
                    yield since, begins
                since = ends
        if since < until:
            yield since, until


def common(minutes: Minutes, others: Minutes) -> list[Interval]:
    """The minutes that are in both."""
    return list(_common(minutes, others))


def _common(minutes: Minutes, others: Minutes) -> Iterator[Interval]:
    for since, until in minutes:
        for begins, ends in others[max(0, bisect_right(others, (since, since)) - 1) :]:
            if begins >= until:
                break
            if ends > since:
                yield max(since, begins), min(until, ends)


def size(minutes: Minutes) -> int:
    """How many minutes there are."""
    return sum(until - since for since, until in minutes)


def at_index(minutes: Minutes, index: int) -> int:
    """The minute of this number, counted from the first; `index` is below the size."""
    for since, until in minutes:
        if index < until - since:
            return since + index
        index -= until - since
    raise IndexError("there are not so many minutes")
