"""Whom a plan drills: which stores, and who of those that stand there."""

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from drills.models import Plan
from people.models import Posting, Store
from people.models.organisation import StoreQuerySet
from people.models.posting import PostingQuerySet
from people.shifts.rules import shop_day


def audience(plan: Plan, at: datetime) -> StoreQuerySet:
    """The stores that a plan reaches and that are open at `at`: of its chains, of its regions, and single ones."""
    reached = Q(chain__in=plan.chains.all()) | Q(region__in=plan.regions.all()) | Q(pk__in=plan.stores.all())
    return Store.objects.open(shop_day(at)).filter(reached)


def posted(plan: Plan, at: datetime) -> PostingQuerySet:
    """The postings in these stores at `at`, in the roles that the plan drills."""
    alive = Posting.objects.alive(at)
    return alive.filter(store__in=audience(plan, at), role__in=plan.roles, person__is_active=True)


def drilled(plan: Plan, at: datetime) -> PostingQuerySet:
    """Those of them whose persons the plan drills at `at`: all, or newcomers only. `called` says the same in SQL."""
    if plan.newcomer_days is None:
        return posted(plan, at)
    new_since = at - timedelta(days=plan.newcomer_days)
    return posted(plan, at).annotate(came=Coalesce("person__joined_at", "since")).filter(came__gt=new_since)


def called(*, plan: str, posting: str, person: str, begins: str, ends: str) -> str:
    """The same as a piece of SQL, for whoever is posted at some moment from `begins` until `ends` (both the same: at
    that moment). Each argument is a name or an expression of the statement around it."""
    return f"""(
      {person}.is_active AND {posting}.role = ANY({plan}.roles)
      AND {posting}.since <= {ends} AND ({posting}.until IS NULL OR {posting}.until > {begins})
      AND ({plan}.newcomer_days IS NULL
        OR COALESCE({person}.joined_at, {posting}.since) > {begins} - make_interval(days => {plan}.newcomer_days)))"""


def heads(plan: Plan, at: datetime) -> dict[int, int]:
    """How many the plan drills in each of its stores (pk) at `at`; stores with nobody are left out. One query."""
    counted = drilled(plan, at).order_by().values("store").annotate(heads=Count("person", distinct=True))
    return dict(counted.values_list("store", "heads"))


def frame(plan: Plan, at: datetime) -> dict[int, list[int]]:
    """Its stores (pk) by region (pk), both in order: what a draw draws from. One query."""
    found: dict[int, list[int]] = {}
    for region, store in audience(plan, at).order_by("region", "pk").values_list("region", "pk"):
        found.setdefault(region, []).append(store)
    return found
