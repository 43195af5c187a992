"""Writes about notices: telling, reading, choosing, clearing away."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from outbox.actions import owe
from outbox.registry import Owing
from people.models import Notice, NoticeChoice, Person, Reach
from people.notices.queries import at_work, choices_of
from people.notices.rules import FOR_NOW, Choice, ring_at
from people.notices.telling import Telling
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
    rows = {telling.key: _row(telling, now) for telling in tellings}
    made = Notice.objects.tell(list(rows.values()), now) if rows else []
    owe(_deliveries(made, now))
    return len(made)


def _row(telling: Telling, now: datetime) -> Notice:
    return Notice(
        person_id=telling.person_id,
        kind=telling.kind,
        key=telling.key,
        data=telling.data,
        link=telling.link,
        expires_at=telling.expires_at or now + KEPT,
    )


def _deliveries(made: Sequence[Notice], now: datetime) -> Iterable[Owing]:
    """What goes outside for these new notices."""
    ways = _ways_to({notice.person_id for notice in made})
    concerned = [notice for notice in made if notice.person_id in ways]
    choices = choices_of(ways)
    working = at_work([notice.person_id for notice in concerned if notice.kind in FOR_NOW], now)
    for notice in _first_of_kind_today(concerned, now):
        for reach in ways[notice.person_id]:
            yield from delivery(notice, reach, choices[notice.person_id], now, working=notice.person_id in working)


def _ways_to(person_ids: Collection[int]) -> dict[int, list[Reach]]:
    """By person; without those who are reached nowhere outside."""
    ways: dict[int, list[Reach]] = {}
    found = Reach.objects.usable().filter(person__in=person_ids) if person_ids else Reach.objects.none()
    for reach in found.only("person_id", "channel"):
        ways.setdefault(reach.person_id, []).append(reach)
    return ways


def delivery(notice: Notice, reach: Reach, choice: Choice, now: datetime, *, working: bool = False) -> Iterable[Owing]:
    """The owing of one message, for the first moment at which it may go out; nothing where it never may, or where the
    notice is over by then."""
    due_at = ring_at(now, kind=notice.kind, channel=reach.channel, choice=choice, working=working)
    if due_at is not None and (notice.expires_at is None or due_at < notice.expires_at):
        yield Owing(DELIVER, f"{notice.pk}:{reach.pk}:{due_at.astimezone(SHOP):%Y%m%d%H%M}", due_at)


def _first_of_kind_today(made: Sequence[Notice], now: datetime) -> list[Notice]:
    """Those that may ring: all that are for now, of every other kind the first of a day."""
    others = [notice for notice in made if notice.kind not in FOR_NOW]
    told = _told_today(others, now) if others else set()
    first: dict[tuple[int, str], Notice] = {}
    for notice in others:
        if (notice.person_id, notice.kind) not in told:
            first.setdefault((notice.person_id, notice.kind), notice)
    return [*(notice for notice in made if notice.kind in FOR_NOW), *first.values()]


def _told_today(made: Sequence[Notice], now: datetime) -> set[tuple[int, str]]:
    midnight = now.astimezone(SHOP).replace(hour=0, minute=0, second=0, microsecond=0)
    earlier = Notice.objects.filter(
        person__in={notice.person_id for notice in made}, created_at__gte=midnight, created_at__lte=now
    ).exclude(pk__in=[notice.pk for notice in made])
    return set(earlier.values_list("person_id", "kind"))


@transaction.atomic
def ring_again(*, keys: Collection[str], at: datetime | None = None) -> int:
    """Let notices that are for now, and not read yet, ring a second time, with the people who may be rung at once; how
    many messages are owed. Asked twice is rung once."""
    now = at or timezone.now()
    unread = Notice.objects.standing(now).unread().filter(key__in=keys, kind__in=FOR_NOW, person__is_active=True)
    notices = list(unread.only("person_id", "kind").order_by("pk"))
    ways = _ways_to({notice.person_id for notice in notices})
    choices, working = choices_of(ways), at_work(ways, now)
    return owe(
        Owing(DELIVER, f"{notice.pk}:{reach.pk}:{AGAIN}")
        for notice in notices
        for reach in ways.get(notice.person_id, ())
        if may_ring(notice, reach, choices[notice.person_id], now, working=notice.person_id in working)
    )


def may_ring(notice: Notice, reach: Reach, choice: Choice, now: datetime, *, working: bool) -> bool:
    """Whether a notice may ring there at this moment."""
    return ring_at(now, kind=notice.kind, channel=reach.channel, choice=choice, working=working) == now


def settle(*, keys: Collection[str], at: datetime | None = None) -> None:
    """What these notices tell of is over: they count as read, and ring no more."""
    if keys:
        Notice.objects.read(sorted(keys), at or timezone.now())


def _locked(person_ids: set[int]) -> set[int]:
    """Those of these persons who are here, locked in one order: who counts must see what others have just written."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=person_ids, is_active=True).order_by("pk")
    return set(rows.values_list("pk", flat=True))


def _count(person_ids: Collection[int]) -> None:
    """Count the unread ones of persons whom this transaction has locked."""
    unread = Notice.objects.filter(person=OuterRef("pk")).unread().order_by().values("person")
    counted = Subquery(unread.annotate(n=Count("pk")).values("n"))
    Person.objects.filter(pk__in=person_ids).update(unread=Coalesce(counted, 0))


@transaction.atomic
def read(*, person: Person, notices: Collection[int] | None = None, at: datetime | None = None) -> int:
    """Mark these notices of a person as read, all where `notices` is None; how many were unread."""
    _locked({person.pk})
    mine = Notice.objects.filter(person=person).unread()
    mine = mine if notices is None else mine.filter(pk__in=notices)
    marked = mine.update(read_at=at or timezone.now())
    if marked or notices is None:
        _count({person.pk})
    return marked


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


@transaction.atomic
def clear(*, at: datetime | None = None) -> int:
    """Take away what no longer says anything; how many notices that were."""
    over = Notice.objects.filter(expires_at__lte=at or timezone.now())
    concerned = set(over.unread().order_by().values_list("person_id", flat=True).distinct())
    _locked(concerned)
    cleared, _ = over.delete()
    _count(concerned)
    return cleared
