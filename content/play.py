"""Rehearsal: the player for trainers. Nothing is stored; the outcome is worked out from the answers that are sent."""

from dataclasses import asdict
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from content.checking import check
from content.queries import hotlines
from content.rules import LANGUAGES, SOURCE, SOURCE_LOCALE
from content.script import Answer, FormatError, Script, learner_view, load, replay, sha

DRAFT_KEPT_SECONDS = 3600
MOST_ANSWERS = 500


def player_config(
    view: dict[str, Any], *, mode: str, outcome_url: str, back_url: str, review: str | None
) -> dict[str, Any]:
    """What the player is told to rehearse a learner's view: `mode` is `rehearsal` or `preview`."""
    lines = hotlines()
    hotlines_url = f"/api/v1/editions/{lines.current_id}" if lines and lines.current_id else None
    return {
        "mode": mode,
        "attempt": None,
        "for": None,
        "edition": view["edition"],
        "edition_url": None,
        "view": view,
        "hotlines_url": hotlines_url,
        "outcome_url": outcome_url,
        "back_url": back_url,
        "lang": view["lang"],
        "review": review,
        "title": view["title"],
    }


def play_draft(request: HttpRequest, page: Any) -> HttpResponse:
    """The player with what stands in the editor, or what has to be mended before it can be played."""
    checked = check(page)
    try:
        load(checked.body)
    except FormatError:
        return TemplateResponse(request, "content/unplayable.html", {"page": page, "checked": checked})
    address = sha(checked.body)
    cache.set(_key(address), checked.body, DRAFT_KEPT_SECONDS)
    view = learner_view(checked.body, address, SOURCE) | {"lang": LANGUAGES[page.locale.language_code]}
    config = player_config(
        view,
        mode="preview",
        outcome_url=reverse("studio_draft_outcome", args=[address]),
        back_url=_editor(page),
        review=page.review,
    )
    return TemplateResponse(request, "attempts/player.html", {"player": config})


def draft_script(address: str) -> Script | None:
    """The draft that a preview is playing, for an hour after it was shown."""
    body = cache.get(_key(address))
    return load(body) if body is not None else None


def rehearse(script: Script, seed: str, answers: list[dict[str, Any]]) -> dict[str, Any]:
    """What these answers lead to. Raises NotAllowed."""
    outcome = replay(script, [Answer(each["node"], each["answer"]) for each in answers[:MOST_ANSWERS]], seed)
    return asdict(outcome)


def play_url(page: Any) -> str:
    """Where the published page can be rehearsed, in its own language."""
    address = reverse("studio_play", args=[page.translation_key])
    locale = page.locale.language_code
    return address if locale == SOURCE_LOCALE else f"{address}?lang={LANGUAGES[locale]}"


def _editor(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if page.pk else reverse("wagtailadmin_home")


def _key(address: str) -> str:
    return f"draft:{address}"
