"""Writes about reaches: beginning, confirming and ending a way to a person."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from outbox.actions import owe
from outbox.registry import Owing
from people.actions import keep
from people.joining.rules import as_typed, could_be, fresh_code
from people.models import LineCode, Person, Reach

CONFIRM_MAIL = "people.mail.confirm"
CODE_HOLDS = timedelta(minutes=30)
MOST_TRIES = 5
MOST_PHONES = 5
MOST_ADDRESSES = 5
"""How many addresses somebody may give in a day: mail to strangers is not ours to send."""


class CodeRefused(Exception):
    """The typed code is wrong, too old, or was guessed at too often; `final`: a new one is needed."""

    def __init__(self, *, final: bool) -> None:
        super().__init__("final" if final else "wrong")
        self.final = final


class NotTheirs(Exception):
    """The subscription that is to be replaced is no longer this person's."""


class TooMany(Exception):
    """Too many addresses were given today."""


@transaction.atomic
def end(*, reach: Reach, because: str, at: datetime | None = None) -> None:
    """End one reach; ended twice is ended once."""
    _end_each(Reach.objects.filter(pk=reach.pk), because, at)


def _end_each(reaches: Any, because: str, at: datetime | None) -> int:
    ended: int = reaches.standing().update(ended_at=at or timezone.now(), ended_because=because)
    return ended


@transaction.atomic
def subscribe(
    *,
    person: Person,
    endpoint: str,
    secrets: dict[str, str],
    browser: str,
    instead_of: str = "",
    at: datetime | None = None,
) -> Reach:
    """Reach a person through a browser's push service. Whoever was reached there before is so no longer: a browser has
    one subscription, and a phone may be shared. The newest five phones count.

    `instead_of` is the address that a push service has replaced by this one. Raises NotTheirs where this person is not
    reached there.
    """
    now = at or timezone.now()
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if instead_of and not unsubscribe(person=person, endpoint=instead_of, because="replaced", at=now):
        raise NotTheirs
    held = Reach.objects.standing().filter(channel=Reach.Channel.WEB_PUSH, address=endpoint).first()
    if held is not None and (held.person_id, held.secrets, held.browser) == (person.pk, secrets, browser):
        return held
    _end_each(Reach.objects.filter(channel=Reach.Channel.WEB_PUSH, address=endpoint), "replaced", now)
    made = Reach.objects.create(
        person=person,
        channel=Reach.Channel.WEB_PUSH,
        address=endpoint,
        secrets=secrets,
        browser=browser,
        made_at=now,
        confirmed_at=now,
    )
    phones = Reach.objects.standing().filter(person=person, channel=Reach.Channel.WEB_PUSH).order_by("-pk")
    _end_each(Reach.objects.filter(pk__in=list(phones.values_list("pk", flat=True)[MOST_PHONES:])), "replaced", now)
    keep("reach_by_web_push", person, by=person, at=now)
    return made


def unsubscribe(*, person: Person, endpoint: str, because: str = "unwanted", at: datetime | None = None) -> int:
    """End the person's reach at this push address; how many ended."""
    mine = Reach.objects.filter(person=person, channel=Reach.Channel.WEB_PUSH, address=endpoint)
    return _end_each(mine, because, at)


def leave_browser(*, browser: str, at: datetime | None = None) -> int:
    """End what was subscribed in a browser session that is over: the next person there must not read over shoulders."""
    return _end_each(Reach.objects.filter(browser=browser), "signed_out", at) if browser else 0


@transaction.atomic
def give_address(*, person: Person, address: str, at: datetime | None = None) -> Reach:
    """Take a mail address; a code is owed to it, and nothing else is sent there before that code was typed. Raises
    TooMany."""
    now = at or timezone.now()
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    lately = Reach.objects.filter(person=person, channel=Reach.Channel.MAIL, made_at__gt=now - timedelta(days=1))
    if lately.count() >= MOST_ADDRESSES:
        raise TooMany
    _end_each(Reach.objects.filter(person=person, channel=Reach.Channel.MAIL), "replaced", now)
    made = Reach.objects.create(person=person, channel=Reach.Channel.MAIL, address=address, made_at=now)
    keep("give_address", person, by=person, at=now)
    owe([Owing(CONFIRM_MAIL, str(made.pk))])
    return made


def code_for(reach: Reach) -> str:
    """The code that proves that somebody reads the mail of this address: 8 signs, made from the row and SECRET_KEY."""
    digest = salted_hmac("people.mail_code", f"{reach.pk}:{reach.person_id}:{reach.address}", algorithm="sha256")
    return f"{int.from_bytes(digest.digest()[:8]) % 10**8:08d}"


def confirm_address(*, person: Person, typed: str, at: datetime | None = None) -> Reach:
    """Confirm the address that is waiting by the code that was sent to it. Raises CodeRefused; five wrong tries or
    half an hour end it."""
    now = at or timezone.now()
    with transaction.atomic():
        waiting = Reach.objects.standing().filter(person=person, channel=Reach.Channel.MAIL, confirmed_at=None)
        reach = waiting.select_for_update().first()
        if reach is None or reach.wrong_tries >= MOST_TRIES or reach.made_at + CODE_HOLDS <= now:
            raise CodeRefused(final=True)
        fits = constant_time_compare(as_typed(typed), code_for(reach))
        if fits:
            reach.confirmed_at = now
        else:
            reach.wrong_tries += 1
        reach.save(update_fields=["confirmed_at", "wrong_tries"])
    if not fits:
        raise CodeRefused(final=reach.wrong_tries >= MOST_TRIES)
    return reach


@transaction.atomic
def stop(*, person: Person, channel: str, at: datetime | None = None) -> int:
    """End every reach of a person by this channel, because they want it; how many ended. The address is forgotten."""
    mine = Reach.objects.filter(person=person, channel=channel)
    ended = _end_each(mine, "unwanted", at)
    if channel != Reach.Channel.WEB_PUSH:
        mine.exclude(address="").update(address="")
    if ended:
        keep("stop_reach", person, by=person, at=at, channel=channel)
    return ended


def give_line_code(*, person: Person, at: datetime | None = None) -> str:
    """A code to send to the chain's LINE account, told here only; it holds for half an hour and replaces the last."""
    code = fresh_code()
    values = {"digest": _digest(code), "expires_at": (at or timezone.now()) + CODE_HOLDS}
    LineCode.objects.update_or_create(person=person, defaults=values)
    return code


@transaction.atomic
def link_line(*, chain_id: int, line_user: str, typed: str, at: datetime | None = None) -> Person | None:
    """Link a LINE account to the person whose code was sent from it; None where no such code holds in this chain.

    The account's former person, and the person's former account, are linked no longer. A code is used once.
    """
    now = at or timezone.now()
    code = as_typed(typed)
    if not could_be(code):
        return None
    held = LineCode.objects.select_for_update().select_related("person").filter(
        digest=_digest(code), expires_at__gt=now, person__chain=chain_id, person__is_active=True
    ).first()  # fmt: skip
    if held is None:
        return None
    person = held.person
    _end_each(Reach.objects.filter(channel=Reach.Channel.LINE, address=line_user), "replaced", now)
    _end_each(Reach.objects.filter(channel=Reach.Channel.LINE, person=person), "replaced", now)
    Reach.objects.create(person=person, channel=Reach.Channel.LINE, address=line_user, made_at=now, confirmed_at=now)
    keep("link_line", person, by=person, at=now)
    held.delete()
    return person


def unfollowed(*, chain_id: int, line_user: str, at: datetime | None = None) -> int:
    """A LINE account wants nothing more from the chain's; how many reaches ended."""
    theirs = Reach.objects.filter(channel=Reach.Channel.LINE, address=line_user, person__chain=chain_id)
    return _end_each(theirs, "unfollowed", at)


def _digest(code: str) -> str:
    return salted_hmac("people.line_code", code, algorithm="sha256").hexdigest()
