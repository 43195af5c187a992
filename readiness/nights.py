"""Who holds the night: whether somebody ready stands in a store at each of its moments. Plain Python, no database.

The night lasts from 22:00 to 06:00 in the shop. Its plan is known where a shift begins on the day on which it begins,
or in it: a day that was planned without anybody at night is uncovered, a day that was not planned is `unplanned`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from people.shifts.rules import SHOP, shop_day
from readiness.rules import Tonight

BEGINS, ENDS = time(22), time(6)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Night:
    """From 22:00 of one day until 06:00 of the next; aware times."""

    begins: datetime
    ends: datetime

    @property
    def planned_from(self) -> datetime:
        """The midnight before: shifts that begin between it and the end of the night are the night's plan."""
        return datetime.combine(shop_day(self.begins), time.min, SHOP)


@dataclass(frozen=True)
class Stretch:
    """A piece of the night."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Duty:
    """One shift. `carried_until` is the last day on which its person is ready; None: is not ready now. `leave`: the
    times that the person is away, in whatever order, perhaps in part before or after the shift."""

    starts_at: datetime
    ends_at: datetime
    carried_until: date | None
    leave: Sequence[Stretch] = ()


def tonight(at: datetime) -> Night:
    """The night that is under way at `at`, or else the next."""
    local = at.astimezone(SHOP)
    day = local.date() - DAY if local.time() < ENDS else local.date()
    return Night(datetime.combine(day, BEGINS, SHOP), datetime.combine(day + DAY, ENDS, SHOP))


def held(night: Night, duties: Iterable[Duty]) -> Tonight:
    """How a store stands in a night, by the shifts of its plan."""
    planned = [d for d in duties if night.planned_from <= d.starts_at < night.ends]
    if not planned:
        return "unplanned"
    return "uncovered" if dark_stretches(night, planned) else "covered"


def dark_stretches(night: Night, duties: Iterable[Duty]) -> list[Stretch]:
    """The pieces of the night, in order, in which nobody ready stands in the store."""
    dark, since = [], night.begins
    for lit in sorted((lit for duty in duties for lit in _lit(night, duty)), key=lambda lit: lit.begins):
        if lit.begins > since:
            dark.append(Stretch(since, lit.begins))
        since = max(since, lit.ends)
    return [*dark, Stretch(since, night.ends)] if since < night.ends else dark


def _lit(night: Night, duty: Duty) -> Iterator[Stretch]:
    """The pieces of the night that one shift holds: a certificate ends with its last day at midnight."""
    if duty.carried_until is None:
        return
    last = datetime.combine(duty.carried_until + DAY, time.min, SHOP)
    since, ends = max(duty.starts_at, night.begins), min(duty.ends_at, last, night.ends)
    for leave in sorted(duty.leave, key=lambda leave: leave.begins):
        if since < min(leave.begins, ends):
            yield Stretch(since, min(leave.begins, ends))
        since = max(since, leave.ends)
    if since < ends:
        yield Stretch(since, ends)
