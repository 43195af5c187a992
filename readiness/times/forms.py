"""Looking for learning time: a plain GET form, as on the board."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attempts.rules import months_back
from readiness.forms import LONGEST, Wanted
from readiness.times.queries import TimesWanted

MONTHS = 36


def recent_months() -> list[tuple[str, str]]:
    """The months that can be asked for, this one first."""
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    return [(f"{month:%Y-%m}", f"{month.year} / {month.month}") for month in months_back(today, MONTHS)]


class TimesForm(Wanted):
    FILTERS = ("q", "region", "store")

    month = forms.ChoiceField(
        label=_("月份"),
        required=False,
        choices=recent_months,
        error_messages={"invalid_choice": _("沒有這個月份，先看這個月。")},
    )
    store = forms.CharField(label=_("店名或店號"), required=False, max_length=LONGEST)
    q = forms.CharField(label=_("姓名或員工編號"), required=False, max_length=LONGEST)

    field_order = ["month", "region", "store", "q"]

    @property
    def month_name(self) -> str:
        """The month that is shown as YYYY-MM: the one asked for, else this one."""
        name: str = self.asked("month") or recent_months()[0][0]
        return name

    @property
    def shown(self) -> date:
        """Its first day."""
        return date.fromisoformat(f"{self.month_name}-01")

    @property
    def wanted(self) -> TimesWanted:
        return TimesWanted(self.shown, self.asked("region"), self.asked("store"), self.asked("q"))
