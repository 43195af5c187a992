"""Writes about notices: telling, reading, choosing, clearing away."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from outbox.actions import owe, owe_each
from outbox.registry import Owing, OwingEach
from people.models import Notice, NoticeChoice, Person
from people.notices.rules import FOR_NOW, Choice, ring_at
from people.notices.telling import Round, Telling
from people.notices.writing import Way, Ways, settle_keys, ways_of, write_each, write_round
from people.shifts.rules import SHOP

DELIVER = "people.notice.deliver"
AGAIN = "again"
"""Instead of a time: what rings for the second time."""

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
    owe(_deliveries(ways, now))
    return made


@transaction.atomic
def notify_all(told: Round, *, at: datetime | None = None) -> int:
    """Tell many one thing, as `notify` would one by one, at a cost that hardly grows with them."""
    now = at or timezone.now()
    made, alike = write_round(told, now)
    for ways in alike:
        if due_at := _goes_at(ways, now):
            owe_each(OwingEach(DELIVER, _subject("*", due_at), ways.words, due_at))
    return made


def _deliveries(ways: Sequence[Way], now: datetime) -> Iterable[Owing]:
    """What goes outside for these new notices."""
    for way in _first_of_kind_today(ways, now):
        yield from delivery(way, now)


def delivery(way: Way, now: datetime) -> Iterable[Owing]:
    """The owing of one message, for the first moment at which it may go out; nothing where it never may, or where the
    notice is over by then."""
    if due_at := _goes_at(way, now):
        yield Owing(DELIVER, _subject(f"{way.notice}:{way.reach}", due_at), due_at)


def _subject(way: str, due_at: datetime) -> str:
    return f"{way}:{due_at.astimezone(SHOP):%Y%m%d%H%M}"


def _goes_at(way: Way | Ways, now: datetime) -> datetime | None:
    due_at = _rings_at(way, now)
    over = due_at is not None and way.expires_at is not None and due_at >= way.expires_at
    return None if over else due_at


def _rings_at(way: Way | Ways, now: datetime) -> datetime | None:
    return ring_at(now, kind=way.kind, channel=way.channel, choice=way.choice, working=way.working)


def may_ring(way: Way, now: datetime) -> bool:
    """Whether a notice may ring there at this moment."""
    return _rings_at(way, now) == now


def _first_of_kind_today(ways: Sequence[Way], now: datetime) -> list[Way]:
    """Those that may ring: all that are for now; of every other kind those of the first notice of a day."""
    others = [way for way in ways if way.kind not in FOR_NOW]
    if not others:
        return list(ways)
    told = _told_today(others, now)
    first: dict[tuple[int, str], int] = {}
    for way in others:
        first.setdefault((way.person_id, way.kind), way.notice)
    ring = {notice for person_and_kind, notice in first.items() if person_and_kind not in told}
    return [way for way in ways if way.kind in FOR_NOW or way.notice in ring]


def _told_today(ways: Sequence[Way], now: datetime) -> set[tuple[int, str]]:
    midnight = now.astimezone(SHOP).replace(hour=0, minute=0, second=0, microsecond=0)
    earlier = Notice.objects.filter(
        person__in={way.person_id for way in ways}, created_at__gte=midnight, created_at__lte=now
    ).exclude(pk__in={way.notice for way in ways})
    return set(earlier.values_list("person_id", "kind"))


@transaction.atomic
def ring_again(*, keys: Collection[str], at: datetime | None = None) -> int:
    """Let notices that are for now, and not read yet, ring a second time, with the people who may be rung at once; how
    many messages are owed. Asked twice is rung once."""
    now = at or timezone.now()
    unread = Notice.objects.standing(now).unread().filter(key__in=keys, kind__in=FOR_NOW, person__is_active=True)
    ways = ways_of(list(unread.values_list("pk", flat=True)), now)
    return owe(Owing(DELIVER, f"{way.notice}:{way.reach}:{AGAIN}") for way in ways if may_ring(way, now))


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
