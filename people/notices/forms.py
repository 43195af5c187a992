"""What a person says about being told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Reach
from people.notices.queries import Ways
from people.notices.rules import Choice, Quiet
from people.notices.texts import kinds_to_choose
from people.widgets import ClockInput


class ChoicesForm(forms.Form):
    """Channels and kinds that shall ring, and the hours in which nothing does. Ticked is on; what is not ticked is
    silent."""

    channels = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    quiet_from = forms.TimeField(label=_("從"), widget=ClockInput())
    quiet_until = forms.TimeField(label=_("到"), widget=ClockInput())
    kinds = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any, *, ways: Ways) -> None:
        named, choice = kinds_to_choose(), ways.choice
        initial = {
            "channels": [name for name in ways.offered if name not in choice.silent_channels],
            "quiet_from": choice.quiet.begin,
            "quiet_until": choice.quiet.end,
            "kinds": [kinds[0] for kinds in named.values() if kinds[0] not in choice.silent_kinds],
        }
        super().__init__(data, initial=initial)
        self.together = {kinds[0]: kinds for kinds in named.values()}
        self._offer("channels", [(name, str(Reach.Channel(name).label)) for name in ways.offered])
        self._offer("kinds", [(kinds[0], name) for name, kinds in named.items()])
        self.offered = set(ways.offered)
        # What is not offered today keeps what was said of it.
        self.kept = choice.silent_channels - self.offered

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices

    @property
    def quiet_fields(self) -> list[forms.BoundField]:
        return [self["quiet_from"], self["quiet_until"]]

    def choice(self) -> Choice:
        said = self.cleaned_data
        silent = {kind for first, kinds in self.together.items() if first not in said["kinds"] for kind in kinds}
        channels = self.offered - set(said["channels"])
        return Choice(
            Quiet(said["quiet_from"], said["quiet_until"]), frozenset(channels) | self.kept, frozenset(silent)
        )


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=_("信箱"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("請填信箱。"), "invalid": _("這不像信箱，請再看一次。")},
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("確認碼"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("請填信裡的確認碼。")},
    )
