"""Finished translations are in the edition; unfinished ones are not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object
from wagtail_localize.strings import StringValue

from content.compiling import paths_of, texts_of
from content.models import LibraryPage, Work
from people.models import Person
from tests.factories.kinds import every_kind
from tests.factories.pages import published_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(library: LibraryPage) -> Any:
    """A published page that was handed in for translation into English."""
    made = published_page(library)
    translate_object(made, [Locale.objects.get(language_code="en")])
    return made


def translate(page: Any, *, leave_out: str | None = None) -> None:
    """Fill in English for every text, `EN ` before the Chinese, but for one path that ends in `leave_out`."""
    for segment in TranslationSource.objects.get_for_instance(page).stringsegment_set.select_related("context"):
        if leave_out is None or not segment.context.path.endswith(leave_out):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=Locale.objects.get(language_code="en"),
                defaults={"data": f"EN {segment.string.data}", "translation_type": "manual"},
            )


def publish_english(page: Any) -> None:
    Translation.objects.get(source__object_id=page.translation_key).save_target(publish=False)
    page.get_translation(Locale.objects.get(language_code="en")).get_latest_revision().publish()


def english(page: Any) -> dict[str, str] | None:
    return Work.objects.get(pk=page.translation_key).current.read()["texts"].get("en")


def test_a_finished_translation_makes_an_edition_with_both_languages(page: Any) -> None:
    translate(page)
    publish_english(page)
    body = Work.objects.get(pk=page.translation_key).current.read()
    assert body["texts"]["en"] == {key: f"EN {text}" for key, text in body["texts"]["zh-Hant"].items()}
    assert Work.objects.get(pk=page.translation_key).current.number == 2


def test_ids_targets_and_points_are_those_of_the_source(page: Any) -> None:
    before = Work.objects.get(pk=page.translation_key).current
    translate(page)
    publish_english(page)
    after = Work.objects.get(pk=page.translation_key).current
    assert after.structure_sha256 == before.structure_sha256


def test_a_translation_that_lacks_one_text_is_not_in(page: Any) -> None:
    translate(page, leave_out="feedback")
    publish_english(page)
    assert english(page) is None
    assert Work.objects.get(pk=page.translation_key).current.number == 1


def test_a_complete_translation_that_is_not_published_is_not_in(page: Any) -> None:
    translate(page)
    page.save_revision().publish()
    assert english(page) is None


def test_a_changed_source_text_waits_for_its_translation(page: Any) -> None:
    translate(page)
    publish_english(page)
    page.nodes[0].value["text"] = "阿公第四次走進來。"
    page.save_revision().publish()
    kept = english(page) or {}
    assert "intro.text" not in kept
    assert kept["n1.text"] == "EN n1.text。"
    translate(page)
    publish_english(page)
    assert (english(page) or {})["intro.text"] == "EN 阿公第四次走進來。"


def test_a_changed_link_needs_no_new_translation(page: Any) -> None:
    translate(page)
    publish_english(page)
    page.nodes[1].value["choices"][0]["to"] = "end_harm"
    page.save_revision().publish()
    assert (english(page) or {})["intro.text"] == "EN 阿公第三次走進來。"


def test_what_the_source_drops_the_translation_drops(page: Any) -> None:
    translate(page)
    publish_english(page)
    page.nodes[1].value["choices"][0]["feedback"] = ""
    page.save_revision().publish()
    assert "n1.a.feedback" not in (english(page) or {"n1.a.feedback": "no English at all"})


def test_ids_and_qualities_are_nothing_to_translate(page: Any) -> None:
    paths = TranslationSource.objects.get_for_instance(page).stringsegment_set.values_list("context__path", flat=True)
    ends = {path.rpartition(".")[2] for path in paths}
    assert ends == {"title", "summary", "text", "feedback"}


def test_every_text_of_every_kind_is_translated_and_nothing_else(library: LibraryPage) -> None:
    page = published_page(library, every_kind())
    translate_object(page, [Locale.objects.get(language_code="en")])
    segments = TranslationSource.objects.get_for_instance(page).stringsegment_set
    offered = set(segments.values_list("context__path", flat=True))
    texts = texts_of(page)
    assert offered == {path for path, key in paths_of(page).items() if key in texts}
    before = Work.objects.get(pk=page.translation_key).current
    translate(page)
    publish_english(page)
    after = Work.objects.get(pk=page.translation_key).current
    assert english(page) == {key: f"EN {text}" for key, text in texts.items()}
    assert after.structure_sha256 == before.structure_sha256


def test_signs_of_markup_come_through_a_translation_unharmed(page: Any) -> None:
    text = "打 <110> & 說「阿公's」\n- 一\n\n[[police]]"
    page.nodes[0].value["text"] = text
    page.save_revision().publish()
    for segment in TranslationSource.objects.get_for_instance(page).stringsegment_set.select_related("context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=Locale.objects.get(language_code="en"),
            defaults={"data": StringValue.from_plaintext("EN " + segment.string.as_value().render_text()).data},
        ) if hasattr(segment.string, "as_value") else None
    publish_english(page)
    assert (english(page) or {})["intro.text"] == "EN " + text


def test_the_translation_page_offers_the_texts_to_a_trainer(
    page: Any, trainer: Person, browse: Callable[[Person], Client]
) -> None:
    translated = page.get_translation(Locale.objects.get(language_code="en"))
    html = browse(trainer).get(reverse("wagtailadmin_pages:edit", args=[translated.pk])).content.decode()
    assert "\\u963f\\u516c\\u7b2c\\u4e09\\u6b21" in html or "阿公第三次" in html


def test_pressing_publish_on_the_translation_page_makes_the_edition(
    page: Any, trainer: Person, browse: Callable[[Person], Client], django_capture_on_commit_callbacks: Any
) -> None:
    translate(page)
    translated = page.get_translation(Locale.objects.get(language_code="en"))
    with django_capture_on_commit_callbacks(execute=True):
        browse(trainer).post(reverse("wagtailadmin_pages:edit", args=[translated.pk]), {"action": "publish"})
    assert (english(page) or {})["title"] == "EN 迷路的長者"
