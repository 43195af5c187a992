"""The street of a course, and the player at one of its lamps."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie

from attempts.queries.logs import log_of
from content.hotlines import current as hotlines
from content.queries import edition_url
from courses.queries import Lamp, Street, streets
from people import access
from people.models import Person


def street_for(person: Person, enrolment: int) -> Street:
    """The door to a street: one's own. Raises Http404."""
    found = streets(person, person.language, enrolment=enrolment)
    if not found:
        raise Http404
    return found[0]


@access.signed_in
def street(request: HttpRequest, enrolment: int) -> HttpResponse:
    walked = street_for(request.user, enrolment)
    return render(
        request, "courses/street.html", {"street": walked, "pending": walked.next is None and not walked.completed_at}
    )


@access.signed_in
@ensure_csrf_cookie
def learn(request: HttpRequest, enrolment: int, work: UUID) -> HttpResponse:
    """The player: a shell; the edition comes over the API, from the phone's cache where it is there."""
    walked = street_for(request.user, enrolment)
    lamp = next((lamp for lamp in walked.lamps if lamp.work == work), None)
    if lamp is None or lamp.edition is None:
        raise Http404
    return render(request, "attempts/player.html", {"player": _player(request, walked, lamp)})


def _player(request: HttpRequest, walked: Street, lamp: Lamp) -> dict[str, object]:
    numbers, lang = hotlines.read(), request.user.language
    return {
        "mode": "attempt",
        "attempt": lamp.attempt and str(lamp.attempt),
        "log": log_of(lamp.attempt),
        "for": f"enrolment:{walked.enrolment}",
        "first": lamp.fresh,
        "edition": lamp.edition,
        "edition_url": edition_url(lamp.edition or "", lang),
        "view": None,
        "hotlines_url": edition_url(numbers) if numbers else None,
        "outcome_url": None,
        "back_url": reverse("street", args=[walked.enrolment]),
        "lang": lang,
        "review": None,
        "title": lamp.title,
    }
