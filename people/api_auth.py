"""How the API knows who calls: the session cookie with a CSRF token, or a machine's bearer token."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth
from wagtail.models import APIToken

from people.actions import keep
from people.factors.queries import person_of
from people.models import Person

ON_BEHALF_OF = "Streetlight-Person"
"""The person whose answers a page sends. On a shared phone the session may have become another's meanwhile."""


class Bearer(HttpBearer):
    """`Authorization: Bearer <secret>`: the request acts as the token's person. `give_token` makes them."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        if not APIToken.validate_token_format(token):
            return None
        alive = APIToken.objects.filter(revoked_at=None, key_hash__in=APIToken.candidate_key_hashes(token))
        whose = alive.values_list("user_id", flat=True).first()
        person = None if whose is None else person_of(whose)
        if person is None or not person.is_active:
            return None
        request.user = person
        return person


class Session(SessionAuth):
    """The session cookie with a CSRF token. A call with a bearer token has no such token to show and stands alone."""

    def __call__(self, request: HttpRequest) -> Any:
        machine = request.headers.get("Authorization", "").lower().startswith("bearer ")
        return None if machine else super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Nobody, where the page that calls was opened by somebody else than who is signed in on this phone by now."""
        person = super().authenticate(request, key)
        named = request.headers.get(ON_BEHALF_OF)
        return person if person and named in (None, str(person.pk)) else None


@transaction.atomic
def give_token(*, person: Person, name: str, by: Person | None) -> str:
    """A new token with which a machine acts as this person, until it is revoked; shown by this answer alone. `name`
    says what it is for."""
    token, secret = APIToken.create_token(user=person, name=name)
    keep("give_token", person, by=by, token=token.prefix, name=name)
    return str(secret)


signed_in_or_machine = [Session(csrf=True), Bearer()]
