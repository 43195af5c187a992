"""Whose plans somebody writes, and what may stand in them."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from content.models import Work
from content.studio import is_operator, places_of
from drills.models import Plan
from drills.queries.audience import Heads, audience, heads_of
from people.models import Chain, Person, Region, Role, Store


def owners_for(person: Person) -> list[Chain | None]:
    """For whom this person writes plans, the programme (None) first; operators write for all."""
    places = places_of(person)
    if is_operator(places):
        return [None, *Chain.objects.all()]
    places = {place for place in places if place.role == Role.TRAINER}
    own: list[Chain | None] = list(Chain.objects.filter(pk__in=[place.chain for place in places if place.chain]))
    return [None, *own] if any(place.chain is None for place in places) else own


def plans_for(person: Person) -> QuerySet[Plan]:
    """The plans that this person writes, with how many runs each has had."""
    owners = owners_for(person)
    known = [owner.pk for owner in owners if owner]
    mine = Plan.objects.filter(Q(owner__in=known) | (Q(owner=None) if None in owners else Q(pk__in=[])))
    return mine.select_related("owner", "script", "remedy").annotate(runs_held=Count("runs"))


def plan_for(person: Person, pk: int) -> Plan:
    """One of them; Http404 for anybody else's."""
    plan = plans_for(person).filter(pk=pk).first()
    if plan is None:
        raise Http404
    return plan


PER_PAGE = 50


@dataclass(frozen=True)
class AudiencePage:
    """One page of the stores that a plan reaches. `roles` are the heads of the columns, `regions` those that can be
    chosen, `region` the one that was."""

    roles: list[str]
    regions: list[Region]
    region: Region | None
    page: Page[Store]
    lines: list[Heads]


def audience_page(plan: Plan, region: str, number: str | None, at: datetime) -> AudiencePage:
    """Whom a plan drills, by store; five queries at most."""
    reached = audience(plan, at)
    regions = list(Region.objects.filter(pk__in=reached.order_by().values("region")).select_related("chain"))
    chosen = next((each for each in regions if str(each.pk) == region), None)
    shown = reached.filter(region=chosen) if chosen else reached
    stores = shown.select_related("region", "chain").order_by("chain", "region__code", "code")
    page = Paginator(stores, PER_PAGE).get_page(number)
    return AudiencePage(plan.role_labels, regions, chosen, page, heads_of(plan, list(page), at))


def scripts_for(owner: Chain | None) -> QuerySet[Work]:
    """The drills that a plan of this owner may play."""
    return _works(owner, Work.Kind.DRILL)


def remedies_for(owner: Chain | None) -> QuerySet[Work]:
    """The courses that may follow a failed drill."""
    return _works(owner, Work.Kind.COURSE)


def _works(owner: Chain | None, kind: str) -> QuerySet[Work]:
    published = Work.objects.visible_to(owner.pk if owner else None).filter(kind=kind, current__isnull=False)
    return published.order_by("owner_id", "pk")


def reach_of(owner: Chain | None) -> tuple[QuerySet[Chain], QuerySet[Region], QuerySet[Store]]:
    """The chains, regions and open stores that a plan of this owner may reach."""
    chains = Chain.objects.filter(pk=owner.pk) if owner else Chain.objects.all()
    regions = Region.objects.filter(chain__in=chains).select_related("chain")
    stores = Store.objects.filter(chain__in=chains, closed_on=None).select_related("chain")
    return chains, regions, stores
