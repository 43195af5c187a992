"""What was chosen on the sign-in page goes in with whoever signs in next, by whatever way in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from people.languages.actions import choose_language
from people.models import Person

CHOSEN = "chosen_language"
HOLDS = timedelta(minutes=15)
"""Then it was somebody else who chose on this phone."""


def remember(request: HttpRequest, tag: str, *, at: datetime) -> None:
    """Somebody who is not signed in has just chosen the language `tag`."""
    request.session[CHOSEN] = {"tag": tag, "at": at.isoformat()}


@contextmanager
def carried(request: HttpRequest) -> Iterator[None]:
    """What was chosen outlives the session, which the block ends."""
    chosen = request.session.get(CHOSEN)
    yield
    if chosen:
        request.session[CHOSEN] = chosen


def take_along(sender: object, request: HttpRequest, user: Person, **signal: Any) -> None:
    """Receiver of Django's `user_logged_in`: the choice of a moment ago becomes the person's own."""
    chosen = request.session.pop(CHOSEN, None)
    if chosen and timezone.now() - datetime.fromisoformat(chosen["at"]) < HOLDS:
        choose_language(person=user, language=chosen["tag"], by=user)
