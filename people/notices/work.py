"""What is owed to be told and sent: registered with the outbox at start-up."""

import logging
from datetime import datetime
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db.models import QuerySet, Value
from django.db.models.functions import Now
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from outbox.registry import handler
from people.channels.interface import Gone, Refused
from people.channels.mail import send_plain
from people.channels.reaching import CONFIRM_MAIL, code_for, end, leave_browser
from people.channels.webhook import REPLY, say
from people.models import Notice, Person, Reach
from people.notices.actions import DELIVER, notify
from people.notices.alerting import AGAIN, ALERT
from people.notices.delivering import deliver, deliver_alert
from people.notices.telling import NOTICE, tellers
from people.today import fragment
from people.waiting import waits

BROWSER = "browser"
"""Under this name a session keeps its mark for what was subscribed in it."""

log = logging.getLogger(__name__)


@handler(NOTICE)
def tell(subject: str) -> None:
    name, _sep, about = subject.partition(":")
    notify(tellers[name](about))


@handler(DELIVER)
def send(subject: str) -> None:
    notice, reach, _due = subject.split(":")
    deliver(notice_id=int(notice), reach_id=int(reach))


@handler(ALERT)
def send_alert(subject: str) -> None:
    source, word, reach, due = subject.split(":")
    deliver_alert(source=source, word=word, reach_id=int(reach), again=due == AGAIN)


@handler(CONFIRM_MAIL)
def send_code(reach_id: str) -> None:
    waiting = Reach.objects.standing().select_related("person").filter(pk=reach_id, confirmed_at=None).first()
    if waiting is None:
        return
    with translation.override(waiting.person.language.lower()):
        subject = _("街燈學堂的確認碼：%(code)s") % {"code": code_for(waiting)}
        body = _("請在「我」的「通知」裡填這個確認碼，30 分鐘內有效。不是你要的，不用理會這封信。")
    try:
        send_plain(waiting.address, subject, body, f"{CONFIRM_MAIL}:{reach_id}")
    except (Gone, Refused) as why:
        end(reach=waiting, because="gone")
        log.warning("a mail address was refused: %s", why)


@handler(REPLY)
def reply(subject: str) -> None:
    chain_id, word, lang, token = subject.split(":", 3)
    try:
        say(chain_id=int(chain_id), word=word, lang=lang, reply_token=token)
    except Refused as why:  # the token's minute is over, or it was used before this worker died
        log.warning("LINE takes no answer: %s", why)


@fragment("notices")
def todays_notices(person: Person, at: datetime) -> dict[str, int]:
    """How many are unread; no query where a session's person asks."""
    return {"unread": person.unread}


@waits("notices")
def unread(person: Value) -> QuerySet[Notice]:
    """What a person was told and has not read."""
    return Notice.objects.filter(person=person).unread().standing(Now())


@receiver(user_logged_out)
def on_signed_out(request: HttpRequest | None, **_signal: Any) -> None:
    """However somebody signs out: this browser's notifications end with the session."""
    if request is not None:
        leave_browser(browser=request.session.get(BROWSER, ""))
