"""The board: readiness of the stores that a person answers for, their people, and both as lists to take away."""

from datetime import datetime
from typing import TypeVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from people import access
from people.doors import chain_for, chains_for, store_for
from people.models import Chain
from people.models.posting import ON_THE_BOARD
from readiness import queries
from readiness.actions import note_export
from readiness.exports import Sheet, people_sheet, stores_sheet
from readiness.forms import PeopleForm, StoresForm, Wanted
from readiness.rules import tally
from readiness.sheets import csv_chunks

F = TypeVar("F", bound=Wanted)
PER_PAGE = 50


@access.roles(*ON_THE_BOARD)
def board(request: HttpRequest, chain: str | None = None) -> HttpResponse:
    now, shown, form = _looking(request, chain, StoresForm)
    found = queries.board(request.user, shown, now, form.wanted, form.order)
    context = {"board": found, "chain": shown, "chains": chains_for(request.user, now), "form": form}
    return render(request, "readiness/board.html", context)


@access.roles(*ON_THE_BOARD)
def people(request: HttpRequest, chain: str) -> HttpResponse:
    """Everybody on the floors of one chain that the person sees, with the reason of each."""
    now, shown, form = _looking(request, chain, PeopleForm)
    lines = list(queries.people_for(request.user, shown, now, form.wanted))
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    context = {"chain": shown, "form": form, "page": page, "persons": queries.persons(lines), "as_of": now}
    return render(request, "readiness/people.html", context)


@access.roles(*ON_THE_BOARD)
def store(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """One store, opened to its people and the reason of each."""
    found = store_for(request.user, chain, code)
    clerks = queries.clerks_of(found, timezone.now())
    total = tally(clerk.state for clerk in clerks)
    return render(request, "readiness/store.html", {"store": found, "clerks": clerks, "tally": total})


@access.roles(*ON_THE_BOARD)
@never_cache
@require_GET
def people_csv(request: HttpRequest, chain: str) -> HttpResponseBase:
    """The list of people as CSV, with the filters of its page."""
    now, shown, form = _looking(request, chain, PeopleForm)
    if form.errors:
        return _back_to("board-people", request, shown)
    note_export(what="people", chain=shown, filters=form.used, by=request.user, at=now)
    return _sent("people", shown, now, people_sheet(queries.people_for(request.user, shown, now, form.wanted)))


@access.roles(*ON_THE_BOARD)
@never_cache
@require_GET
def stores_csv(request: HttpRequest, chain: str) -> HttpResponseBase:
    """The list of stores as CSV, with the filters of the board."""
    now, shown, form = _looking(request, chain, StoresForm)
    if form.errors:
        return _back_to("board-chain", request, shown)
    note_export(what="stores", chain=shown, filters=form.used, by=request.user, at=now)
    return _sent("stores", shown, now, stores_sheet(queries.floors_for(request.user, shown, now, form.wanted)))


def _looking(request: HttpRequest, slug: str | None, form_class: type[F]) -> tuple[datetime, Chain, F]:
    """Now, the chain (None: the first) through its door, and what is looked for in it."""
    now = timezone.now()
    chain = chain_for(request.user, slug, now)
    return now, chain, form_class(request.GET, queries.regions_for(request.user, chain, now))


def _back_to(page: str, request: HttpRequest, chain: Chain) -> HttpResponse:
    """To the page that says which filter makes no sense: a file that silently left it out would tell lies."""
    return redirect(f"{reverse(page, args=[chain.slug])}?{request.GET.urlencode()}")


def _sent(what: str, chain: Chain, at: datetime, sheet: Sheet) -> StreamingHttpResponse:
    name = f"streetlight-{what}-{chain.slug}-{timezone.localtime(at).date().isoformat()}.csv"
    told = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    chunks = csv_chunks(sheet.head, sheet.rows)
    return StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8", headers=told)
