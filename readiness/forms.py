"""Looking for stores and people: plain GET forms, so that an address says what it shows and can be passed on."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from readiness.queries import PeopleWanted, Sort, StoresWanted

STORE_STATES = [("expiring", _("有人快到期")), ("not_ready", _("有人還沒準備好")), ("dark", _("沒有人準備好"))]
PERSON_STATES = [("able", _("準備好")), ("expiring", _("30 天內到期")), ("not_ready", _("還沒準備好"))]
SORTS = [("code", _("店號")), ("name", _("店名筆畫")), ("readiness", _("最需要幫忙的先"))]
LONGEST = 80


def _choice(label: Any, choices: list[tuple[str, Any]], *, hidden: bool = False) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=choices,
        widget=forms.HiddenInput if hidden else forms.Select,
        error_messages={"invalid_choice": _("沒有這個選項，先當作沒選。")},
    )


class Wanted(forms.Form):
    """What was asked for. A filter that makes no sense is named and left out; the others hold."""

    FILTERS: tuple[str, ...] = ()

    def __init__(self, asked: QueryDict, regions: list[tuple[str, str]]) -> None:
        super().__init__(asked, auto_id="want-%s")
        self.fields["region"] = _choice(_("區域"), [("", _("所有區域")), *regions], hidden=len(regions) < 2)
        self.order_fields(self.field_order)
        self.full_clean()

    def asked(self, name: str) -> Any:
        return self.cleaned_data.get(name) or ""

    @cached_property
    def used(self) -> list[str]:
        """The names of the filters that are set."""
        return [name for name in self.FILTERS if self.asked(name)]

    @property
    def told(self) -> list[str]:
        """The filters that are set, in words."""
        return [self._told(name) for name in self.used]

    @property
    def address(self) -> str:
        """The query string of this page, for another form of the same list."""
        return self._query({name: self.asked(name) for name in self.fields})

    def _told(self, name: str) -> str:
        field = self.fields[name]
        value = self.asked(name)
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices)[value])  # type: ignore[arg-type]  # ours are flat lists
        return f"「{value}」"

    @staticmethod
    def _query(values: dict[str, str]) -> str:
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in values.items() if value})
        return f"?{query.urlencode()}" if query else ""


class StoresForm(Wanted):
    FILTERS = ("q", "region", "state")

    q = forms.CharField(label=_("店名或店號"), required=False, max_length=LONGEST)
    state = _choice(_("狀況"), [("", _("所有門市")), *STORE_STATES])
    sort = _choice(_("排序"), SORTS)

    field_order = ["q", "region", "state", "sort"]

    @property
    def wanted(self) -> StoresWanted:
        return StoresWanted(self.asked("region"), self.asked("q"), self.asked("state") or None)

    @property
    def order(self) -> Sort:
        order: Sort = self.asked("sort") or "code"
        return order

    @property
    def people(self) -> dict[str, str]:
        """For each of the board's numbers and for `all`, the query string under which `PeopleForm` lists exactly
        those people."""
        stores = {"region": self.asked("region"), "store": self.asked("q"), "stores": self.asked("state")}
        states = {"all": "", **{state: state for state in dict(PERSON_STATES)}}
        return {name: self._query({"state": state, **stores}) for name, state in states.items()}


class PeopleForm(Wanted):
    """`store` and `stores` carry the board's own filters on, so that its numbers open into the same people."""

    FILTERS = ("q", "state", "region", "store", "stores")

    q = forms.CharField(label=_("姓名或員工編號"), required=False, max_length=LONGEST)
    state = _choice(_("狀態"), [("", _("所有狀態")), *PERSON_STATES])
    store = forms.CharField(label=_("門市"), required=False, max_length=LONGEST, widget=forms.HiddenInput)
    stores = _choice(_("門市狀況"), STORE_STATES, hidden=True)

    field_order = ["q", "state", "region"]

    @property
    def wanted(self) -> PeopleWanted:
        stores = StoresWanted(self.asked("region"), self.asked("store"), self.asked("stores") or None)
        return PeopleWanted(stores, self.asked("q"), self.asked("state") or None)
