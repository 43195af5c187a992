"""What is typed or signed to prove who one is, and to add another way of proving it."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from people.models import Person

# What the libraries below say to an answer that no honest browser sends.
MALFORMED = (TypeError, ValueError, KeyError, AttributeError, InvalidSignature)
CODE_LIVES = 90


def code_field(label: Any) -> forms.CharField:
    told = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"}
    return forms.CharField(label=label, max_length=32, widget=forms.TextInput(attrs=told))


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth is untyped
    """A code of the app, or a recovery code: the second step of signing in. Each opens once."""

    code = code_field(_("驗證碼或備用碼"))

    def clean_code(self) -> str:
        code: str = super().clean_code()
        # A code is good for a minute and a half; allauth remembers a used one for half a minute only.
        digits = "".join(filter(str.isalnum, code))
        if not cache.add(f"factor-code:{self.user.pk}:{digits}", 1, timeout=CODE_LIVES):
            raise get_adapter().validation_error("incorrect_code")
        return code


class PasskeyForm(forms.Form):
    """A passkey's answer to the challenge in the session; once valid, `passkey` is it. Without `person`, whoever's."""

    credential = forms.JSONField(widget=forms.HiddenInput)
    passkey: Authenticator | None = None

    def __init__(self, person: Person | None, *args: Any, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_credential(self) -> dict[str, Any]:
        credential: dict[str, Any] = self.cleaned_data["credential"]
        try:
            webauthn.parse_authentication_response(credential)
            whose = self.person or webauthn.extract_user_from_response(credential)
            self.passkey = webauthn.complete_authentication(whose, credential)
        except MALFORMED as fault:
            raise get_adapter().validation_error("incorrect_code") from fault
        return credential


class AddPasskeyForm(forms.Form):
    """A new passkey and what to call it."""

    name = forms.CharField(label=_("叫它什麼"), max_length=40, required=False)
    credential = forms.JSONField(widget=forms.HiddenInput)

    def clean_name(self) -> str:
        return self.cleaned_data["name"] or str(_("通行金鑰"))

    def clean_credential(self) -> dict[str, Any]:
        credential: dict[str, Any] = self.cleaned_data["credential"]
        try:
            webauthn.parse_registration_response(credential)
            made = webauthn.complete_registration(credential)
        except MALFORMED as fault:
            raise get_adapter().validation_error("incorrect_code") from fault
        if not made.is_user_verified():
            raise forms.ValidationError(_("這個裝置沒有鎖（指紋、臉或密碼），不能放通行金鑰。"), code="unverified")
        return credential


class AppForm(forms.Form):
    """The first code of an app that has just been given `secret`."""

    code = code_field(_("App 上的 6 位數字"))

    def __init__(self, person: Person, secret: str, *args: Any, **kwargs: Any) -> None:
        self.person, self.secret = person, secret
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        right = check_rate_limit(self.person, error_key="rate_limited")
        code: str = self.cleaned_data["code"]
        if not validate_totp_code(self.secret, code):
            raise get_adapter().validation_error("incorrect_code")
        right()
        return code


class AgainForm(forms.Form):
    """The password once more, before the ways to sign in are changed."""

    password = forms.CharField(label=_("密碼"), max_length=200, widget=forms.PasswordInput, strip=False)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs |= {"autocomplete": "current-password"}

    def clean_password(self) -> str:
        right = check_rate_limit(self.person)
        password: str = self.cleaned_data["password"]
        if not self.person.check_password(password):
            raise forms.ValidationError(_("密碼不對。忘記密碼請找店長。"), code="refused")
        right()
        return password
