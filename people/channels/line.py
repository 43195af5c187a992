"""LINE: through the account of the person's own chain, by its Messaging API.

LINE knows an idempotency key (`X-Line-Retry-Key`, a UUID, for 24 hours): within that time a message is sent once,
and 409 says that it was accepted before.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings

from people.channels.interface import PATIENCE_SECONDS, Later, Refused
from people.factors.ciphers import Unreadable, unseal
from people.models import LineChannel, Person, Reach
from people.notices.texts import Text

log = logging.getLogger(__name__)

LONGEST = 1000
ACCEPTED_BEFORE = 409


class Line:
    name: str = Reach.Channel.LINE

    def serves(self, person: Person) -> bool:
        return channel_of(person.chain_id) is not None

    def send(self, reach: Reach, text: Text, key: str, *, until: datetime | None = None) -> None:
        channel = channel_of(reach.person.chain_id)
        if channel is None:
            raise Refused("the chain has no LINE account any more")
        words = f"{text.title}\n{text.body}\n{settings.BASE_URL}{text.link}"
        push(channel, reach.address, words, str(uuid.uuid5(uuid.NAMESPACE_URL, key)))


def channel_of(chain_id: int | None) -> LineChannel | None:
    """The LINE account of a chain, if it has one."""
    return LineChannel.objects.filter(chain=chain_id).first() if chain_id else None


def push(channel: LineChannel, to: str, words: str, retry_key: str) -> None:
    """Send a text to a LINE user; raises Later or Refused."""

    def call(api: Any, models: Any) -> None:
        messages = [models.TextMessage(text=words[:LONGEST])]
        api.push_message(
            models.PushMessageRequest(to=to, messages=messages),
            x_line_retry_key=retry_key,
            _request_timeout=PATIENCE_SECONDS,
        )

    _call(channel, call)


def reply(channel: LineChannel, token: str, words: str) -> None:
    """Answer what a LINE user has just sent; a token holds for one answer and about a minute. Raises Later, Refused."""

    def call(api: Any, models: Any) -> None:
        messages = [models.TextMessage(text=words[:LONGEST])]
        request = models.ReplyMessageRequest(replyToken=token, messages=messages)
        api.reply_message(request, _request_timeout=PATIENCE_SECONDS)

    _call(channel, call)


def basic_id_of(token: str) -> str:
    """The name under which the account of this token is found in LINE, such as `@123abcde`; raises Later, Refused."""
    found: list[str] = []
    _call(token, lambda api, _: found.append(api.get_bot_info(_request_timeout=PATIENCE_SECONDS).basic_id))
    return found[0]


def _call(channel: LineChannel | str, call: Callable[[Any, Any], None]) -> None:
    # Here and not above: 66 MB and a second in every process, for what only a worker does.
    from linebot.v3 import messaging
    from urllib3.exceptions import HTTPError

    token = channel if isinstance(channel, str) else _token(channel)
    configuration = messaging.Configuration(host=settings.LINE_API_URL, access_token=token)
    configuration.retries = False
    try:
        with messaging.ApiClient(configuration) as client:
            call(messaging.MessagingApi(client), messaging)
    except messaging.ApiException as fault:
        _judge(int(fault.status or 0), str(fault.body or fault.reason))
    except HTTPError as fault:
        raise Later(type(fault).__name__) from fault


def _token(channel: LineChannel) -> str:
    try:
        return unseal(channel.sealed_token)
    except Unreadable as fault:
        raise Later("the token was given with another SECRET_KEY") from fault


def _judge(status: int, said: str) -> None:
    if status == ACCEPTED_BEFORE:
        return
    # 401: the chain's token was changed; what is owed waits for the new one.
    if status in (401, 408, 429) or status >= 500:
        raise Later(f"HTTP {status} {said}")
    raise Refused(f"HTTP {status} {said}")
