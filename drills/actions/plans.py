"""Writing plans and starting, pausing, ending them."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime, time

from django.db import transaction

from content.models import Work
from drills.models import Plan
from drills.models.plans import LEAST_GAP
from drills.queries.faults import BeyondReach, NotNow, WrongTerms, faults
from drills.rules.recurrence import WrongRule, parse
from people.actions import keep
from people.models import Chain, Person, Region, Store


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is said in a plan, as its form has it. `hours_from` and `hours_until` the same: all day."""

    title: str
    objective: str
    competency: str
    script: Work
    rule: str
    starts_on: date
    remedy: Work | None = None
    chains: Collection[Chain] = ()
    regions: Collection[Region] = ()
    stores: Collection[Store] = ()
    roles: Collection[str] = ("clerk", "manager")
    newcomer_days: int | None = None
    period: str = Plan.Period.QUARTER
    per_store: int = 2
    per_shift: int = 1
    share: int = 100
    window_days: int = 7
    hours_from: time = time()
    hours_until: time = time()
    gap_minutes: int = LEAST_GAP
    spare_holidays: bool = True
    announced: bool = False


AUDIENCE = ("chains", "regions", "stores")
COLUMNS = tuple(field.name for field in fields(Terms) if field.name not in AUDIENCE)


@transaction.atomic
def keep_plan(*, terms: Terms, owner: Chain | None, by: Person | None, at: datetime, plan: Plan | None = None) -> Plan:
    """Write a new draft, or a draft anew; `owner` None is the programme's, and of a draft stays who it was.

    Raises BeyondReach, WrongTerms (the rule), ValidationError (a field), NotNow where the plan is none that may be
    changed. What else is amiss with a draft says `drills.queries.faults`.
    """
    kept = Plan(owner=owner, seed=secrets.token_hex(16), made_by=by, made_at=at) if plan is None else _held(plan)
    if kept.state != Plan.State.DRAFT:
        raise NotNow("計畫開始以後就不能改了。請結束它，再開一個新的。")
    _refuse_beyond(kept.owner, terms)
    for name in COLUMNS:
        setattr(kept, name, getattr(terms, name))
    kept.roles, kept.rule = sorted(terms.roles), _normal(terms.rule)
    kept.full_clean()
    kept.save()
    for name in AUDIENCE:
        getattr(kept, name).set(getattr(terms, name))
    keep("keep_plan", kept, by=by, at=at, title=kept.title)
    return kept


def _held(plan: Plan) -> Plan:
    """The plan as it is now, locked."""
    return Plan.objects.select_for_update(no_key=True, of=("self",)).select_related("owner").get(pk=plan.pk)


def _refuse_beyond(owner: Chain | None, terms: Terms) -> None:
    if owner is None:
        return
    reached = [chain.pk for chain in terms.chains]
    reached += [region.chain_id for region in terms.regions]
    reached += [store.chain_id for store in terms.stores]
    if set(reached) - {owner.pk}:
        raise BeyondReach("對象裡有別的體系的門市，請只選自己體系的。", "audience")


def _normal(rule: str) -> str:
    """The rule as it is kept, always in the same order. Raises WrongTerms."""
    try:
        return str(parse(rule))
    except WrongRule as fault:
        raise WrongTerms(str(fault), fault.part) from fault


@transaction.atomic
def drop_draft(*, plan: Plan, by: Person | None, at: datetime) -> None:
    """Throw a draft away. Raises NotNow for what was ever live: its history stays."""
    held = _held(plan)
    if held.state != Plan.State.DRAFT:
        raise NotNow("開始過的計畫不能丟掉，只能結束。")
    keep("drop_draft", held, by=by, at=at, title=held.title)
    held.delete()


@transaction.atomic
def go_live(*, plan: Plan, by: Person | None, at: datetime) -> Plan:
    """Let a draft plan its runs from now on. All of it is looked at again; raises the first fault that is found
    (PlanRefused), NotNow where it is no draft."""
    held = _expect(plan, [Plan.State.DRAFT], "這個計畫已經開始過了。")
    for fault in faults(held, at):
        raise fault
    held.live_since = at
    return _turn(held, Plan.State.LIVE, "go_live", by, at)


@transaction.atomic
def pause_plan(*, plan: Plan, by: Person | None, at: datetime) -> Plan:
    """Plan no runs until it is resumed. Runs that are planned are paused on their own board. Raises NotNow."""
    held = _expect(plan, [Plan.State.LIVE], "計畫沒有在進行中，不用暫停。")
    return _turn(held, Plan.State.PAUSED, "pause_plan", by, at)


@transaction.atomic
def resume_plan(*, plan: Plan, by: Person | None, at: datetime) -> Plan:
    """Plan runs again: also those whose windows began meanwhile, in what is left of them. Raises NotNow."""
    held = _expect(plan, [Plan.State.PAUSED], "計畫沒有暫停，不用繼續。")
    return _turn(held, Plan.State.LIVE, "resume_plan", by, at)


@transaction.atomic
def end_plan(*, plan: Plan, by: Person | None, at: datetime) -> Plan:
    """Plan no runs any more. Raises NotNow for a draft, and where it has ended."""
    held = _expect(plan, [Plan.State.LIVE, Plan.State.PAUSED], "計畫還沒有開始，或已經結束。")
    return _turn(held, Plan.State.ENDED, "end_plan", by, at)


def _expect(plan: Plan, states: Collection[str], otherwise: str) -> Plan:
    """The plan, locked, in one of these states; NotNow with this sentence in another."""
    held = _held(plan)
    if held.state not in states:
        raise NotNow(otherwise)
    return held


def _turn(plan: Plan, state: Plan.State, verb: str, by: Person | None, at: datetime) -> Plan:
    plan.state = state
    plan.save(update_fields=["state", "live_since"])
    keep(verb, plan, by=by, at=at)
    return plan
