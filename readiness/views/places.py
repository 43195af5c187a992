"""The pages of one store and of one person; for who answers for a single store, the first of them is the board."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people import access
from people.access import allowed_roles
from people.doors import chain_for, chains_for, store_for, stores_for, stores_to_staff
from people.joining.queries import waiting_in
from people.models import Person, Role, Store
from people.models.posting import ON_THE_BOARD, WHO_INVITES, WHO_PLAN
from people.shifts.actions import Planned, take_shifts
from people.shifts.rows import ShiftsError
from readiness import queries
from readiness.addresses import store_url
from readiness.forms import PlanForm, kept
from readiness.persons import person_page
from readiness.stores import plan_page, store_page
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


@access.roles(*ON_THE_BOARD)
@require_http_methods(["GET", "POST"])
def shifts(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """The coming week of one store; who plans it takes a file over, which may name other stores of theirs."""
    found = store_for(request.user, chain, code)
    if request.method == "POST":
        return _planned(request, store_for(request.user, chain, code, roles=WHO_PLAN))
    return _plan(request, found, PlanForm())


def _planned(request: HttpRequest, at: Store) -> HttpResponse:
    form = PlanForm(request.POST, request.FILES)
    if form.is_valid():
        allowed = stores_for(request.user, roles=WHO_PLAN)
        try:
            taken = take_shifts(chain=at.chain, lines=form.lines, by=request.user, stores=allowed)
        except ShiftsError as fault:
            form.add_error("plan", str(fault))
        else:
            messages.success(request, _told(taken))
            return redirect(store_url(at.chain.slug, at.code))
    return _plan(request, at, form)


def _told(taken: Planned) -> str:
    told = {"stores": taken.stores, "new": taken.new, "removed": taken.removed, "same": taken.same}
    return _("班表收好了：%(stores)d 家門市，新增 %(new)d 個班，刪掉 %(removed)d 個，%(same)d 個沒有變。") % told


def _plan(request: HttpRequest, at: Store, form: PlanForm) -> HttpResponse:
    page = plan_page(at, timezone.now())
    context = {"page": page, "form": form, "may_plan": _plans(request.user, at)}
    return render(request, "readiness/shifts.html", context, status=422 if form.errors else 200)


def _store(request: HttpRequest, found: Store, *, alone: bool = False) -> HttpResponse:
    now = timezone.now()
    page = store_page(found, now)
    told: dict[str, Any] = {"may_plan": _plans(request.user, found), "kept": kept(request.GET), "alone": alone}
    told["counts_time"] = bool(allowed_roles(request) & set(WHO_COUNTS_TIME))
    if allowed_roles(request) & set(WHO_INVITES):
        told["asking"] = sum(waiting_in(stores_to_staff(request.user, now).filter(pk=found.pk), now).values())
    return render(request, "readiness/store.html", {"page": page, "store": found, **told})


def _plans(person: Person, at: Store) -> bool:
    return stores_for(person, roles=WHO_PLAN).filter(pk=at.pk).exists()
