"""When somebody may be told something outside the app. Plain Python.

Hours are those of the shop; Taipei knows no summer time. In the app a notice is there at once.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from people.shifts.rules import SHOP

FOR_NOW = frozenset({"drill_call", "drill_makeup"})
"""Kinds that are answered within minutes or not at all: each rings, however many there are in a day."""

NEWS = timedelta(days=3)
"""What is older than this when it becomes known is history and told to nobody."""


@dataclass(frozen=True)
class Quiet:
    """The hours in which nothing may ring: from `begin` until `end`, over midnight where `begin` is the later one; none
    where both are the same."""

    begin: time = time(23)
    end: time = time(7)

    def holds(self, at: datetime) -> bool:
        """Whether the aware moment `at` is a quiet one."""
        clock = at.astimezone(SHOP).time()
        if self.begin <= self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end

    def over(self, at: datetime) -> datetime:
        """The first moment from `at` on that is not quiet."""
        if not self.holds(at):
            return at
        here = at.astimezone(SHOP)
        today = datetime.combine(here.date(), self.end, SHOP)
        return today if today > here else today + timedelta(days=1)


@dataclass(frozen=True)
class Choice:
    """What a person has chosen: quiet hours, and the channels and kinds of notice that shall stay silent."""

    quiet: Quiet = Quiet()
    silent_channels: frozenset[str] = frozenset()
    silent_kinds: frozenset[str] = frozenset()


def ring_at(at: datetime, *, kind: str, channel: str, choice: Choice, working: bool = False) -> datetime | None:
    """The first moment from `at` on at which a notice of this kind may go out by this channel; None: never.

    The one rule that everything that leaves the house is asked, when it is planned and again when it goes. `working`:
    the person stands in a store at this moment. Quiet hours are for sleep, and who is on a night shift is awake and is
    drilled because they are: what is for now rings for them at once. Who is not known to be at work is left in peace.
    """
    if channel in choice.silent_channels or kind in choice.silent_kinds:
        return None
    return at if working and kind in FOR_NOW else choice.quiet.over(at)


def goes_at(
    at: datetime, *, kind: str, channel: str, choice: Choice, until: datetime | None, working: bool = False
) -> datetime | None:
    """`ring_at`, and None too where what is told is over by then: from `until` on it says nothing more."""
    due_at = ring_at(at, kind=kind, channel=channel, choice=choice, working=working)
    return None if due_at is None or (until is not None and due_at >= until) else due_at


def is_news(happened: datetime, now: datetime) -> bool:
    """Whether something is recent enough to be told: a year that is written at once, or caught up, is not."""
    return now - happened < NEWS
