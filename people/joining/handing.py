"""Remembering, in the browser that showed it, whose start code opens the way to a password."""

from datetime import datetime

from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils import timezone

from people.joining.starting import CodeGone, code_in_hand
from people.languages.signing_in import carried
from people.models import StartCode

IN_HAND = "start_code"


def take_in_hand(request: HttpRequest, code: StartCode) -> None:
    """Remember in a new session whose code was right and since when; whoever was signed in here is no longer."""
    with carried(request):
        logout(request)
    request.session[IN_HAND] = {"pk": code.pk, "digest": code.digest, "shown_at": timezone.now().isoformat()}


def held_code(request: HttpRequest) -> StartCode:
    """The code that this browser has in hand. Raises CodeGone."""
    held = request.session.get(IN_HAND)
    if held is None:
        raise CodeGone
    return code_in_hand(pk=held["pk"], digest=held["digest"], shown_at=datetime.fromisoformat(held["shown_at"]))
