"""The after-action review on paper: what is on the page, A4, to be signed and kept in the store."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.template.loader import render_to_string

from certificates.rendering import sheet_of
from drills.queries.reviews import Review

STYLE = Path(__file__).resolve().parent.parent / "static/readiness/review.css"


def review_pdf(review: Review, at: datetime) -> bytes:
    """The review as PDF. Raises FontMissing if a character cannot be drawn here."""
    html = render_to_string("readiness/drilled/document.html", {"review": review, "made_at": at})
    return sheet_of(html, STYLE, "".join(_texts(review)))


def _texts(review: Review) -> Iterator[str]:
    yield from (review.title, review.objective, review.drill.store.name)
    yield from (call.name for call in review.calls)
    yield from review.observers
    yield from (line.text for line in review.checklist)
    yield from (*review.notes, *review.lessons)
    for action in review.actions:
        yield action.text + action.owner.name
