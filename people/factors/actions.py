"""Writes about second factors: each in one transaction with its line of the audit trail."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from people.actions import keep
from people.factors.queries import asked_of, factors_of
from people.models import Person


class LastOne(Exception):
    """The only second factor of somebody who must have one can be replaced but not removed."""


@transaction.atomic
def add_passkey(*, person: Person, name: str, credential: dict[str, Any], at: datetime | None = None) -> bool:
    """Keep a passkey whose ceremony was checked; returns whether recovery codes were made with it."""
    _lock(person)
    made = WebAuthn.add(person, name, credential).instance
    keep("add_passkey", person, by=person, at=at, factor=made.pk, name=name)
    return _codes_with(person, at)


@transaction.atomic
def add_app(*, person: Person, secret: str, at: datetime | None = None) -> bool:
    """Keep an app's secret in place of the one before; returns whether recovery codes were made with it."""
    _lock(person)
    Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).delete()
    made = TOTP.activate(person, secret).instance
    keep("add_app", person, by=person, at=at, factor=made.pk)
    return _codes_with(person, at)


@transaction.atomic
def remove_factor(*, person: Person, factor: Authenticator, at: datetime | None = None) -> None:
    """Take one passkey or app away, and with the last one the recovery codes. Raises LastOne."""
    _lock(person)
    others = factors_of(person).exclude(pk=factor.pk)
    if not others.exists():
        if asked_of(person):
            raise LastOne
        Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
    keep("remove_factor", person, by=person, at=at, factor=factor.pk, type=factor.type)
    factor.delete()


@transaction.atomic
def renew_recovery_codes(*, person: Person, at: datetime | None = None) -> None:
    """Make ten new codes; the old ones end."""
    _lock(person)
    Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(person)
    keep("renew_recovery_codes", person, by=person, at=at)


@transaction.atomic
def forget_authenticators(*, person: Person, by: Person | None, at: datetime | None = None) -> int:
    """Take every passkey, app and recovery code of a person away, as a reset does; returns how many things went."""
    _lock(person)
    gone: int = Authenticator.objects.filter(user=person).delete()[0]
    if gone:
        keep("forget_authenticators", person, by=by, at=at, count=gone)
    return gone


def _codes_with(person: Person, at: datetime | None) -> bool:
    """Whoever has a second factor has recovery codes too."""
    if Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).exists():
        return False
    renew_recovery_codes(person=person, at=at)
    return True


def _lock(person: Person) -> None:
    # Two phones of one person must not each take away what they hold for the other's last but one.
    Person.objects.select_for_update().get(pk=person.pk)
