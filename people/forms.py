"""Signing in."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.models import Chain, Person
from people.models.organisation import PROGRAMME


def chain_choices() -> list[tuple[str, str]]:
    """Every chain, and the programme's own staff; one query."""
    return [*Chain.objects.values_list("slug", "name"), (PROGRAMME, gettext("街燈學堂（平台人員）"))]


class SignInForm(forms.Form):
    """Chain, employee number, password. `person` is set once valid; errors never say which of the three was wrong."""

    chain = forms.ChoiceField(label=_("公司"), choices=chain_choices)
    employee_number = forms.CharField(label=_("員工編號"), max_length=32)
    password = forms.CharField(label=_("密碼"), max_length=200, widget=forms.PasswordInput, strip=False)

    person: Person | None = None

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)
        self.fields["employee_number"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "off"}
        self.fields["password"].widget.attrs |= {"autocomplete": "current-password"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            self.person = self._authenticate(data)
        return data

    def _authenticate(self, data: dict[str, Any]) -> Person:
        chain = "" if data["chain"] == PROGRAMME else data["chain"]
        named = Person.objects.signing_in(chain, data["employee_number"].strip())
        # Nobody by that name costs the same time as a wrong password: the surrogate of nobody is tried.
        username = named.username if named else "nobody"
        person = authenticate(self.request, username=username, password=data["password"])
        if person is None:
            raise forms.ValidationError(_("公司、員工編號或密碼不對。忘記密碼請找店長。"), code="refused")
        return person
