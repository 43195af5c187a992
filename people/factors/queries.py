"""What a person has beside the password."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import BooleanField, Exists, OuterRef, QuerySet, Value
from django.utils import timezone

from people.factors.rules import WHO_MUST
from people.models import Person, Posting

STRONG = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def factors_of(person: Person) -> QuerySet[Authenticator]:
    """Passkeys and apps, the oldest first; recovery codes are none."""
    kept: QuerySet[Authenticator] = Authenticator.objects.filter(user=person, type__in=STRONG)
    return kept.order_by("created_at", "pk")


def must_have_one() -> Exists | Value:
    """For a query of persons: that a role held today asks for a second factor, on a site that does."""
    if not settings.SECOND_FACTOR:
        return Value(value=False, output_field=BooleanField())
    held = Posting.objects.alive(timezone.now()).filter(person=OuterRef("pk"), role__in=WHO_MUST)
    return Exists(held)


def has_one() -> Exists:
    """For a query of persons: that there is a passkey or an app."""
    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=STRONG))


def asked_of(person: Person) -> bool:
    """Whether this person must have a second factor."""
    return Person.objects.filter(pk=person.pk).filter(must_have_one()).exists()
