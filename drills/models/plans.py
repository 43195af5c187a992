"""Plans, what they draw, and their runs."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from content.models import Work
from content.script import COMPETENCIES
from content.script.structure import COMPETENCY_WORDS
from drills.rules import calendar
from drills.rules.calendar import Band, PeriodKind, Span, bands_between, national_holidays, windows
from drills.rules.placing import Ground
from drills.rules.recurrence import Recurrence, parse
from people.models import Chain, Person, Region, Role, Store
from people.shifts.rules import SHOP

LEAST_GAP = 61
"""Minutes. Over an hour from every other drill of a shift: the rule of fire drills."""

COUNTRY = "TW"
"""Whose national holidays are spared."""

TRAINED = [(name, COMPETENCY_WORDS[name]) for name in COMPETENCIES]
FLOOR = [(str(Role.CLERK), Role.CLERK.label), (str(Role.MANAGER), Role.MANAGER.label)]


def everybody_on_the_floor() -> list[str]:
    return [str(Role.CLERK), str(Role.MANAGER)]


class PlanQuerySet(models.QuerySet["Plan"]):
    def live(self) -> "PlanQuerySet":
        """Those that plan runs."""
        return self.filter(state=Plan.State.LIVE)

    def of(self, owners: "models.QuerySet[Chain]", *, programme: bool) -> "PlanQuerySet":
        """The plans of these chains, and the programme's own where `programme`."""
        return self.filter(Q(owner__in=owners) | (Q(owner=None) if programme else Q(pk__in=[])))


class Plan(models.Model):
    """Which drill, for whom, how often, when. `owner` None is the programme: its plans may reach several chains.

    The audience is the union of `chains`, `regions` and `stores`, narrowed to `roles` and, where `newcomer_days` is
    set, to who was posted within so many days. Fields that decide times or who is drawn are not changed once live.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        LIVE = "live", "進行中"
        PAUSED = "paused", "暫停"
        ENDED = "ended", "已結束"

    class Period(models.TextChoices):
        MONTH = "month", "每月"
        QUARTER = "quarter", "每季"

    owner = models.ForeignKey(Chain, models.PROTECT, null=True, blank=True, related_name="drill_plans")
    title = models.CharField("名稱", max_length=80)
    objective = models.CharField("目標", max_length=300)
    competency = models.CharField("練的能力", max_length=10, choices=TRAINED)
    script = models.ForeignKey(Work, models.PROTECT, related_name="drill_plans", verbose_name="演練腳本")
    remedy = models.ForeignKey(
        Work, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="沒過的人補強什麼"
    )

    chains = models.ManyToManyField(Chain, blank=True, related_name="+", verbose_name="整個體系")
    regions = models.ManyToManyField(Region, blank=True, related_name="+", verbose_name="區域")
    stores = models.ManyToManyField(Store, blank=True, related_name="+", verbose_name="門市")
    roles = ArrayField(models.CharField(max_length=12, choices=FLOOR), default=everybody_on_the_floor)
    newcomer_days = models.PositiveSmallIntegerField("只練到職幾天內的新人", null=True, blank=True)

    period = models.CharField("配額期間", max_length=8, choices=Period.choices, default=Period.QUARTER)
    per_store = models.PositiveSmallIntegerField("每家門市幾次", default=2, validators=[MinValueValidator(1)])
    per_shift = models.PositiveSmallIntegerField("同一個時段最多幾次", default=1, validators=[MinValueValidator(1)])
    share = models.PositiveSmallIntegerField(
        "抽多少門市（%）", default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    seed = models.CharField(max_length=32)

    rule = models.CharField("重複規則", max_length=200)
    starts_on = models.DateField("從哪一天開始")
    window_days = models.PositiveSmallIntegerField(
        "每場幾天", default=7, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    hours_from = models.TimeField("從幾點", default=time())
    hours_until = models.TimeField("到幾點", default=time())
    gap_minutes = models.PositiveSmallIntegerField(
        "離別的演練至少幾分鐘", default=LEAST_GAP, validators=[MinValueValidator(LEAST_GAP), MaxValueValidator(1440)]
    )
    spare_holidays = models.BooleanField("避開國定假日", default=True)
    announced = models.BooleanField("事先公布", default=False)

    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    live_since = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="plan_state_known", condition=Q(state__in=["draft", "live", "paused", "ended"])
            ),
            models.CheckConstraint(
                name="plan_numbers_make_sense",
                condition=Q(
                    per_store__gte=1, per_shift__gte=1, share__range=(1, 100), window_days__range=(1, 31),
                    gap_minutes__range=(LEAST_GAP, 1440),
                ),
            ),
            models.CheckConstraint(
                name="plan_live_since_it_is", condition=Q(state="draft") | Q(live_since__isnull=False)
            ),
        ]  # fmt: skip
        verbose_name = verbose_name_plural = "演練計畫"

    def __str__(self) -> str:
        return self.title

    @property
    def recurrence(self) -> Recurrence:
        """The rule as it was read; raises WrongRule for one that never went through `keep_plan`."""
        return parse(self.rule)

    @property
    def role_labels(self) -> list[str]:
        """The roles that it drills, in words."""
        return [str(label) for role, label in FLOOR if role in self.roles]

    @property
    def bands(self) -> tuple[Band, ...]:
        """The bands that its hours touch."""
        return bands_between(self.hours_from, self.hours_until)

    def windows(self, occurrence: date) -> list[Span]:
        """When a run of this occurrence may drill."""
        return windows(occurrence, self.window_days, self.hours_from, self.hours_until, SHOP)

    def ground(self, spans: Iterable[Span]) -> Ground:
        """The minutes of these windows, without the national holidays that the plan spares."""
        spans = list(spans)
        years = {at.astimezone(SHOP).year for span in spans for at in (span.begins, span.ends)}
        spared = {day for year in years for day in national_holidays(year, COUNTRY)} if self.spare_holidays else set()
        return Ground.of(spans, spared, SHOP)

    @property
    def period_kind(self) -> PeriodKind:
        return "month" if self.period == self.Period.MONTH else "quarter"

    def period_of(self, day: date) -> calendar.Period:
        """The period in which an occurrence counts for the quota."""
        return calendar.period_of(day, self.period_kind)


class Draw(models.Model):
    """What a plan drew for one period: the frame (region's pk → stores' pks, at that time), the plan's seed, and the
    result (store's pk → `[[occurrence, [band, band, band]], …]`, the drawn band first). Drawn again from frame and seed
    it is the same."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="draws")
    period_begins = models.DateField()
    period_ends = models.DateField()
    seed = models.CharField(max_length=32)
    occurrences = ArrayField(models.DateField())
    frame = models.JSONField()
    drawn = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-period_begins"]
        constraints = [models.UniqueConstraint(fields=["plan", "period_begins"], name="one_draw_per_plan_and_period")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.period_begins}"


class RunQuerySet(models.QuerySet["Run"]):
    def under_way(self) -> "RunQuerySet":
        return self.filter(state=Run.State.UNDER_WAY)

    def open(self) -> "RunQuerySet":
        """Those in which something may still be sent."""
        return self.filter(state__in=[Run.State.PLANNED, Run.State.UNDER_WAY, Run.State.PAUSED])

    def over(self, at: datetime) -> "RunQuerySet":
        return self.filter(ends_at__lte=at)


class Run(models.Model):
    """One occurrence of a plan: its window, and the edition of the script that is played in it."""

    class State(models.TextChoices):
        PLANNED = "planned", _("排好了")
        UNDER_WAY = "under_way", _("進行中")
        PAUSED = "paused", _("暫停")
        CANCELLED = "cancelled", _("取消了")
        OVER = "over", _("結束了")
        CLOSED = "closed", _("檢討完")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="runs")
    occurrence = models.DateField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    edition = models.ForeignKey("content.Edition", models.PROTECT, related_name="+")
    target_seconds = models.PositiveSmallIntegerField()
    difficulty = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLANNED)
    planned_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-begins_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "occurrence"], name="one_run_per_plan_and_occurrence"),
            models.CheckConstraint(name="run_ends_after_it_begins", condition=Q(ends_at__gt=F("begins_at"))),
            models.CheckConstraint(
                name="run_state_known",
                condition=Q(state__in=["planned", "under_way", "paused", "cancelled", "over", "closed"]),
            ),
        ]
        indexes = [models.Index(fields=["state", "begins_at"], name="run_by_state")]
        verbose_name = verbose_name_plural = "演練場次"

    def __str__(self) -> str:
        return f"{self.plan_id} {self.occurrence}"


class Blackout(models.Model):
    """A store's own days without drills: from the first until the last, both included."""

    store = models.ForeignKey(Store, models.CASCADE, related_name="drill_blackouts")
    first_on = models.DateField("從")
    last_on = models.DateField("到")
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(name="blackout_in_order", condition=Q(last_on__gte=F("first_on"))),
            models.UniqueConstraint(fields=["store", "first_on", "last_on"], name="one_blackout_per_store_and_days"),
        ]
        verbose_name = verbose_name_plural = "停練日"

    def __str__(self) -> str:
        return f"{self.store_id} {self.first_on}–{self.last_on}"


class CalendarAddress(models.Model):
    """The secret address of a store's calendar of announced drills. A renewed one ends the old."""

    store = models.OneToOneField(Store, models.CASCADE, primary_key=True, related_name="drill_calendar")
    token = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.store_id)
