"""Signing in, and the password that one chooses for oneself."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from people.joining.starting import is_own_code, try_code
from people.models import Chain, Person, StartCode
from people.models.organisation import PROGRAMME
from people.tries.actions import TooManyTries, forgive, take_try
from people.tries.callers import address_of
from people.tries.rules import minutes_left

REFUSED = _("公司、員工編號或密碼不對。忘記密碼請找店長。")
# Told to nobody but who has typed the right code.
NO_LONGER = {
    "used": _("這組起始碼用過了，請用你自己設定的密碼登入。忘記密碼請找店長。"),
    "expired": _("這組起始碼過期了，請店長重新給你一組。"),
    "locked": _("這組起始碼試錯太多次，已經停用，請店長重新給你一組。"),
}


def chain_choices() -> list[tuple[str, str]]:
    """Every chain, and the programme's own staff; one query."""
    return [*Chain.objects.values_list("slug", "name"), (PROGRAMME, gettext("街燈學堂（平台人員）"))]


def wait_for(fault: TooManyTries) -> str:
    """What somebody is told who has tried too often, whether the account exists or not."""
    minutes = minutes_left(fault.until, timezone.now())
    told = ngettext(
        "試錯太多次了。請等 {minutes} 分鐘再試一次；忘記密碼請找店長。",
        "試錯太多次了。請等 {minutes} 分鐘再試一次；忘記密碼請找店長。",
        minutes,
    )
    return told.format(minutes=minutes)


class SignInForm(forms.Form):
    """Chain, employee number, and the password or the start code. Once valid, `person` or `code` is set: who may come
    in, or whose code opens the way to a password. Errors never say which of the three was wrong.
    """

    chain = forms.ChoiceField(label=_("公司"), choices=chain_choices)
    employee_number = forms.CharField(label=_("員工編號"), max_length=32)
    password = forms.CharField(label=_("密碼"), max_length=200, widget=forms.PasswordInput, strip=False)

    person: Person | None = None
    code: StartCode | None = None

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        self.fields["employee_number"].widget.attrs |= {"autocomplete": "username webauthn", "autocapitalize": "off"}
        self.fields["password"].widget.attrs |= {"autocomplete": "current-password"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            self._let_in(data)
        return data

    def _let_in(self, data: dict[str, Any]) -> None:
        number = data["employee_number"].strip()
        try:
            taken = take_try(chain=data["chain"], employee_number=number, address=address_of(self.request))
        except TooManyTries as fault:
            raise forms.ValidationError(wait_for(fault), code="too_many") from fault
        self._look_up("" if data["chain"] == PROGRAMME else data["chain"], number, data)
        forgive(taken=taken)

    def _look_up(self, chain: str, number: str, data: dict[str, Any]) -> None:
        """Set `person` or `code`, or raise ValidationError."""
        named = Person.objects.signing_in(chain, number)
        # Nobody by that name costs the same time as a wrong password: the surrogate of nobody is tried.
        username = named.username if named else "nobody"
        self.person = authenticate(self.request, username=username, password=data["password"])
        if self.person is None:
            self.code = self._code_of(named, data["password"])

    def _code_of(self, named: Person | None, typed: str) -> StartCode:
        tried = try_code(person=named, typed=typed) if named else None
        if tried is None or tried.code is None:
            said = NO_LONGER.get(tried.verdict, REFUSED) if tried else REFUSED
            raise forms.ValidationError(said, code="refused")
        return tried.code


class OwnPasswordForm(forms.Form):
    """The password of somebody whose start code was right; Django's validators judge it."""

    password = forms.CharField(
        label=_("新密碼"),
        max_length=200,
        widget=forms.PasswordInput,
        strip=False,
        error_messages={"required": _("請輸入新密碼。")},
    )

    def __init__(self, code: StartCode, *args: Any, **kwargs: Any) -> None:
        self.code = code
        super().__init__(*args, **kwargs)
        told = {"autocomplete": "new-password", "aria-describedby": "advice", "minlength": 8}
        self.fields["password"].widget.attrs |= told

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if is_own_code(self.code, password):
            raise forms.ValidationError(_("起始碼印在紙上，別人可能看過，請換一個自己的密碼。"), code="on_paper")
        validate_password(password, self.code.person)
        return password
