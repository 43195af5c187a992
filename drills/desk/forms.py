"""A plan in a shop's words. What the form says is judged again by the actions, like what comes from anywhere else."""

from typing import Any

from django import forms
from django.utils import timezone

from content.models import Work
from drills.actions.plans import Terms
from drills.desk.naming import stores_named
from drills.desk.queries import reach_of, remedies_for, scripts_for
from drills.models import Plan
from drills.models.plans import FLOOR, LEAST_GAP, TRAINED
from drills.rules.recurrence import WrongRule, parse
from people.models import Chain, Region, Store
from people.widgets import ClockInput, DayInput

OWN, ONCE = "own", "FREQ=DAILY;COUNT=1"
OFTEN = [
    ("FREQ=WEEKLY", "每週"),
    ("FREQ=WEEKLY;INTERVAL=2", "每兩週"),
    ("FREQ=MONTHLY", "每月"),
    ("FREQ=MONTHLY;INTERVAL=3", "每三個月"),
    (ONCE, "只有一場"),
    (OWN, "自己寫規則（RRULE）"),
]


class RegionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django has no arguments here
    """Regions by their chain and name: two chains may both have a north."""

    def label_from_instance(self, obj: Region) -> str:
        return f"{obj.chain.name} {obj.name}"


class PlanForm(forms.Form):
    """What is said in a plan. `stores_named` are codes of stores, one a line; `rule` only where `often` is `own`."""

    title = forms.CharField(label="名稱", max_length=80)
    objective = forms.CharField(
        label="目標",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="做完以後，夥伴要能怎樣？一句話。",
    )
    competency = forms.ChoiceField(label="練的能力", choices=TRAINED)
    script = forms.ModelChoiceField(label="演練腳本", queryset=Work.objects.none())
    remedy = forms.ModelChoiceField(
        label="沒過的人補強什麼",
        queryset=Work.objects.none(),
        required=False,
        help_text="會自動排進他的「今日」。可以不選。",
    )
    chains = forms.ModelMultipleChoiceField(
        label="整個體系", queryset=Chain.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    regions = RegionsField(
        label="區域", queryset=Region.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    stores_named = forms.CharField(
        label="門市",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="店號一行一個；平台的計畫寫「體系/店號」。和上面選的加在一起算。",
    )
    roles = forms.MultipleChoiceField(
        label="誰", choices=FLOOR, widget=forms.CheckboxSelectMultiple, initial=[role for role, _ in FLOOR]
    )
    newcomer_days = forms.IntegerField(
        label="只練到職幾天內的新人", required=False, min_value=1, max_value=730, help_text="空著就是每個人。"
    )
    often = forms.ChoiceField(
        label="多久一場",
        choices=OFTEN,
        initial="FREQ=WEEKLY",
        help_text="「只有一場」就是每家門市練一次，下面的次數不用改。",
    )
    rule = forms.CharField(
        label="規則",
        required=False,
        max_length=200,
        help_text="選「自己寫規則」才要填，例如每月第二個星期二：FREQ=MONTHLY;BYDAY=2TU。",
    )
    starts_on = forms.DateField(label="從哪一天開始", initial=timezone.localdate, widget=DayInput())
    window_days = forms.IntegerField(
        label="一場開幾天",
        min_value=1,
        max_value=31,
        initial=7,
        help_text="每家門市會在這幾天裡的某一刻收到，沒有人知道是哪一刻。",
    )
    hours_from = forms.TimeField(label="從幾點", initial="00:00", widget=ClockInput())
    hours_until = forms.TimeField(
        label="到幾點",
        initial="00:00",
        widget=ClockInput(),
        help_text="兩個一樣就是整天；可以跨過半夜。",
    )
    period = forms.ChoiceField(label="配額期間", choices=Plan.Period.choices, initial=Plan.Period.QUARTER)
    per_store = forms.IntegerField(label="期間內每家門市幾次", min_value=1, max_value=31, initial=2)
    per_shift = forms.IntegerField(
        label="同一個時段最多幾次", min_value=1, max_value=31, initial=1, help_text="早班、晚班、大夜各算一個時段。"
    )
    share = forms.IntegerField(
        label="抽多少門市（%）",
        min_value=1,
        max_value=100,
        initial=100,
        help_text="每一區照比例抽，抽籤的種子會記下來，稽核可以重抽一次。",
    )
    gap_minutes = forms.IntegerField(
        label="離別的演練至少幾分鐘", min_value=LEAST_GAP, max_value=1440, initial=LEAST_GAP
    )
    spare_holidays = forms.BooleanField(label="避開國定假日", required=False, initial=True)
    announced = forms.BooleanField(
        label="事先公布",
        required=False,
        help_text="勾了，三天前會通知要練的人和店長，行事曆上也看得到。不勾，就是無預警。",
    )

    def __init__(self, *args: Any, owner: Chain | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        chains, regions, _ = reach_of(owner)
        found = {"script": scripts_for(owner), "remedy": remedies_for(owner), "chains": chains, "regions": regions}
        for name, choices in found.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
            field.queryset = choices

    def clean_stores_named(self) -> list[Store]:
        """The stores that these lines name."""
        return stores_named(self.cleaned_data["stores_named"], self.owner)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        rule = said.get("rule") if said.get("often") == OWN else said.get("often")
        if said.get("often") == ONCE:
            said["per_store"] = said["per_shift"] = 1
        if said.get("often") == OWN and not rule:
            self.add_error("rule", "請寫規則，或在上面選一個。")
        elif rule:
            try:
                said["rule"] = str(parse(rule))
            except WrongRule as fault:
                self.add_error("rule", str(fault))
        if not self.errors and not (said["chains"] or said["regions"] or said["stores_named"]):
            self.add_error("stores_named", "請選體系、區域，或寫店號，不然沒有人會練到。")
        return said

    @property
    def terms(self) -> Terms:
        """What was said, for the action."""
        said = dict(self.cleaned_data)
        said.pop("often")
        return Terms(stores=said.pop("stores_named"), **said)


def said_in(plan: Plan) -> dict[str, Any]:
    """A draft as the form shows it."""
    fields = (
        "title", "objective", "competency", "script", "remedy", "roles", "newcomer_days", "starts_on", "window_days",
        "hours_from", "hours_until", "period", "per_store", "per_shift", "share", "gap_minutes", "spare_holidays",
        "announced",
    )  # fmt: skip
    known = {rule for rule, _ in OFTEN}
    told = {name: getattr(plan, name) for name in fields}
    told["often"] = plan.rule if plan.rule in known else OWN
    told["rule"] = "" if plan.rule in known else plan.rule
    told["chains"], told["regions"] = plan.chains.all(), plan.regions.all()
    stores = plan.stores.select_related("chain").order_by("chain__slug", "code")
    told["stores_named"] = "\n".join(s.code if plan.owner_id else f"{s.chain.slug}/{s.code}" for s in stores)
    return told
