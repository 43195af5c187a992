"""Sending one notice to one reach: what the outbox calls, once or again."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation

from outbox.actions import owe
from people.channels.interface import Gone, Refused
from people.channels.reaching import end
from people.channels.table import channels
from people.models import Notice, Reach
from people.notices.actions import AGAIN, delivery, may_ring
from people.notices.texts import WORDINGS, text_of
from people.notices.writing import ways_of

log = logging.getLogger(__name__)


@transaction.atomic
def deliver(*, notice_id: int, reach_id: int, again: bool = False, at: datetime | None = None) -> bool:
    """Send a notice to a reach, unless it was read in the app meanwhile, has expired, or nobody wants it there any
    more. True if it went out. `again`: it rings for the second time, under a key of its own.

    In an hour that has become quiet since, it is owed again for when that is over. A killed worker may have sent
    what is then sent again: the provider is given the notice's key, and where it knows none it arrives twice. Raises
    Later.
    """
    now = at or timezone.now()
    notice = Notice.objects.standing(now).unread().select_related("person").filter(pk=notice_id).first()
    if notice is None or notice.kind not in WORDINGS or not notice.person.is_active:
        return False
    reach = Reach.objects.usable().filter(pk=reach_id, person=notice.person_id).first()
    if reach is None or not channels[reach.channel].serves(notice.person):
        return False
    way = next(way for way in ways_of([notice.pk], now) if way.reach == reach.pk)
    if not may_ring(way, now):
        owe([] if again else delivery(way, now))
        return False
    return _send(notice, reach, f"{notice.key}:{reach.pk}:{AGAIN}" if again else f"{notice.key}:{reach.pk}")


def _send(notice: Notice, reach: Reach, key: str) -> bool:
    with translation.override(notice.person.language.lower()):
        text = text_of(notice.kind, notice.data, f"/notices/{notice.pk}/")
    try:
        channels[reach.channel].send(reach, text, key, until=notice.expires_at)
    except Gone as why:
        end(reach=reach, because="gone")
        log.info("a reach has ended: %s (%s)", reach.channel, why)
        return False
    except Refused as why:
        log.error("a notice was refused: %s (%s)", reach.channel, why)
        return False
    return True
