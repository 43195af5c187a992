"""Reads of notices: the inbox, and what somebody has chosen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404
from django.urls import reverse

from people.channels.line import channel_of
from people.channels.web_push import public_key
from people.models import LineChannel, Notice, NoticeChoice, Person, Reach
from people.notices.alerts import Alert, standing
from people.notices.rules import Choice, Quiet
from people.notices.texts import WORDINGS, Text, text_of

MOST_SHOWN = 60


@dataclass(frozen=True)
class Entry:
    """One notice or alert as its reader sees it. `path` opens it; `text.link` is where that leads in the end, which a
    phone without a network goes to at once. `now`: it is an alert, which a tap where it leads answers."""

    path: str
    text: Text
    icon: str
    at: datetime
    unread: bool
    now: bool = False


@dataclass(frozen=True)
class Inbox:
    """Alerts that stand, then the newest notices of one person."""

    entries: list[Entry]

    @property
    def unread(self) -> int:
        return sum(entry.unread for entry in self.entries)

    @property
    def to_read(self) -> bool:
        """Whether something can be marked as read without being opened."""
        return any(entry.unread and not entry.now for entry in self.entries)


def inbox(person: Person, at: datetime) -> Inbox:
    """What a person is alerted to now and was told lately, newest first, in the active language; one query, and one for
    each source of alerts. A kind that this version of the house no longer knows is passed over."""
    rows = Notice.objects.filter(person=person, kind__in=WORDINGS).standing(at)[:MOST_SHOWN]
    return Inbox([*map(_alerted, reversed(standing(person, at))), *map(_told, rows)])


def _alerted(alert: Alert) -> Entry:
    text = text_of(alert.kind, alert.data, alert.link)
    return Entry(alert.link, text, WORDINGS[alert.kind].icon, alert.since, alert.unanswered, now=True)


def _told(row: Notice) -> Entry:
    text = text_of(row.kind, row.data, row.link)
    return Entry(reverse("notice", args=[row.pk]), text, WORDINGS[row.kind].icon, row.created_at, row.read_at is None)


def notice_for(person: Person, notice_id: int) -> Notice:
    """The door to a notice: one's own. Raises Http404."""
    found = Notice.objects.filter(pk=notice_id, person=person).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Ways:
    """How a person can be reached and wants to be. `offered`: the channels that are set up here for them; `mail`: the
    address, confirmed or waiting for its code; `push_key`: what a browser subscribes with."""

    offered: list[str]
    choice: Choice
    phones: int
    mail: Reach | None
    line: LineChannel | None
    line_linked: bool
    push_key: str

    @property
    def mail_waits(self) -> bool:
        return self.mail is not None and self.mail.confirmed_at is None


def ways_to(person: Person) -> Ways:
    """What the page of choices shows of a person; a fixed number of queries."""
    standing = list(Reach.objects.standing().filter(person=person))
    by_channel = {reach.channel: reach for reach in standing}
    line = channel_of(person.chain_id)
    offered = [Reach.Channel.WEB_PUSH, *([Reach.Channel.MAIL] if settings.MAIL_URL else [])]
    return Ways(
        offered=[*map(str, offered), *([str(Reach.Channel.LINE)] if line else [])],
        choice=choices_of([person.pk])[person.pk],
        phones=sum(reach.channel == Reach.Channel.WEB_PUSH for reach in standing),
        mail=by_channel.get(Reach.Channel.MAIL) if settings.MAIL_URL else None,
        line=line,
        line_linked=Reach.Channel.LINE in by_channel,
        push_key=public_key(),
    )


def choices_of(person_ids: Collection[int]) -> dict[int, Choice]:
    """What each of these persons has chosen, the defaults where nothing was; one query."""
    chosen = {row.person_id: _choice(row) for row in NoticeChoice.objects.filter(person__in=person_ids)}
    return {pk: chosen.get(pk, Choice()) for pk in person_ids}


def _choice(row: NoticeChoice) -> Choice:
    return Choice(Quiet(row.quiet_from, row.quiet_until), frozenset(row.silent_channels), frozenset(row.silent_kinds))
