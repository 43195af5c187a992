"""Which stores, which people: what HR and managers hand in."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from people.joining.reading import Cells, Fault, StaffLine, StaffListError, checked, read_staff
from people.models import Person

MOST_BYTES = 2_000_000
ROWS_SHOWN, ROWS_MORE = 2, 4
CELLS = ("store", "employee_number", "name", "role", "language")
SALT = "readiness.invite.people"
HELD_SECONDS = 3600


class LookForm(forms.Form):
    """Which stores somebody looks for, and which they have chosen so far. What makes no sense is left out."""

    q = forms.CharField(label=_("店名、店號或區域"), required=False, max_length=80)

    def __init__(self, asked: QueryDict, regions: list[tuple[str, str]]) -> None:
        super().__init__(asked, auto_id="look-%s")
        choices = [("", _("所有區域")), *regions]
        widget = forms.Select if len(regions) > 1 else forms.HiddenInput
        self.fields["region"] = forms.ChoiceField(label=_("區域"), required=False, choices=choices, widget=widget)
        self.chosen = [code for code in dict.fromkeys(asked.getlist("store")) if "\0" not in code]
        self.full_clean()

    @property
    def search(self) -> str:
        return self.cleaned_data.get("q") or ""

    @property
    def region(self) -> str:
        return self.cleaned_data.get("region") or ""


class StaffFileForm(forms.Form):
    """A list of people as CSV. Once valid, `lines` are its people; `faults` says by line what is wrong."""

    file = forms.FileField(
        label=_("名單（CSV）"),
        error_messages={"required": _("請先選一個檔案。"), "empty": _("檔案是空的，請確認選對檔案。")},
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    lines: Sequence[StaffLine] = ()
    faults: Sequence[Fault] = ()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("檔案超過 2 MB，請分成幾個檔案。"), code="too_big")
        try:
            self.lines = read_staff(file.read())
        except StaffListError as refusal:
            self.faults = refusal.faults
            raise forms.ValidationError(_("名單有地方要改，改好再上傳一次。"), code="faults") from refusal
        return file


class TypedPeople:
    """A few people typed in, a row each; `rows` are their cells as typed, the empty ones too."""

    def __init__(self, asked: QueryDict | None = None) -> None:
        typed = zip_longest(*(asked.getlist(name) for name in CELLS), fillvalue="") if asked else ()
        self.rows: list[Cells] = [dict(zip(CELLS, map(str.strip, row), strict=True)) for row in typed]
        blank = {"language": "zh-Hant", "role": "clerk"}
        self.rows += [blank] * (ROWS_SHOWN + ROWS_MORE - len(self.rows))

    @property
    def numbered(self) -> list[tuple[int, Cells]]:
        return list(enumerate(self.rows, 1))

    @property
    def shown(self) -> list[tuple[int, Cells]]:
        return [(number, row) for number, row in self.numbered if number <= ROWS_SHOWN or _filled(row)]

    @property
    def more(self) -> list[tuple[int, Cells]]:
        """Rows that may be opened for more people."""
        return [(number, row) for number, row in self.numbered if number > ROWS_SHOWN and not _filled(row)]

    def read(self) -> list[StaffLine]:
        """The people of the filled rows. Raises StaffListError with the row's number as line."""
        return checked((number, row) for number, row in self.numbered if _filled(row))


def pack(lines: Sequence[StaffLine], by: Person) -> str:
    """A list that was previewed, signed, so that what is confirmed is what was seen."""
    return signing.dumps([list(vars(line).values()) for line in lines], salt=f"{SALT}:{by.pk}", compress=True)


def unpack(token: str, by: Person) -> list[StaffLine]:
    """What `pack` made for the same person within the hour. Raises signing.BadSignature for anything else."""
    return [StaffLine(*row) for row in signing.loads(token, salt=f"{SALT}:{by.pk}", max_age=HELD_SECONDS)]


def _filled(row: Cells) -> bool:
    return any(row.get(name) for name in ("employee_number", "name"))
