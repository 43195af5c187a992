"""What somebody who scanned a poster says of themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.joining.reading import StaffListError, checked

WRONG_SIGNS = _("編號或姓名裡有不能用的符號，請改掉再送一次。")


class JoinForm(forms.Form):
    """Employee number and name, judged like a line of a list of staff."""

    employee_number = forms.CharField(
        label=_("員工編號"), max_length=32, error_messages={"required": _("請填員工編號，店長那裡查得到。")}
    )
    name = forms.CharField(
        label=_("姓名"), max_length=80, error_messages={"required": _("請填姓名，跟公司資料上一樣。")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employee_number"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "characters"}
        self.fields["name"].widget.attrs |= {"autocomplete": "name"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                checked([(0, {"store": "0", "role": "clerk", **data})])
            except StaffListError as refusal:
                raise forms.ValidationError(
                    _("編號或姓名裡有不能用的符號，請改掉再送一次。"), code="signs"
                ) from refusal
        return data
