"""Drills as they stand beside certificates: a person's last ones, a store's quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q

from drills.models import Call, Plan, StoreDrill
from drills.rules.calendar import period_of
from people.models import Person, Store
from people.shifts.rules import SHOP, shop_day

LAST = 6


@dataclass(frozen=True)
class Drilled:
    """One drill of a person: what it was, when, what it came to (`Call.Result`, and in words), how fast in seconds."""

    title: str
    on: date
    result: str
    words: str
    seconds: int | None
    target_seconds: int
    makeup: bool


def drilled(person: Person, lang: str) -> list[Drilled]:
    """The last drills of a person that came to something, the newest first. One query."""
    over = Call.objects.filter(person=person, sent_at__isnull=False).exclude(result="")
    calls = over.select_related("run__plan__script").order_by("-sent_at")[:LAST]
    return [_drilled(call, lang) for call in calls]


def _drilled(call: Call, lang: str) -> Drilled:
    return Drilled(
        title=call.run.plan.script.title(lang),
        on=shop_day(call.sent_at or call.due_at),
        result=call.result,
        words=call.get_result_display(),
        seconds=call.seconds_until(call.acknowledged_at),
        target_seconds=call.run.target_seconds,
        makeup=call.makeup_of_id is not None,
    )


@dataclass(frozen=True)
class Held:
    """One drill of a store: `answered` and `passed` of `called` persons."""

    pk: int
    title: str
    at: datetime
    called: int
    answered: int
    passed: int
    debriefed: bool


@dataclass(frozen=True)
class Quarter:
    """A store's drills of the running quarter that have been alerted, and how many its plans want (None: no plan has
    drawn it)."""

    begins: date
    ends: date
    held: Sequence[Held]
    wanted: int | None

    @property
    def done(self) -> int:
        """Drills in which somebody answered: one that nobody heard was none."""
        return sum(1 for each in self.held if each.answered)

    @property
    def met(self) -> bool:
        return self.wanted is not None and self.done >= self.wanted


def quarter_of(store: Store, lang: str, at: datetime) -> Quarter:
    """A store's running quarter; two queries."""
    period = period_of(shop_day(at), "quarter")
    begin = datetime.combine(period.begins, time.min, SHOP)
    first = Q(calls__makeup_of=None)
    alerted = (
        StoreDrill.objects.filter(store=store, at__gte=begin, at__lte=at)
        .annotate(
            called=Count("calls", filter=first & ~Q(calls__result="excused")),
            answered=Count("calls", filter=first & Q(calls__acknowledged_at__isnull=False)),
            passed=Count("calls", filter=first & Q(calls__result="passed")),
        )
        .select_related("run__plan__script")
        .order_by("-at")
    )
    held = [_held(drill, lang) for drill in alerted if drill.called]
    plans = Plan.objects.filter(draws__period_begins=period.begins, draws__drawn__has_key=str(store.pk))
    wanted = [plan.per_store for plan in plans.distinct()]
    return Quarter(period.begins, period.ends, held, sum(wanted) if wanted else None)


def _held(drill: "StoreDrill", lang: str) -> Held:
    title = drill.run.plan.script.title(lang)
    counts = (drill.called, drill.answered, drill.passed)  # type: ignore[attr-defined]  # annotated
    return Held(drill.pk, title, drill.at or drill.run.begins_at, *counts, drill.debriefed_at is not None)
