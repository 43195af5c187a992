"""Sending one notice or alert to one reach: what the outbox calls, once or again."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from outbox.actions import owe
from people.channels.interface import Gone, Refused
from people.channels.reaching import end
from people.channels.table import channels
from people.models import Notice, Reach
from people.notices.actions import delivery
from people.notices.alerting import AGAIN, alerting, going
from people.notices.alerts import Round, sources
from people.notices.rules import goes_at
from people.notices.texts import WORDINGS, text_of
from people.notices.ways import ways_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Message:
    """What goes out: its kind and data as a notice has them, the path that it opens, its key for the provider, and when
    it says nothing any more."""

    kind: str
    data: dict[str, Any]
    path: str
    key: str
    until: datetime | None


@transaction.atomic
def deliver(*, notice_id: int, reach_id: int, at: datetime | None = None) -> bool:
    """Send a notice to a reach, unless it was read in the app meanwhile, has expired, or nobody wants it there any
    more. True if it went out.

    In an hour that has become quiet since, it is owed again for when that is over. A killed worker may have sent
    what is then sent again: the provider is given the notice's key, and where it knows none it arrives twice. Raises
    Later.
    """
    now = at or timezone.now()
    notice = Notice.objects.standing(now).unread().filter(pk=notice_id).first()
    reach = None if notice is None else _reach(reach_id, notice.person_id, notice.kind)
    if notice is None or reach is None:
        return False
    way = next(way for way in ways_of([notice.pk]) if way.reach == reach.pk)
    if goes_at(now, kind=way.kind, channel=way.channel, choice=way.choice, until=way.expires_at) != now:
        owe(delivery(way, now))
        return False
    key = f"{notice.key}:{reach.pk}"
    return _send(Message(notice.kind, notice.data, f"/notices/{notice.pk}/", key, notice.expires_at), reach)


@transaction.atomic
def deliver_alert(*, source: str, word: str, reach_id: int, again: bool = False, at: datetime | None = None) -> bool:
    """The same for an alert, unless it was answered or is over. `again`: it rings for the second time, under a key of
    its own, at once or not at all."""
    now = at or timezone.now()
    alert = sources[source].one(word, now) if source in sources else None
    reach = None if alert is None or not alert.unanswered else _reach(reach_id, alert.person_id, alert.kind)
    if alert is None or reach is None:
        return False
    way = f"{word}:{reach.pk}"
    due_at = _goes_at(Round(source, alert.kind, str(alert.person_id), word, alert.until), way, now)
    if due_at != now:
        owe(alerting(source, way, due_at) if due_at and not again else [])
        return False
    key = f"{source}:{way}"
    return _send(Message(alert.kind, alert.data, alert.link, f"{key}:{AGAIN}" if again else key, alert.until), reach)


def _goes_at(told: Round, way: str, now: datetime) -> datetime | None:
    return next((due_at for ways, due_at in going(told, now) if way in ways.split(",")), None)


def _reach(reach_id: int, person_id: int, kind: str) -> Reach | None:
    """The reach, where it is this person's and can be used for what this house still knows how to say."""
    reach = Reach.objects.usable().select_related("person").filter(pk=reach_id, person=person_id).first()
    usable = reach is not None and reach.person.is_active and channels[reach.channel].serves(reach.person)
    return reach if usable and kind in WORDINGS else None


def _send(message: Message, reach: Reach) -> bool:
    with translation.override(reach.person.language.lower()):
        text = text_of(message.kind, message.data, message.path)
    try:
        channels[reach.channel].send(reach, text, message.key, until=message.until)
    except Gone as why:
        end(reach=reach, because="gone")
        log.info("a reach has ended: %s (%s)", reach.channel, why)
        return False
    except Refused as why:
        log.error("a message was refused: %s (%s)", reach.channel, why)
        return False
    return True
