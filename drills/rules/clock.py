"""When something was done, and whether that was in time.

    judged(sent_at: datetime, tapped_at: datetime | None, received_at: datetime, skew: float | None)
        -> Judged(at: datetime, phone_timed: bool)
    graded(standards: Iterable[Standard], sent_at: datetime, done: Mapping[str, datetime]) -> dict[str, Met]
    passes(*, attempt_passed: bool, standards: Iterable[Standard], met: Mapping[str, Met]) -> bool

The server's clock counts. A phone without a network is believed within bounds, so that who acted in time at the counter
of a cellar is not late, and who sets a clock back wins nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Met = Literal["met", "late", "not_done"]

LATE_ARRIVAL = timedelta(seconds=10)
"""A tap that took no longer to arrive is timed by the server: so long a network may take."""

MOST_SKEW = 120
"""Seconds. A phone's clock that is further off is not believed at all."""

LATEST_ARRIVAL = timedelta(hours=12)
"""After the sending. What arrives later is timed by the server."""

GRACE = timedelta(seconds=10)
"""Given to every standard, for the network: what the server's clock counts includes the way there and back."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The moment that counts, and whether it is the phone's."""

    at: datetime
    phone_timed: bool


@dataclass(frozen=True, slots=True)
class Standard:
    """An expected action of a drill's script: to be done `by` so many seconds after the alert. A drill passes only
    where every critical one is."""

    action: str
    by: int
    critical: bool


def judged(sent_at: datetime, tapped_at: datetime | None, received_at: datetime, skew: float | None) -> Judged:
    """When a tap counts as made.

    `tapped_at` is what the phone's clock showed; `skew` how many seconds that clock is ahead of the server's (behind
    where negative) by an exchange in the same session, None where there was none. The phone's clock counts, its skew
    taken out, where the tap took long to arrive and all bounds are kept; else the server's, `received_at`.
    """
    if tapped_at is None or skew is None or abs(skew) > MOST_SKEW or received_at - sent_at > LATEST_ARRIVAL:
        return Judged(received_at, phone_timed=False)
    at = tapped_at - timedelta(seconds=skew)
    if at < sent_at or received_at - at <= LATE_ARRIVAL:
        return Judged(received_at, phone_timed=False)
    return Judged(at, phone_timed=True)


def graded(standards: Iterable[Standard], sent_at: datetime, done: Mapping[str, datetime]) -> dict[str, Met]:
    """How each expected action stands; `done` has the judged moments of those that were done right."""
    return {standard.action: _grade(standard, sent_at, done.get(standard.action)) for standard in standards}


def _grade(standard: Standard, sent_at: datetime, done_at: datetime | None) -> Met:
    if done_at is None:
        return "not_done"
    return "met" if done_at - sent_at <= timedelta(seconds=standard.by) + GRACE else "late"


def passes(*, attempt_passed: bool, standards: Iterable[Standard], met: Mapping[str, Met]) -> bool:
    """Whether a drill is passed: the attempt is, and every critical standard was met within its time."""
    return attempt_passed and all(met.get(one.action) == "met" for one in standards if one.critical)
