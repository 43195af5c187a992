"""What is said about a run that goes on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drills.desk.naming import stores_named
from people.models import Chain, Store


class WidenForm(forms.Form):
    """More stores for a run, by their codes. `owner`: of its plan."""

    stores = forms.CharField(
        label=_("再加哪些門市"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("店號一行一個；平台的計畫寫「體系/店號」。已經在這一場的不動。"),
        error_messages={"required": _("寫至少一個店號。")},
    )

    def __init__(self, *args: Any, owner: Chain | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_stores(self) -> list[Store]:
        return stores_named(self.cleaned_data["stores"], self.owner)
