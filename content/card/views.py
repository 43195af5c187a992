"""The page under the counter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from content.card.queries import card_for
from content.rules import LANGUAGES, SOURCE
from people import access


@access.signed_in
@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """The counter card in the language of the page."""
    lang = LANGUAGES.get(get_language() or "", SOURCE)
    return render(request, "card/card.html", {"card": card_for(lang, timezone.localdate())})
