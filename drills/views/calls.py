"""What a clerk opens when it rings: the drill, or what it came to."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie

from content.queries import edition_url
from drills.models import Call
from drills.queries.doors import call_for
from drills.queries.results import result_of
from drills.queries.ringing import Ring, ringing
from people import access


@access.signed_in
@ensure_csrf_cookie
def answer(request: HttpRequest, call: UUID) -> HttpResponse:
    """The player while it rings; afterwards what the drill came to."""
    found = call_for(request.user, call)
    ring = next((ring for ring in ringing(request.user, timezone.now()) if ring.call == found.pk), None)
    if ring is None:
        return render(request, "drills/call.html", {"call": found, "result": result_of(found)})
    return render(request, "attempts/player.html", {"player": _player(request, found, ring)})


def _player(request: HttpRequest, call: Call, ring: Ring) -> dict[str, Any]:
    acknowledged = ring.acknowledged_at and ring.acknowledged_at.isoformat()
    return {
        "mode": "attempt",
        "kind": "drill",
        "drill": {
            "call_url": f"/api/v1/drills/calls/{call.pk}",
            "acknowledged_at": acknowledged,
            "target_seconds": call.run.target_seconds,
        },
        "attempt": ring.attempt and str(ring.attempt),
        "for": ring.purpose,
        "first": False,
        "edition": ring.edition,
        "edition_url": edition_url(ring.edition, request.user.language),
        "view": None,
        # Nothing in a drill names a number by its key: nothing that could be dialled is fetched.
        "hotlines_url": None,
        "outcome_url": None,
        "back_url": reverse("today"),
        "leave_url": reverse("today"),
        "lang": request.user.language,
        "review": None,
        "title": ring.title,
    }
