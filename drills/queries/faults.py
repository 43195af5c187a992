"""What is amiss with a plan, in words that say what to do."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from content.models import Edition, Work, script_of
from content.script.drill import Drill
from drills.models import Plan
from drills.queries.audience import audience, posted
from drills.queries.occurrences import next_ones
from drills.rules.quotas import ImpossibleQuota, check_foreseen, check_hours, foreseen
from drills.rules.recurrence import WrongRule, check
from people.shifts.rules import shop_day

AHEAD = timedelta(days=366)
"""So far ahead each period is looked at: whatever a rule does within a year it does in the next."""


class PlanRefused(Exception):
    """The plan cannot be, or do, what is asked. The text says what to do; `part` names the field, or is empty."""

    def __init__(self, message: str, part: str = "") -> None:
        super().__init__(message)
        self.part = part


class WrongTerms(PlanRefused):
    """Rule, quota, hours and gap do not go together."""


class BeyondReach(PlanRefused):
    """A chain's plan reaches for what is another's."""


class NotNow(PlanRefused):
    """Not in this state, or not at this time."""


class NobodyToDrill(PlanRefused):
    """No open store, or nobody in any, is reached."""


class NoScript(PlanRefused):
    """There is no drill that could be played: none was published, it was withdrawn, it is another chain's."""


class NoRemedy(PlanRefused):
    """What is to help who failed is no course that they could be assigned."""


def faults(plan: Plan, at: datetime) -> Iterator[PlanRefused]:
    """All that keeps the plan from being live at `at`, one fault of a kind. A fixed number of queries."""
    for find in (_terms, _reach, _audience, _script, _remedy):
        yield from find(plan, at)


def edition_to_play(plan: Plan) -> Edition:
    """What a run of the plan plays now. Raises NoScript."""
    work = Work.objects.visible_to(plan.owner_id).select_related("current").filter(pk=plan.script_id).first()
    if work is None:
        raise NoScript("這個腳本不是你們能用的，請選自己的或平台的演練腳本。", "script")
    if work.kind != Work.Kind.DRILL:
        raise NoScript("選到的不是演練腳本，請在「演練」裡選一個。", "script")
    if work.current is None:
        raise NoScript("這個演練腳本還沒有發布，或者收回了。請先發布，或換一個腳本。", "script")
    return work.current


def measures_of(edition: Edition) -> Drill:
    """How fast a drill is to be, and how hidden what it shows. Raises NoScript for a script that is none."""
    drill = script_of(edition.pk).drill
    if drill is None:
        raise NoScript("選到的不是演練腳本，請在「演練」裡選一個。", "script")
    return drill


def needed_seconds(plan: Plan) -> int:
    """How long a drill of the plan takes; 0 while it has none to play."""
    try:
        return measures_of(edition_to_play(plan)).target_seconds
    except NoScript:
        return 0


def _terms(plan: Plan, at: datetime) -> Iterator[PlanRefused]:
    try:
        _check_terms(plan, at)
    except (WrongRule, ImpossibleQuota) as fault:
        yield WrongTerms(str(fault), fault.part)


def _check_terms(plan: Plan, at: datetime) -> None:
    rule, today = plan.recurrence, shop_day(at)
    check(rule, plan.starts_on)
    if not next_ones(plan, at, 1):
        raise WrongRule("照這個規則，以後不會再有演練了。請改規則，或換一個開始日。", "rule")
    check_hours(
        hours_from=plan.hours_from,
        hours_until=plan.hours_until,
        gap_minutes=plan.gap_minutes,
        needs_seconds=needed_seconds(plan),
    )
    periods = foreseen(rule, plan.starts_on, plan.period_kind, today, today + AHEAD)
    check_foreseen(periods, per_store=plan.per_store, per_shift=plan.per_shift, bands=len(plan.bands))


def _reach(plan: Plan, at: datetime) -> Iterator[PlanRefused]:
    if plan.owner_id is None:
        return
    elsewhere = (
        plan.chains.exclude(pk=plan.owner_id),
        plan.regions.exclude(chain=plan.owner_id),
        plan.stores.exclude(chain=plan.owner_id),
    )
    if any(found.exists() for found in elsewhere):
        yield BeyondReach("對象裡有別的體系的門市，請只選自己體系的。", "audience")


def _audience(plan: Plan, at: datetime) -> Iterator[PlanRefused]:
    if not plan.roles:
        yield NobodyToDrill("請至少選一種職務。", "roles")
    elif not audience(plan, at).exists():
        yield NobodyToDrill("這些對象裡沒有營業中的門市，請選別的體系、區域或門市。", "audience")
    # Newcomers may come later; the floor must not be empty.
    elif not posted(plan, at).exists():
        yield NobodyToDrill("這些門市裡沒有這些職務的夥伴，請選別的門市，或加上別的職務。", "roles")


def _script(plan: Plan, at: datetime) -> Iterator[PlanRefused]:
    try:
        measures_of(edition_to_play(plan))
    except NoScript as fault:
        yield fault


def _remedy(plan: Plan, at: datetime) -> Iterator[PlanRefused]:
    if plan.remedy_id is None:
        return
    work = Work.objects.visible_to(plan.owner_id).filter(pk=plan.remedy_id).first()
    if work is None or work.kind != Work.Kind.COURSE or work.current_id is None:
        yield NoRemedy("補強要選一門發布過、你們用得到的課程；也可以不選。", "remedy")
