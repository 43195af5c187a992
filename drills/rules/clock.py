"""When something was done. Whether that was in time is `content.script.timing`'s to say.

The server's clock counts. A phone without a network is believed within bounds, so that who acted in time at the counter
of a cellar is not late, and who sets a clock back wins nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

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
