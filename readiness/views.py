"""The board: readiness of the stores that a person answers for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people import access
from people.doors import store_for
from people.models.posting import ON_THE_BOARD
from readiness import queries
from readiness.rules import tally


@access.roles(*ON_THE_BOARD)
def board(request: HttpRequest, chain: str | None = None) -> HttpResponse:
    found = queries.board(request.user, chain, timezone.now())
    if found is None:
        raise Http404
    return render(request, "readiness/board.html", {"board": found})


@access.roles(*ON_THE_BOARD)
def store(request: HttpRequest, chain: str, code: str) -> HttpResponse:
    """One store, opened to its people and the reason of each."""
    found = store_for(request.user, chain, code)
    clerks = queries.clerks_of(found, timezone.now())
    total = tally(clerk.state for clerk in clerks)
    return render(request, "readiness/store.html", {"store": found, "clerks": clerks, "tally": total})
