"""Rehearsal of a draft, whatever it asks."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.compiling import compile_script
from content.models import LibraryPage
from content.script import Play, Script, load
from content.script.model import Answer
from people.models import Person
from tests.content.editing import field_of, form_of
from tests.content.test_views import config_of
from tests.factories.kinds import every_kind, every_kind_of_lesson
from tests.factories.pages import script_page

pytestmark = pytest.mark.django_db
SEED = "0d9d7f3e-5c39-4c3e-9a6b-1f4f3c1a2b3c"


def right(script: Script, name: str) -> Any:
    """The best answer to one node."""
    node = script.nodes[name]
    if node.key is not None:
        return node.answer("right")
    return next((way.id for way in node.ways.values() if way.quality == "good"), None)


def perfect(script: Script) -> list[dict[str, Any]]:
    """The answers of somebody who gets everything right."""
    play, answers = Play(script, SEED), []
    while play.expects is not None:
        answers.append({"node": play.expects, "answer": right(script, play.expects)})
        play.take(Answer(**answers[-1]))
    return answers


def rehearsed(client: Client, url: str, answers: list[dict[str, Any]]) -> Any:
    return client.post(url, json.dumps({"seed": SEED, "answers": answers}), content_type="application/json")


@pytest.mark.parametrize("made", [every_kind, every_kind_of_lesson])
def test_a_draft_of_every_kind_is_played_and_judged(
    library: LibraryPage, trainer: Person, browse: Callable[[Person], Client], made: Callable[[], dict[str, Any]]
) -> None:
    page, client = script_page(library, made()), browse(trainer)
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(preview, form_of(page)).json()["is_valid"]
    config = config_of(client.get(preview).content.decode())
    answers = perfect(load(compile_script(page)))
    outcome = rehearsed(client, config["outcome_url"], answers).json()
    assert (outcome["phase"], outcome["passed"], outcome["score"]) == ("ended", True, outcome["best_score"])
    assert config["view"]["format"] == 2
    wrong_type = [*answers[:1], {**answers[1], "answer": {"right": True}}]
    assert rehearsed(client, config["outcome_url"], wrong_type).status_code == 422


def test_a_draft_that_is_skipped_past_costs_nothing(
    library: LibraryPage, trainer: Person, browse: Callable[[Person], Client]
) -> None:
    page, client = script_page(library, every_kind_of_lesson()), browse(trainer)
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    client.post(preview, form_of(page, **{field_of(page, "n1", "skip"): "n3"}))
    config = config_of(client.get(preview).content.decode())
    outcome = rehearsed(client, config["outcome_url"], [{"node": "n1", "answer": "@skip"}]).json()
    assert (outcome["expects"], outcome["skipped"]) == ("n3", ["n1"])
