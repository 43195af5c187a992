"""What is handed in on the page of a store's plan."""

from collections.abc import Callable
from datetime import time
from typing import Any, TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from people.models import StoreHours
from people.shifts.absences.reading import AbsenceLine, read_absences
from people.shifts.reading import ShiftLine, read_shifts
from people.shifts.rows import ShiftsError
from people.widgets import ClockInput

LARGEST = 1_000_000
Line = TypeVar("Line", ShiftLine, AbsenceLine)


def _file(label: Any) -> forms.FileField:
    return forms.FileField(
        label=label,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": _("請先選一個檔案。"), "empty": _("這個檔案是空的，請確認選對檔案。")},
    )


def _read(file: "UploadedFile[bytes]", read: Callable[[bytes], list[Line]]) -> list[Line]:
    if (file.size or 0) > LARGEST:
        raise forms.ValidationError(_("檔案太大了，最多 1 MB，請分成幾個檔案。"))
    try:
        return read(file.read())
    except ShiftsError as fault:
        raise forms.ValidationError(str(fault)) from fault


class PlanForm(forms.Form):
    """A plan of shifts as a file. `lines` are its shifts once valid."""

    plan = _file(_("班表檔案（CSV）"))

    lines: list[ShiftLine]

    def clean_plan(self) -> Any:
        self.lines = _read(self.cleaned_data["plan"], read_shifts)
        return self.cleaned_data["plan"]


class LeaveForm(forms.Form):
    """A list of leave as a file. `lines` are its absences once valid."""

    leave = _file(_("請假名單（CSV）"))

    lines: list[AbsenceLine]

    def clean_leave(self) -> Any:
        self.lines = _read(self.cleaned_data["leave"], read_absences)
        return self.cleaned_data["leave"]


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=ClockInput(),
        error_messages={"invalid": _("請寫成 07:00。")},
    )


class HoursForm(forms.Form):
    """When a store is open; both left empty: always."""

    opens = _hour(_("開門"))
    closes = _hour(_("打烊"))

    def __init__(self, data: Any = None, *, hours: StoreHours | None = None) -> None:
        super().__init__(data, initial={"opens": hours.opens_at, "closes": hours.closes_at} if hours else None)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not self.errors and (said["opens"] is None) != (said["closes"] is None):
            raise forms.ValidationError(_("兩格都要填；24 小時營業就兩格都留空白。"))
        if not self.errors and said["opens"] is not None and said["opens"] == said["closes"]:
            raise forms.ValidationError(_("開門和打烊不能同一個時間；24 小時營業就兩格都留空白。"))
        return said

    @property
    def hours(self) -> tuple[time, time] | None:
        """From when until when, once valid; None: always."""
        opens, closes = self.cleaned_data["opens"], self.cleaned_data["closes"]
        return None if opens is None else (opens, closes)
