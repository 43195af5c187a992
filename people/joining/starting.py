"""Coming in: start codes given out, tried, and exchanged for a password of one's own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from people.actions import keep, keep_each
from people.factors.actions import forget_authenticators
from people.joining.rules import VALID, Verdict, as_typed, could_be, fresh_code, judge
from people.models import Person, StartCode

SALT = "people.start_code"
TO_CHOOSE = timedelta(minutes=15)
REPLACED = ["digest", "issued_at", "expires_at", "used_at", "wrong_tries"]


class CodeGone(Exception):
    """The start code no longer opens anything: used, replaced, or shown too long ago."""


@dataclass(frozen=True)
class Tried:
    """What came of typing a code; `code` is there where it opens the way to a password of one's own."""

    verdict: Verdict
    code: StartCode | None = None


@transaction.atomic
def give_start_codes(*, persons: Collection[Person], by: Person | None, at: datetime | None = None) -> dict[int, str]:
    """Give each person without a password a new start code, in a few statements; returns the codes by person's pk,
    told here and never again. Older codes of theirs end. Who has a password keeps it and gets none: that is `reset`.
    """
    now = at or timezone.now()
    locked = Person.objects.select_for_update().filter(pk__in=[person.pk for person in persons]).order_by("pk")
    asking = [person for person in locked if not person.has_usable_password()]
    codes = {person.pk: fresh_code() for person in asking}
    StartCode.objects.bulk_create(
        [_row(person, codes[person.pk], now) for person in asking],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=REPLACED,
    )
    keep_each("give_start_code", asking, by=by, at=now)
    return codes


@transaction.atomic
def reset(*, person: Person, by: Person | None, at: datetime | None = None) -> str:
    """Take somebody's password, sessions, passkeys and second factors away and give a start code instead; returns it,
    told here only."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if forget_authenticators(person=locked, by=by, at=at) or locked.has_usable_password():
        # Sessions are bound to the password's hash, and what is unusable is a new one each time.
        locked.set_unusable_password()
        locked.save(update_fields=["password"])
        keep("reset_password", locked, by=by, at=at)
    return give_start_codes(persons=[locked], by=by, at=at)[locked.pk]


@transaction.atomic
def try_code(*, person: Person, typed: str, at: datetime | None = None) -> Tried:
    """Hold what was typed against the person's code. A wrong one is counted; the fifth locks the code."""
    code = StartCode.objects.select_for_update(of=("self",)).filter(person=person, person__is_active=True).first()
    if code is None:
        return Tried("wrong")
    tidied = as_typed(typed)
    fits = could_be(tidied) and constant_time_compare(_digest(person, tidied), code.digest)
    verdict = judge(code.given, fits=fits, at=at or timezone.now())
    if verdict == "wrong" and code.used_at is None:
        code.wrong_tries = min(code.wrong_tries + 1, 99)
        code.save(update_fields=["wrong_tries"])
    return Tried(verdict, code if verdict == "open" and not person.has_usable_password() else None)


def code_in_hand(*, pk: int, digest: str, shown_at: datetime, at: datetime | None = None) -> StartCode:
    """The code that somebody typed rightly at `shown_at`, while it may still be exchanged. Raises CodeGone."""
    fresh = shown_at + TO_CHOOSE >= (at or timezone.now())
    alive = StartCode.objects.select_related("person").filter(person__is_active=True, used_at=None, digest=digest)
    code = alive.filter(pk=pk).first() if fresh else None
    if code is None or code.person.has_usable_password():
        raise CodeGone
    return code


@transaction.atomic
def begin(*, code: StartCode, password: str, at: datetime | None = None) -> Person:
    """Exchange a code for a password of one's own; the code is used up. Raises CodeGone if it was meanwhile."""
    now = at or timezone.now()
    # The person before the code, as `give_start_codes` does: the other way round the two could lock each other out.
    person = Person.objects.select_for_update().get(pk=code.person_id)
    taken = StartCode.objects.filter(pk=code.pk, digest=code.digest, used_at=None).update(used_at=now)
    if person.has_usable_password() or not taken:
        raise CodeGone
    person.set_password(password)
    person.save(update_fields=["password"])
    keep("begin", person, by=person, at=now)
    return person


def is_own_code(code: StartCode, text: str) -> bool:
    """Whether a text is the start code itself, which stands on paper and makes no password."""
    return constant_time_compare(_digest(code.person, as_typed(text)), code.digest)


def _row(person: Person, code: str, at: datetime) -> StartCode:
    return StartCode(person=person, digest=_digest(person, code), issued_at=at, expires_at=at + VALID)


def _digest(person: Person, code: str) -> str:
    # Keyed by SECRET_KEY and bound to the person: a slow hash would take minutes for a chain's thousands, and a copy
    # of the database alone tells nothing.
    return salted_hmac(f"{SALT}:{person.username}", code, algorithm="sha256").hexdigest()
