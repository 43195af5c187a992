"""Coming in by the poster: let in by the roster, led to the sign-in, or asking and waiting."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from outbox import facts
from people.actions import keep
from people.joining.rules import KEPT, MOST_WAITING, Asked, same_name, stand_of_asking, state_of
from people.joining.starting import CodeGone, give_start_codes
from people.models import JoinRequest, JoinState, Person, Posting, Role, StartCode, Store


class TooManyWaiting(Exception):
    """So many requests wait in this store that nobody could tell them apart any more."""


class NotByPoster(Exception):
    """The account may do more than a clerk's: no poster opens it, and no manager of a store could."""


@dataclass(frozen=True)
class Scanner:
    """What somebody who scanned a poster says of themselves; `secret` is what their browser holds, "" at first."""

    employee_number: str
    name: str
    language: str
    secret: str = ""


@dataclass(frozen=True)
class Knocked:
    """What came of it: `code` opens the way to a password; `secret` is to be held by the browser of who waits; neither:
    they have a password already and are to sign in."""

    code: StartCode | None = None
    secret: str = ""


@transaction.atomic
def knock(*, store: Store, who: Scanner, at: datetime) -> Knocked:
    """Let somebody in whom the roster knows, or write down that they ask. Raises NotByPoster,
    TooManyWaiting.

    Whether a number exists shows only to who says its name, too.
    """
    named = Person.objects.select_for_update(of=("self",)).filter(chain=store.chain_id, is_active=True)
    person = named.filter(employee_number=who.employee_number).first()
    if person is None or not same_name(person.name, who.name):
        return Knocked(secret=_ask(store, who, at))
    if person.has_usable_password():
        return Knocked()
    jobs = _jobs(person, at)
    if any(role != Role.CLERK for role, _, _ in jobs):
        raise NotByPoster
    # Who was here before is let in by the manager: after a reset it is they who give the code.
    if person.last_login is not None or (Role.CLERK, store.pk, True) not in jobs:
        return Knocked(secret=_ask(store, who, at))
    return Knocked(code=_let_in(person, store, who, at))


def request_of(*, secret: str, store: Store) -> JoinRequest | None:
    """What the browser that holds this secret asked in this store; one query."""
    asked = JoinRequest.objects.filter(secret=_digest(secret), store=store) if secret else JoinRequest.objects.none()
    return asked.select_related("person__start_code").first()


def forget_requests(*, at: datetime) -> int:
    """Drop the requests of more than 90 days ago, whatever came of them; the audit trail stays. Returns how many."""
    gone, _ = JoinRequest.objects.filter(asked_at__lt=at - KEPT).delete()
    return gone


def stand_of(asked: JoinRequest, at: datetime) -> Asked:
    """Where a request stands, without a query for what `request_of` gave."""
    return stand_of_asking(asked.state, asked_at=asked.asked_at, opens=_opening(asked, at) is not None, at=at)


def code_of(asked: JoinRequest, at: datetime) -> StartCode:
    """The start code that an approval gave. Raises CodeGone where it was used, replaced or left too long."""
    code = _opening(asked, at)
    if code is None:
        raise CodeGone
    return code


def _opening(asked: JoinRequest, at: datetime) -> StartCode | None:
    if asked.state != JoinState.APPROVED or asked.person is None or asked.person.has_usable_password():
        return None
    code: StartCode | None = getattr(asked.person, "start_code", None)
    alive = code and code.digest == asked.code_digest and code.used_at is None and code.expires_at > at
    return code if alive and asked.person.is_active else None


def _jobs(person: Person, at: datetime) -> list[tuple[str, int | None, bool]]:
    """Role and store of each posting that is not over, and whether it has begun."""
    lasting = Posting.objects.filter(Q(until=None) | Q(until__gt=at), person=person)
    return [(job.role, job.store_id, job.since <= at) for job in lasting]


def _let_in(person: Person, store: Store, who: Scanner, at: datetime) -> StartCode:
    code = StartCode.objects.filter(person=person).first()
    # A slip that is on its way to the same person stays good: who scans and walks away must not make it void.
    if code is None or code.used_at or state_of(code.given, at) == "expired":
        give_start_codes(persons=[person], by=None, at=at)
        code = StartCode.objects.get(person=person)
    told = {"employee_number": person.employee_number, "name": person.name, "language": who.language}
    known = {"asked_at": at, "decided_at": at, "code_digest": code.digest, "secret": _digest(_fresh_secret())}
    JoinRequest.objects.update_or_create(store=store, person=person, state=JoinState.ROSTER, defaults=told | known)
    keep("join_by_roster", person, by=None, at=at, store=store.pk)
    return code


def _ask(store: Store, who: Scanner, at: datetime) -> str:
    """Write a request down, or change the one of this browser that still waits; returns the browser's secret. Sends
    `join_asked` of a new one."""
    Store.objects.select_for_update(no_key=True).get(pk=store.pk)
    waiting = JoinRequest.objects.filter(store=store).waiting(at)
    told = {"employee_number": who.employee_number, "name": who.name, "language": who.language}
    if who.secret and waiting.filter(secret=_digest(who.secret)).update(**told):
        return who.secret
    if waiting.count() >= MOST_WAITING:
        raise TooManyWaiting
    secret = _fresh_secret()
    made = JoinRequest.objects.create(store=store, secret=_digest(secret), asked_at=at, **told)
    keep("ask_to_join", made, by=None, at=at, store=store.pk)
    facts.send("join_asked", asked=made)
    return secret


def _fresh_secret() -> str:
    return secrets.token_urlsafe(32)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
