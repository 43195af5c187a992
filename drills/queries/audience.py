"""Whom a plan drills: which stores, and who of those that stand there."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from drills.models import Plan
from drills.models.plans import FLOOR
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


@dataclass(frozen=True, slots=True)
class Heads:
    """Whom a plan drills in one store: how many in each of its roles (in words), how many persons in all, and how many
    of those who stand there it leaves out, because they have been there too long."""

    store: Store
    by_role: list[tuple[str, int]]
    people: int
    spared: int


def heads_of(plan: Plan, stores: Collection[Store], at: datetime) -> list[Heads]:
    """The same store by store and role by role, in the order of `plan.role_labels`; two queries."""
    called, there = (_persons(rows.filter(store__in=stores)) for rows in (drilled(plan, at), posted(plan, at)))
    return [_heads(plan, store, called[store.pk], there[store.pk]) for store in stores]


def _persons(postings: PostingQuerySet) -> dict[int, dict[str, set[int]]]:
    """Persons (pk) by store (pk) and role."""
    found: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for store, role, person in postings.order_by().values_list("store", "role", "person"):
        found[store][role].add(person)
    return found


def _heads(plan: Plan, store: Store, called: dict[str, set[int]], there: dict[str, set[int]]) -> Heads:
    people = set().union(*called.values())
    spared = set().union(*there.values()) - people
    return Heads(
        store,
        [(str(label), len(called.get(role, ()))) for role, label in FLOOR if role in plan.roles],
        len(people),
        len(spared),
    )


def frame(plan: Plan, at: datetime) -> dict[int, list[int]]:
    """Its stores (pk) by region (pk), both in order: what a draw draws from. One query."""
    found: dict[int, list[int]] = {}
    for region, store in audience(plan, at).order_by("region", "pk").values_list("region", "pk"):
        found.setdefault(region, []).append(store)
    return found
