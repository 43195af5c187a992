"""Today's questions one by one, and the page that closes them."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie

from attempts.queries.logs import log_of
from content.hotlines import current as hotlines
from content.queries import edition_url
from courses.models import Memory
from courses.refreshers.queries import Asked, Round, next_day, todays
from people import access
from people.shifts.rules import shop_day


@access.signed_in
def round_of_today(request: HttpRequest) -> HttpResponse:
    """How far the person is today; once all is answered, when the next questions come."""
    now = timezone.now()
    following = next_day(request.user, now)
    tomorrow = following == shop_day(now) + timedelta(days=1)
    context = {"round": todays(request.user, now), "next_day": following, "tomorrow": tomorrow}
    return render(request, "courses/refreshers/round.html", context)


@access.signed_in
@ensure_csrf_cookie
def ask(request: HttpRequest, memory: int) -> HttpResponse:
    """The player at one of today's questions; one that is not asked now leads back to the round."""
    if not Memory.objects.filter(pk=memory, person=request.user).exists():
        raise Http404
    asked = todays(request.user, timezone.now())
    found = next((each for each in asked.asked if each.memory == memory and each.state != "lit"), None)
    if found is None:
        return HttpResponseRedirect(reverse("refreshers"))
    return render(request, "attempts/player.html", {"player": _player(request, asked, found)})


def _player(request: HttpRequest, asked: Round, found: Asked) -> dict[str, Any]:
    numbers, lang = hotlines.read(), request.user.language
    onward = asked.after(found.memory)
    return {
        "mode": "attempt",
        "kind": "refresher",
        "attempt": found.attempt and str(found.attempt),
        "log": log_of(found.attempt),
        "for": found.purpose,
        "first": False,
        "edition": found.edition,
        "edition_url": edition_url(found.edition, lang),
        "view": None,
        "hotlines_url": edition_url(numbers) if numbers else None,
        "outcome_url": None,
        "back_url": reverse("refresher", args=[onward.memory]) if onward else reverse("refreshers"),
        "leave_url": reverse("today"),
        "lang": lang,
        "review": None,
        "title": _("今天的複習"),
    }
