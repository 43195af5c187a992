"""Looking for stores and people: plain GET forms, so that an address says what it shows and can be passed on."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from readiness.queries import PeopleSort, PeopleWanted, ReasonCount, Sort, StoresWanted

STORE_STATES = [
    ("uncovered", _("今晚沒有人")),
    ("covered", _("今晚有人接得住")),
    ("unplanned", _("今晚沒有班表")),
    ("expiring", _("有人快到期")),
    ("not_ready", _("有人還沒準備好")),
    ("dark", _("沒有人準備好")),
]
PERSON_STATES = [("able", _("準備好")), ("expiring", _("30 天內到期")), ("not_ready", _("還沒準備好"))]
REASONS = [
    ("expired", _("證書過期了")),
    ("overdue", _("課程過了期限")),
    ("in_progress", _("課程還沒走完")),
    ("not_begun", _("課程還沒開始")),
    ("expiring", _("該安排複訓")),
    ("nothing_asked", _("公司還沒指派課程")),
    ("certified", _("證書有效")),
]
PEOPLE_SORTS = [("store", _("門市")), ("first", _("最急的先")), ("name", _("姓名筆畫"))]
SORTS = [("code", _("店號")), ("name", _("店名筆畫")), ("readiness", _("最需要幫忙的先"))]
LONGEST = 80
SELECTED = SafeString(" selected")


class PlainSelect(forms.Select):
    """A list of choices, drawn in one go: Django renders two templates for each of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, SELECTED if key == chosen else "", words) for key, words in self.choices),
        )
        return format_html("<select{}>{}</select>", flatatt(self.build_attrs(attrs or {}, {"name": name})), options)


def _choice(label: Any, choices: list[tuple[str, Any]], *, hidden: bool = False) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=choices,
        widget=forms.HiddenInput if hidden else PlainSelect,
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
        return self.query({name: self.asked(name) for name in self.fields})

    def _told(self, name: str) -> str:
        field = self.fields[name]
        value = self.asked(name)
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices)[value])  # type: ignore[arg-type]  # ours are flat lists
        return f"「{value}」"

    @staticmethod
    def query(values: dict[str, str]) -> str:
        told = urlencode({name: value for name, value in values.items() if value})
        return f"?{told}" if told else ""


class Because(NamedTuple):
    """One reason as it stands on a page; `query` belongs to the list of people."""

    words: str
    persons: int
    query: str


class StoresForm(Wanted):
    FILTERS = ("q", "region", "state")

    q = forms.CharField(label=_("店名或店號"), required=False, max_length=LONGEST)
    state = _choice(_("狀況"), [("", _("所有門市")), *STORE_STATES])
    sort = _choice(_("排序"), SORTS)

    field_order = ["q", "region", "state", "sort"]

    def __init__(self, asked: QueryDict, regions: list[tuple[str, str]], *, within: str = "") -> None:
        """`within` is the code of the region that the page is about already."""
        self.within = within
        super().__init__(_with_region(asked, within) if within else asked, regions)

    @cached_property
    def used(self) -> list[str]:
        return [name for name in super().used if not (self.within and name == "region")]

    @property
    def wanted(self) -> StoresWanted:
        return StoresWanted(self.asked("region"), self.asked("q"), self.asked("state") or None)

    @property
    def order(self) -> Sort:
        order: Sort = self.asked("sort") or "code"
        return order

    @cached_property
    def people(self) -> dict[str, str]:
        """For each of the board's numbers and for `all`, the query string under which `PeopleForm` lists exactly
        those people."""
        stores = {"region": self.asked("region"), "store": self.asked("q"), "stores": self.asked("state")}
        states = {"all": {}, **{state: {"state": state} for state in dict(PERSON_STATES)}}
        states |= {f"because_{reason}": {"reason": reason} for reason in dict(REASONS)}
        return {name: self.query({**told, **stores}) for name, told in states.items()}

    def because(self, reasons: Iterable[ReasonCount]) -> list[Because]:
        """The reasons in words, each with the list of people for whom it holds."""
        words, people = dict(REASONS), self.people
        return [Because(str(words[one.reason]), one.persons, people[f"because_{one.reason}"]) for one in reasons]

    @cached_property
    def stores(self) -> dict[str, str]:
        """For each state of a store, the query string under which this page lists the stores that are in it."""
        here = {name: self.asked(name) for name in ("q", "sort")}
        region = {} if self.within else {"region": self.asked("region")}
        return {state: self.query({"state": state, **here, **region}) for state in dict(STORE_STATES)}


class PeopleForm(Wanted):
    """`store` and `stores` carry the board's own filters on, so that its numbers open into the same people."""

    FILTERS = ("q", "state", "reason", "region", "store", "stores")

    q = forms.CharField(label=_("姓名或員工編號"), required=False, max_length=LONGEST)
    state = _choice(_("狀態"), [("", _("所有狀態")), *PERSON_STATES])
    reason = _choice(_("原因"), [("", _("所有原因")), *REASONS])
    sort = _choice(_("排序"), [("", _("預設")), *PEOPLE_SORTS])
    store = forms.CharField(label=_("門市"), required=False, max_length=LONGEST, widget=forms.HiddenInput)
    stores = _choice(_("門市狀況"), STORE_STATES, hidden=True)

    field_order = ["q", "state", "reason", "region", "sort"]

    @property
    def wanted(self) -> PeopleWanted:
        stores = StoresWanted(self.asked("region"), self.asked("store"), self.asked("stores") or None)
        return PeopleWanted(stores, self.asked("q"), self.asked("state") or None, self.asked("reason") or None)

    @property
    def order(self) -> PeopleSort:
        """As asked; else by who has to act first where only those are listed who have to."""
        acting = self.asked("state") in ("expiring", "not_ready") or self.asked("reason")
        order: PeopleSort = self.asked("sort") or ("first" if acting else "store")
        return order


def kept(asked: QueryDict) -> str:
    """The query string that a page below carries on, so that the way back leads to the list as it was looked at. What
    makes no sense in it is for that list to say."""
    names = dict.fromkeys(name for form in (StoresForm, PeopleForm) for name in (*form.FILTERS, "sort", "from"))
    return Wanted.query({name: asked.get(name, "")[:LONGEST] for name in names})


def _with_region(asked: QueryDict, region: str) -> QueryDict:
    told = asked.copy()
    told["region"] = region
    return told
