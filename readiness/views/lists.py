"""The board: readiness of the stores that a person answers for, their people, and both as lists to take away."""

from typing import TypeVar

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from drills.queries.doors import WHO_WATCH
from people import access
from people.access import allowed_roles
from people.doors import chain_for, chains_for
from people.models import Chain
from people.models.posting import ON_THE_BOARD, WHO_INVITES
from readiness import queries
from readiness.actions import note_export
from readiness.addresses import region_url
from readiness.exports import Sheet, people_sheet, stores_sheet
from readiness.forms import PeopleForm, StoresForm, Wanted, kept
from readiness.invite.queries import asking_people
from readiness.queries import Sight
from readiness.sheets import sent
from readiness.times.queries import WHO_COUNTS_TIME

F = TypeVar("F", bound=Wanted)
PER_PAGE = 50


@access.roles(*ON_THE_BOARD)
def board(request: HttpRequest, chain: str) -> HttpResponse:
    now = timezone.now()
    mine = list(chains_for(request.user, now))
    shown = next((one for one in mine if one.slug == chain), None)
    if shown is None:
        raise Http404
    return whole_board(request, queries.sight(request.user, shown, now), mine)


def whole_board(request: HttpRequest, seen: Sight, chains: list[Chain]) -> HttpResponse:
    """The page of one chain; `chains` are those that the person may change to."""
    form = StoresForm(request.GET, seen.regions)
    found = queries.board(seen, form.wanted, form.order)
    context = {"board": found, "chain": seen.chain, "chains": chains, "form": form, "kept": kept(request.GET)}
    context["watches_drills"] = bool(allowed_roles(request) & set(WHO_WATCH))
    context["counts_time"] = bool(allowed_roles(request) & set(WHO_COUNTS_TIME))
    if allowed_roles(request) & set(WHO_INVITES):
        context["asking"] = asking_people(request.user, seen.chain, seen.at)
    return render(request, "readiness/board.html", context)


@access.roles(*ON_THE_BOARD)
def region(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """One region: its stores, its numbers, and for how many people which reason holds."""
    seen = _sight(request, chain)
    name = dict(seen.regions).get(code)
    if name is None:
        raise Http404
    form = StoresForm(request.GET, [(code, name)], within=code)
    context = {
        "board": queries.board(seen, form.wanted, form.order),
        "reasons": form.because(queries.reasons(seen, form.wanted)),
        "chain": seen.chain,
        "region": name,
        "page_url": region_url(seen.chain.slug, code),
        "form": form,
        "kept": kept(request.GET),
    }
    return render(request, "readiness/region.html", context)


@access.roles(*ON_THE_BOARD)
def people(request: HttpRequest, chain: str) -> HttpResponse:
    """Everybody on the floors of one chain that the person sees, with the reason of each."""
    seen, form = _looking(request, chain, PeopleForm)
    lines = list(queries.sorted_people(queries.people_for(seen, form.wanted), form.order))
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    told = {"persons": queries.persons(lines), "as_of": seen.at, "kept": kept(_from_people(request))}
    return render(request, "readiness/people.html", {"chain": seen.chain, "form": form, "page": page, **told})


@access.roles(*ON_THE_BOARD)
@never_cache
@require_GET
def people_csv(request: HttpRequest, chain: str) -> HttpResponseBase:
    """The list of people as CSV, with the filters and the order of its page."""
    seen, form = _looking(request, chain, PeopleForm)
    if form.errors:
        return _back_to("board-people", request, seen.chain)
    note_export(what="people", chain=seen.chain, filters=form.used, by=request.user, at=seen.at)
    lines = queries.sorted_people(queries.people_for(seen, form.wanted), form.order)
    return _sent("people", seen, people_sheet(lines))


@access.roles(*ON_THE_BOARD)
@never_cache
@require_GET
def stores_csv(request: HttpRequest, chain: str) -> HttpResponseBase:
    """The list of stores as CSV, with the filters and the order of the board."""
    seen, form = _looking(request, chain, StoresForm)
    if form.errors:
        return _back_to("board-chain", request, seen.chain)
    note_export(what="stores", chain=seen.chain, filters=form.used, by=request.user, at=seen.at)
    return _sent("stores", seen, stores_sheet(queries.board(seen, form.wanted, form.order).stores))


def _sight(request: HttpRequest, slug: str) -> Sight:
    """What the person sees of a chain now, through its door."""
    now = timezone.now()
    return queries.sight(request.user, chain_for(request.user, slug, now), now)


def _looking(request: HttpRequest, slug: str, form_class: type[F]) -> tuple[Sight, F]:
    seen = _sight(request, slug)
    return seen, form_class(request.GET, seen.regions)


def _from_people(request: HttpRequest) -> QueryDict:
    """The filters of this list, marked as such for the pages below it."""
    told = request.GET.copy()
    told["from"] = "people"
    return told


def _back_to(page: str, request: HttpRequest, chain: Chain) -> HttpResponse:
    """To the page that says which filter makes no sense: a file that silently left it out would tell lies."""
    return redirect(f"{reverse(page, args=[chain.slug])}?{request.GET.urlencode()}")


def _sent(what: str, seen: Sight, sheet: Sheet) -> StreamingHttpResponse:
    name = f"streetlight-{what}-{seen.chain.slug}-{timezone.localtime(seen.at).date().isoformat()}.csv"
    return sent(name, sheet.head, sheet.rows)
