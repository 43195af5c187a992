"""Reads of notices: the inbox, and what somebody has chosen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from people.models import Notice, NoticeChoice, Person
from people.notices.rules import Choice, Quiet
from people.notices.texts import WORDINGS, Text, text_of

MOST_SHOWN = 60


@dataclass(frozen=True)
class Entry:
    """One notice as its reader sees it."""

    pk: int
    text: Text
    icon: str
    created_at: datetime
    unread: bool


@dataclass(frozen=True)
class Inbox:
    """The newest notices of one person."""

    entries: list[Entry]

    @property
    def unread(self) -> int:
        return sum(entry.unread for entry in self.entries)


def inbox(person: Person, at: datetime) -> Inbox:
    """What a person was told lately, newest first, in the active language; one query. A kind that this version of the
    house no longer knows is passed over."""
    rows = Notice.objects.filter(person=person, kind__in=WORDINGS).standing(at)[:MOST_SHOWN]
    return Inbox(
        [
            Entry(
                row.pk,
                text_of(row.kind, row.data, row.link),
                WORDINGS[row.kind].icon,
                row.created_at,
                row.read_at is None,
            )
            for row in rows
        ]
    )


def notice_for(person: Person, notice_id: int) -> Notice:
    """The door to a notice: one's own. Raises Http404."""
    found = Notice.objects.filter(pk=notice_id, person=person).first()
    if found is None:
        raise Http404
    return found


def choices_of(person_ids: Collection[int]) -> dict[int, Choice]:
    """What each of these persons has chosen, the defaults where nothing was; one query."""
    chosen = {row.person_id: _choice(row) for row in NoticeChoice.objects.filter(person__in=person_ids)}
    return {pk: chosen.get(pk, Choice()) for pk in person_ids}


def _choice(row: NoticeChoice) -> Choice:
    return Choice(Quiet(row.quiet_from, row.quiet_until), frozenset(row.silent_channels), frozenset(row.silent_kinds))
