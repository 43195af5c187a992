"""Writes about notices: telling, reading, choosing, clearing away."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from outbox.actions import owe
from outbox.registry import Owing
from people.models import Notice, NoticeChoice, Person
from people.notices.rules import Choice, goes_at
from people.notices.telling import Telling
from people.notices.ways import Way
from people.notices.writing import settle_keys, write_each
from people.shifts.rules import SHOP

DELIVER = "people.notice.deliver"
KEPT = timedelta(days=90)
"""How long a notice stands in the inbox that says nothing else."""


@transaction.atomic
def notify(tellings: Iterable[Telling], *, at: datetime | None = None) -> int:
    """Tell each person once, in a few statements however many they are; what was told under a key is left as it is.

    Owes what goes outside the app when the person's choice allows: of a kind that waits for quiet hours to end one
    message a day. Who has left is told nothing. Returns how many notices are new.
    """
    now = at or timezone.now()
    told = list({telling.key: telling for telling in tellings}.values())
    if not told:
        return 0
    made, ways = write_each(told, [telling.expires_at or now + KEPT for telling in told], now)
    _end_what_was_told_before(told, now)
    owe(_deliveries(ways, now))
    return made


def _end_what_was_told_before(told: Sequence[Telling], now: datetime) -> None:
    beginnings = [Q(key__startswith=each) for each in {telling.instead_of for telling in told} - {""}]
    if beginnings:
        before = Notice.objects.standing(now).filter(reduce(or_, beginnings))
        before.exclude(key__in=[telling.key for telling in told]).update(expires_at=now)


def _deliveries(ways: Sequence[Way], now: datetime) -> Iterable[Owing]:
    """What goes outside for these new notices."""
    for way in _first_of_kind_today(ways, now):
        yield from delivery(way, now)


def delivery(way: Way, now: datetime) -> Iterable[Owing]:
    """The owing of one message, for the first moment at which it may go out; nothing where it never may, or where the
    notice is over by then."""
    due_at = goes_at(now, kind=way.kind, channel=way.channel, choice=way.choice, until=way.expires_at)
    if due_at:
        yield Owing(DELIVER, f"{way.notice}:{way.reach}:{stamp(due_at)}", due_at)


def stamp(due_at: datetime) -> str:
    """How the subject of a message says when it is to go: what is put off is another piece of work."""
    return f"{due_at.astimezone(SHOP):%Y%m%d%H%M}"


def _first_of_kind_today(ways: Sequence[Way], now: datetime) -> list[Way]:
    """Those that may ring: of every kind those of the first notice of a day."""
    if not ways:
        return []
    told = _told_today(ways, now)
    first: dict[tuple[int, str], int] = {}
    for way in ways:
        first.setdefault((way.person_id, way.kind), way.notice)
    ring = {notice for person_and_kind, notice in first.items() if person_and_kind not in told}
    return [way for way in ways if way.notice in ring]


def _told_today(ways: Sequence[Way], now: datetime) -> set[tuple[int, str]]:
    midnight = now.astimezone(SHOP).replace(hour=0, minute=0, second=0, microsecond=0)
    earlier = Notice.objects.filter(
        person__in={way.person_id for way in ways}, created_at__gte=midnight, created_at__lte=now
    ).exclude(pk__in={way.notice for way in ways})
    return set(earlier.values_list("person_id", "kind"))


def settle(*, keys: Collection[str], at: datetime | None = None) -> None:
    """What these notices tell of is over: they count as read, and ring no more."""
    if keys:
        settle_keys(keys, at or timezone.now())


@transaction.atomic
def read(*, person: Person, notices: Collection[int] | None = None, at: datetime | None = None) -> int:
    """Mark these notices of a person as read, all where `notices` is None; how many were unread."""
    mine = Notice.objects.filter(person=person).unread()
    mine = mine if notices is None else mine.filter(pk__in=notices)
    held = mine.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True)
    return Notice.objects.filter(pk__in=list(held)).update(read_at=at or timezone.now())


def choose(*, person: Person, choice: Choice) -> None:
    """Keep what somebody wants to be told outside the app, and when."""
    NoticeChoice.objects.update_or_create(
        person=person,
        defaults={
            "quiet_from": choice.quiet.begin,
            "quiet_until": choice.quiet.end,
            "silent_channels": sorted(choice.silent_channels),
            "silent_kinds": sorted(choice.silent_kinds),
        },
    )


def clear(*, at: datetime | None = None) -> int:
    """Take away what no longer says anything; how many notices that were."""
    cleared, _ = Notice.objects.filter(expires_at__lte=at or timezone.now()).delete()
    return cleared
