"""What django-allauth asks of us: words, names, sealed secrets. Settings name these classes."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from people.factors.ciphers import Unreadable, seal, unseal
from people.models import Person

TOO_MANY = _("試太多次了。請等五分鐘再試。")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Signing in without e-mail, and without messages of allauth's own."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say themselves what happened."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No address is kept; the audit trail has it."""

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        return HttpResponseRedirect("/sign-in/")


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """How second factors are named, and how their secrets are kept."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": _("對不上，請再試一次。")}

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises ValidationError where SECRET_KEY has changed: an empty secret would make codes that one can guess."""
        try:
            return unseal(encrypted_text)
        except Unreadable as fault:
            raise self.validation_error("incorrect_code") from fault

    def get_totp_label(self, user: Person) -> str:
        return named(user)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "街燈學堂"}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        return {"id": user_pk_to_url_str(user).encode(), "display_name": user.name, "name": named(user)}


def named(person: Person) -> str:
    """What a phone's list of passkeys and codes calls this account: the company and the number in it."""
    return f"{person.chain.name if person.chain else '街燈學堂'} {person.employee_number}"
