"""What LINE tells us: somebody sends a code, comes, or goes. Read from the body after its signature was verified."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from outbox.actions import owe
from outbox.registry import Owing
from people.channels.line import channel_of, reply
from people.channels.reaching import link_line, unfollowed
from people.factors.ciphers import unseal
from people.models import LineChannel
from people.notices.texts import SOURCE

REPLY = "people.line.reply"
LONGEST_TOKEN = 100


class Forged(Exception):
    """The signature is not the one that the channel's secret makes of this body."""


@dataclass(frozen=True)
class Heard:
    """One event that concerns us: its kind, the LINE user, what they wrote, the token for an answer (empty: none);
    `again`: LINE has told it before."""

    kind: str
    user: str
    words: str
    reply_token: str
    again: bool = False


def verify(channel: LineChannel, body: bytes, signature: str) -> None:
    """Raises Forged; Unreadable where the secret has to be given again."""
    made = hmac.new(unseal(channel.sealed_secret).encode(), body, hashlib.sha256).digest()
    if not hmac.compare_digest(base64.b64encode(made), signature.encode()):
        raise Forged


def events_of(body: bytes) -> list[Heard]:
    """The events of a verified body, in their order; raises ValueError for what is no such body. What concerns a group,
    or nothing that we do, is left out."""
    told = json.loads(body)
    events = told.get("events") if isinstance(told, dict) else None
    if not isinstance(events, list):
        raise ValueError("no events")
    return [heard for event in events if isinstance(event, dict) for heard in _heard(event)]


def _heard(event: dict[str, Any]) -> Iterable[Heard]:
    source, message = _part(event, "source"), _part(event, "message")
    user = source.get("userId")
    if source.get("type") != "user" or not isinstance(user, str) or event.get("mode") == "standby":
        return
    kind = str(event.get("type"))
    if kind == "message" and message.get("type") != "text":
        return
    again = bool(_part(event, "deliveryContext").get("isRedelivery"))
    yield Heard(kind, user, str(message.get("text", "")), str(event.get("replyToken") or ""), again)


def _part(event: dict[str, Any], name: str) -> dict[str, Any]:
    found = event.get(name)
    return found if isinstance(found, dict) else {}


def answer(*, channel: LineChannel, heard: Heard) -> None:
    """Do what an event asks for, and owe the answer to it. LINE may tell the same twice: then the same is true."""
    if heard.kind == "unfollow":
        unfollowed(chain_id=channel.chain_id, line_user=heard.user)
    elif heard.kind == "follow":
        _owe_reply(channel, heard, "welcome", SOURCE)
    elif heard.kind == "message":
        person = link_line(chain_id=channel.chain_id, line_user=heard.user, typed=heard.words)
        if person:
            _owe_reply(channel, heard, "linked", person.language.lower())
        elif not heard.again:  # a code that linked is used up: told again, it would look like a wrong one
            _owe_reply(channel, heard, "unknown", SOURCE)


def _owe_reply(channel: LineChannel, heard: Heard, word: str, lang: str) -> None:
    if heard.reply_token and len(heard.reply_token) <= LONGEST_TOKEN:
        owe([Owing(REPLY, f"{channel.chain_id}:{word}:{lang}:{heard.reply_token}")])


def say(*, chain_id: int, word: str, lang: str, reply_token: str) -> None:
    """Give the owed answer, unless the chain has no account any more. Raises Later, Refused."""
    channel = channel_of(chain_id)
    if channel is not None:
        with translation.override(lang):
            reply(channel, reply_token, _sentences()[word])


def _sentences() -> dict[str, str]:
    return {
        "welcome": _("這裡是街燈學堂的通知。請到「我」→「通知」→「LINE」拿連結碼，再傳到這裡。"),
        "linked": _("連結好了。之後有新的課程、快到期的證書，會在這裡告訴你。"),
        "unknown": _("這個連結碼不對或過期了。請到「我」→「通知」→「LINE」再拿一組。這裡沒有人看訊息，有事請找店長。"),
    }
