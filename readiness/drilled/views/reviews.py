"""The after-action review as a PDF."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from certificates.rendering import FontMissing
from content.rules import SOURCE, SOURCE_LOCALE
from drills.queries.doors import store_drill_for
from drills.queries.reviews import review_of
from people import access
from people.models.posting import ON_THE_BOARD
from people.shifts.rules import shop_day
from readiness.drilled.document import review_pdf

log = logging.getLogger(__name__)


@access.roles(*ON_THE_BOARD)
@require_safe
def review(request: HttpRequest, drill: int) -> HttpResponse:
    """One store drill's review on paper; 503 with the page that says so where a character cannot be drawn here."""
    found, now = store_drill_for(request.user, drill), timezone.now()
    try:
        # On paper it is what the store keeps, in the store's language whoever prints it.
        with translation.override(SOURCE_LOCALE):
            drawn = review_pdf(review_of(found, SOURCE), now)
    except FontMissing as fault:
        log.exception("the review of %s cannot be drawn", found.pk)
        return render(request, "readiness/drilled/undrawn.html", {"drill": found, "fault": fault}, status=503)
    name = f"streetlight-review-{found.store.code}-{shop_day(found.at or now).isoformat()}.pdf"
    told_as = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(drawn, content_type="application/pdf", headers=told_as)
