"""What a person has beside the password."""

from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.db.models import BooleanField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Now

from people.factors.rules import WHO_MUST
from people.models import Person, Posting
from people.waiting import waiting
from people.written import Written

STRONG = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def factors_of(person: Person) -> QuerySet[Authenticator]:
    """Passkeys and apps, the oldest first; recovery codes are none."""
    kept: QuerySet[Authenticator] = Authenticator.objects.filter(user=person, type__in=STRONG)
    return kept.order_by("created_at", "pk")


def must_have_one() -> Exists | Value:
    """For a query of persons: that a role held today asks for a second factor, on a site that does."""
    if not settings.SECOND_FACTOR:
        return Value(value=False, output_field=BooleanField())
    held = Posting.objects.alive(Now()).filter(person=OuterRef("pk"), role__in=WHO_MUST)
    return Exists(held)


def has_one() -> Exists:
    """For a query of persons: that there is a passkey or an app."""
    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=STRONG))


def person_of(user_id: int) -> Person | None:
    """A person who knows as `owes_factor` whether they must set up a second factor first, and as `unread` how much
    waits in the inbox; one query."""
    owing = OWING[settings.SECOND_FACTOR]
    return next(iter(Person.objects.raw(*owing.sql(person=user_id))), None)


def _owing(person: Value) -> QuerySet[Person]:
    found = Person.objects.filter(pk=person).annotate(owes_factor=must_have_one() & ~has_one())
    return found.annotate(unread=waiting(person))  # type: ignore[no-redef]  # declared there, so that all know of it


OWING = {True: Written(_owing), False: Written(_owing)}
"""Each written out under one setting of `SECOND_FACTOR`, when it is asked for the first time."""


def asked_of(person: Person) -> bool:
    """Whether this person must have a second factor."""
    return Person.objects.filter(pk=person.pk).filter(must_have_one()).exists()


@dataclass(frozen=True)
class Keys:
    """One person's ways to sign in beside the password; `codes_left` is None where there never were codes."""

    passkeys: list[Authenticator]
    app: Authenticator | None
    codes_left: int | None
    must: bool

    @property
    def any(self) -> bool:
        return bool(self.passkeys or self.app)


def keys_of(person: Person) -> Keys:
    """What the page about one's own ways to sign in shows; two queries."""
    kept = list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))
    by_type = {kind: [one for one in kept if one.type == kind] for kind in Authenticator.Type}
    app, codes = by_type[Authenticator.Type.TOTP], by_type[Authenticator.Type.RECOVERY_CODES]
    return Keys(
        passkeys=by_type[Authenticator.Type.WEBAUTHN],
        app=app[0] if app else None,
        codes_left=_left(codes[0]) if codes else None,
        must=asked_of(person),
    )


def recovery_codes_of(person: Person) -> RecoveryCodes | None:
    """The person's recovery codes, in allauth's hands."""
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return RecoveryCodes(kept) if kept else None


def _left(codes: Authenticator) -> int:
    # Counted without the secret, so that the page stands even when SECRET_KEY has changed.
    used: int = codes.data["used_mask"]
    made: int = app_settings.RECOVERY_CODE_COUNT
    return made - used.bit_count()
