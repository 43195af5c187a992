"""Refusals at the edge of the studio."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from content.actions.publish import CannotPublish
from content.models import LibraryPage, ScenarioPage, Work
from people.models import Person, Role
from tests.content.editing import field_of, form_of
from tests.factories.pages import in_studio, published_page, script_page

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


@pytest.fixture
def handed_in(library: LibraryPage, trainer: Person) -> Callable[..., Any]:
    """`handed_in(page, **changed)`: the page as its trainer hands it to the experts."""

    def hand_in(page: Any, **changed: Any) -> Any:
        client = Client()
        client.force_login(trainer)
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, press="submit", **changed))
        return page

    return hand_in


def approve(client: Client, page: Any) -> str:
    state = ScenarioPage.objects.get(pk=page.pk).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(url, {"comment": ""}, follow=True).content.decode()


def test_an_experts_approval_publishes_an_edition_that_is_reviewed(
    library: LibraryPage, handed_in: Callable[..., Any], browse: Browse
) -> None:
    page, expert = handed_in(script_page(library)), in_studio(Role.EXPERT, None)
    approve(browse(expert), page)
    assert Work.objects.get(pk=page.translation_key).current.published_by == expert
    page.refresh_from_db()
    assert (page.live, page.review) == (True, "reviewed")


def test_an_approval_of_a_broken_draft_is_refused_and_the_draft_stays_with_the_experts(
    library: LibraryPage, handed_in: Callable[..., Any], browse: Browse
) -> None:
    page = script_page(library)
    handed_in(page, **{field_of(page, "n1", "text"): ""})
    html = approve(browse(in_studio(Role.EXPERT, None)), page)
    assert "選擇題 n1 還沒有文字" in html
    assert Work.objects.filter(pk=page.translation_key).count() == 0
    assert ScenarioPage.objects.get(pk=page.pk).current_workflow_state.status == "in_progress"


def test_a_translation_that_names_an_unknown_hotline_is_not_published(library: LibraryPage) -> None:
    page, english = published_page(library), Locale.objects.get(language_code="en")
    translate_object(page, [english])
    for segment in TranslationSource.objects.get_for_instance(page).stringsegment_set.select_related("context"):
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=english, data="Call [[polise]]"
        )
    Translation.objects.get().save_target(publish=False)
    translated = page.get_translation(english)
    with pytest.raises(CannotPublish, match="polise"):
        translated.get_latest_revision().publish()
    translated.refresh_from_db()
    assert (translated.live, Work.objects.get(pk=page.translation_key).current.number) == (False, 1)


def test_publishing_many_at_once_is_refused_at_the_first_broken_one(
    library: LibraryPage, trainer: Person, browse: Browse
) -> None:
    page = script_page(library)
    page.nodes[1].value["text"] = ""
    page.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    html = browse(trainer).post(f"{url}?id={page.pk}", {}, follow=True).content.decode()
    assert "選擇題 n1 還沒有文字" in html
    assert not ScenarioPage.objects.get(pk=page.pk).live
