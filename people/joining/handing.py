"""Remembering, in the browser that showed it, whose start code opens the way to a password."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils import timezone

from people.joining.starting import CodeGone, code_in_hand
from people.languages.signing_in import carried
from people.models import StartCode

IN_HAND = "start_code"


@dataclass(frozen=True)
class InHand:
    """A start code that may be exchanged now; `poster` is the token of the poster that gave it, "" for a slip."""

    code: StartCode
    poster: str


def take_in_hand(request: HttpRequest, code: StartCode, *, poster: str = "") -> None:
    """Remember in a new session whose code was right and since when; whoever was signed in here is no longer."""
    with carried(request):
        logout(request)
    shown = {"pk": code.pk, "digest": code.digest, "shown_at": timezone.now().isoformat()}
    request.session[IN_HAND] = shown | {"poster": poster}


def held_code(request: HttpRequest) -> InHand:
    """What this browser has in hand. Raises CodeGone."""
    held = request.session.get(IN_HAND)
    if held is None:
        raise CodeGone
    code = code_in_hand(pk=held["pk"], digest=held["digest"], shown_at=datetime.fromisoformat(held["shown_at"]))
    return InHand(code, held.get("poster", ""))


def let_go(request: HttpRequest) -> str:
    """Forget what this browser has in hand; returns the token of the poster that gave it, "" for a slip."""
    held = request.session.pop(IN_HAND, None) or {}
    return str(held.get("poster", ""))
