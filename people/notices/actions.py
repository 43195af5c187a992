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
from people.notices.queries import choices_of
from people.notices.rules import Choice, ring_at
from people.notices.telling import Telling
from people.shifts.rules import SHOP

DELIVER = "people.notice.deliver"
KEPT = timedelta(days=90)
"""How long a notice stands in the inbox that says nothing else."""


@transaction.atomic
def notify(tellings: Iterable[Telling], *, at: datetime | None = None) -> int:
    """Tell each person once, in a few statements however many they are; what was told under a key is left as it is.

    Owes what goes outside the app: one message a day and kind to a person, when their choice allows. Who has left is
    told nothing. Returns how many notices are new.
    """
    now = at or timezone.now()
    by_key = {telling.key: telling for telling in tellings}
    told = set(Notice.objects.filter(key__in=by_key).values_list("key", flat=True))
    there = _locked({telling.person_id for telling in by_key.values()})
    fresh = [telling for key, telling in by_key.items() if key not in told and telling.person_id in there]
    if not fresh:
        return 0
    Notice.objects.bulk_create([_row(telling, now) for telling in fresh], batch_size=2000, ignore_conflicts=True)
    made = list(Notice.objects.filter(key__in=[telling.key for telling in fresh]).order_by("pk"))
    _count({notice.person_id for notice in made})
    owe(_deliveries(made, now))
    return len(made)


def _locked(person_ids: set[int]) -> set[int]:
    """Those of these persons who are here, locked in one order: who counts must see what others have just written."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=person_ids, is_active=True).order_by("pk")
    return set(rows.values_list("pk", flat=True))


def _row(telling: Telling, now: datetime) -> Notice:
    return Notice(
        person_id=telling.person_id,
        kind=telling.kind,
        key=telling.key,
        data=telling.data,
        link=telling.link,
        created_at=now,
        expires_at=telling.expires_at or now + KEPT,
    )


def _count(person_ids: Collection[int]) -> None:
    """Count the unread ones of persons whom this transaction has locked."""
    unread = Notice.objects.filter(person=OuterRef("pk")).unread().order_by().values("person")
    counted = Subquery(unread.annotate(n=Count("pk")).values("n"))
    Person.objects.filter(pk__in=person_ids).update(unread=Coalesce(counted, 0))


def _deliveries(made: Sequence[Notice], now: datetime) -> Iterable[Owing]:
    """What goes outside for these new notices; nothing for the second of a kind on one day."""
    first = _first_of_kind_today(made, now)
    choices = choices_of({notice.person_id for notice in first})
    reaches = Reach.objects.usable().filter(person__in=choices)
    by_person: dict[int, list[Reach]] = {}
    for reach in reaches:
        by_person.setdefault(reach.person_id, []).append(reach)
    for notice in first:
        for reach in by_person.get(notice.person_id, []):
            yield from delivery(notice, reach, choices[notice.person_id], now)


def delivery(notice: Notice, reach: Reach, choice: Choice, now: datetime) -> Iterable[Owing]:
    """The owing of one message, for the first moment at which it may go out; nothing where it never may."""
    due_at = ring_at(now, kind=notice.kind, channel=reach.channel, choice=choice)
    if due_at is not None:
        yield Owing(DELIVER, f"{notice.pk}:{reach.pk}:{due_at.astimezone(SHOP):%Y%m%d%H%M}", due_at)


def _first_of_kind_today(made: Sequence[Notice], now: datetime) -> list[Notice]:
    midnight = now.astimezone(SHOP).replace(hour=0, minute=0, second=0, microsecond=0)
    earlier = Notice.objects.filter(
        person__in={notice.person_id for notice in made}, created_at__gte=midnight, created_at__lte=now
    ).exclude(pk__in=[notice.pk for notice in made])
    told = set(earlier.values_list("person_id", "kind"))
    first: dict[tuple[int, str], Notice] = {}
    for notice in made:
        if (notice.person_id, notice.kind) not in told:
            first.setdefault((notice.person_id, notice.kind), notice)
    return list(first.values())


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
