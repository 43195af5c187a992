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
from people.notices.actions import delivery
from people.notices.queries import choices_of
from people.notices.rules import ring_at
from people.notices.texts import WORDINGS, text_of

log = logging.getLogger(__name__)


@transaction.atomic
def deliver(*, notice_id: int, reach_id: int, at: datetime | None = None) -> bool:
    """Send a notice to a reach, unless it was read in the app meanwhile, has expired, or nobody wants it there any
    more. True if it went out.

    In an hour that has become quiet since, it is owed again for when that is over. A killed worker may have sent
    what is then sent again: the provider is given the notice's key, and where it knows none it arrives twice. Raises
    Later.
    """
    now = at or timezone.now()
    notice = Notice.objects.standing(now).unread().select_related("person").filter(pk=notice_id).first()
    if notice is None or notice.kind not in WORDINGS or not notice.person.is_active:
        return False
    reach = Reach.objects.usable().filter(pk=reach_id, person=notice.person_id).first()
    choice = choices_of([notice.person_id])[notice.person_id]
    if reach is None or not channels[reach.channel].serves(notice.person):
        return False
    if ring_at(now, kind=notice.kind, channel=reach.channel, choice=choice) != now:
        owe(delivery(notice, reach, choice, now))
        return False
    return _send(notice, reach)


def _send(notice: Notice, reach: Reach) -> bool:
    with translation.override(notice.person.language.lower()):
        text = text_of(notice.kind, notice.data, f"/notices/{notice.pk}/")
    try:
        channels[reach.channel].send(reach, text, f"{notice.key}:{reach.pk}")
    except Gone as why:
        end(reach=reach, because="gone")
        log.info("a reach has ended: %s (%s)", reach.channel, why)
        return False
    except Refused as why:
        log.error("a notice was refused: %s (%s)", reach.channel, why)
        return False
    return True
