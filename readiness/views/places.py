"""The pages of one store and of one person; for who answers for a single store, the first of them is the board."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people import access
from people.access import allowed_roles
from people.doors import chain_for, chains_for, plans, store_for, stores_to_staff
from people.joining.queries import waiting_in
from people.models import Role, Store
from people.models.posting import ON_THE_BOARD, WHO_INVITES
from readiness import queries
from readiness.drilled.years import quarter_of
from readiness.forms import kept
from readiness.persons import person_page
from readiness.stores import store_page
from readiness.times.queries import WHO_COUNTS_TIME
from readiness.views.lists import whole_board

OF_MANY = {Role.SUPERVISOR, Role.HR, Role.AUDITOR}


@access.roles(*ON_THE_BOARD)
def home(request: HttpRequest) -> HttpResponse:
    """The board of the first chain; who answers for one store only is there at once."""
    now = timezone.now()
    chains = list(chains_for(request.user, now))
    seen = queries.sight(request.user, chains[0] if chains else chain_for(request.user, None, now), now)
    alone = len(chains) == 1 and len(seen.stores) == 1 and not allowed_roles(request) & OF_MANY
    if alone and not request.GET:
        return _store(request, store_for(request.user, seen.chain.slug, seen.stores[0].code), alone=True)
    return whole_board(request, seen, chains)


@access.roles(*ON_THE_BOARD)
def store(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """One store, opened to its people and the reason of each, and to its night."""
    return _store(request, store_for(request.user, chain, code))


@access.roles(*ON_THE_BOARD)
def person(request: HttpRequest, chain: str, number: str) -> HttpResponse:
    """One person, opened to certificates, courses and what was passed when."""
    page = person_page(request.user, chain, number, timezone.now())
    from_people = request.GET.get("from") == "people"
    return render(request, "readiness/person.html", {"page": page, "kept": kept(request.GET), "listed": from_people})


def _store(request: HttpRequest, found: Store, *, alone: bool = False) -> HttpResponse:
    now = timezone.now()
    page = store_page(found, now)
    told: dict[str, Any] = {"may_plan": plans(request.user, found), "kept": kept(request.GET), "alone": alone}
    told["quarter"] = quarter_of(found, request.user.language, now)
    told["counts_time"] = bool(allowed_roles(request) & set(WHO_COUNTS_TIME))
    if allowed_roles(request) & set(WHO_INVITES):
        told["asking"] = sum(
            many for _, many in waiting_in(stores_to_staff(request.user, now).filter(pk=found.pk), now)
        )
    return render(request, "readiness/store.html", {"page": page, "store": found, **told})
