"""Pages of the studio, written from the same small bodies as the editions, and people who work there."""

from copy import deepcopy
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from content.actions.open_library import open_library
from content.actions.place_in_studio import place_in_studio
from content.loading.load import PAGES
from content.loading.writing import block_id, blocks_of
from content.models import CoursePage, LibraryPage
from people.models import Chain, Person, Role
from tests.factories.content import scenario_body
from tests.factories.people import posted


def in_studio(role: Role, chain: Chain | None, name: str = "許雅婷") -> Person:
    """A person posted in the studio, with the groups that follow from it."""
    made = posted(role, chain, name)
    place_in_studio(person=made)
    return made


def lesson_body() -> dict[str, Any]:
    """A card, a question, an ending."""
    body = deepcopy(scenario_body("同理心"))
    body["kind"], body["start"], body["competencies"] = "lesson", "card", ["empathy"]
    question = {
        "id": "q1",
        "kind": "choice",
        "choices": [
            {"id": "a", "to": "end", "quality": "good", "points": {"empathy": 2}},
            {"id": "b", "to": "end", "quality": "poor", "points": {}},
        ],
    }
    body["nodes"] = [
        {"id": "card", "kind": "card", "to": "q1"},
        question,
        {"id": "end", "kind": "ending", "outcome": "correct"},
    ]
    keys = [
        "card.title",
        "card.text",
        "q1.text",
        "q1.a.text",
        "q1.a.feedback",
        "q1.b.text",
        "q1.b.feedback",
        "end.text",
    ]
    texts = {"title": "同理心", "summary": "怎麼問", **{key: f"{key}。" for key in keys}}
    body["texts"] = {"zh-Hant": texts}
    return body


def page_of(body: dict[str, Any], *, slug: str = "page", **fields: Any) -> Any:
    """A page with the source texts of a body, in memory."""
    page_class = PAGES[body["kind"]]
    texts = body["texts"]["zh-Hant"]
    plain = {name: body[name] for name in ("minutes", "pass_mark", "competencies")}
    plain |= {"target_seconds": body["drill"]["target_seconds"]} if "drill" in body else {}
    said = {"title": texts["title"], "summary": texts["summary"], **plain, **blocks_of(page_class, slug, body)}
    return page_class(slug=slug, **said, **fields)


def script_page(library: LibraryPage, body: dict[str, Any] | None = None, *, slug: str = "lost-elder") -> Any:
    """A draft page with the source texts of a body; not published."""
    page = page_of(body or scenario_body(), slug=slug, live=False, locale=library.locale)
    library.add_child(instance=page)
    page.save_revision()
    return page


def published_page(library: LibraryPage, body: dict[str, Any] | None = None, *, slug: str = "lost-elder") -> Any:
    """The same, published into its first edition."""
    page = script_page(library, body, slug=slug)
    page.get_latest_revision().publish()
    page.refresh_from_db()
    return page


def translated_page(library: LibraryPage, lang: str) -> Any:
    """A published page with a finished translation: every text with the language before the Chinese."""
    page, locale = published_page(library), Locale.objects.get(language_code=lang)
    translate_object(page, [locale])
    for segment in TranslationSource.objects.get_for_instance(page).stringsegment_set.select_related("context"):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            data=f"{lang} {segment.string.data}",
            translation_type="manual",
        )
    Translation.objects.get(source__object_id=page.translation_key).save_target(publish=False)
    page.get_translation(locale).get_latest_revision().publish()
    page.refresh_from_db()
    return page


def course_page(library: LibraryPage, *works: Any, slug: str = "frontline", need: int | None = None) -> CoursePage:
    """A draft course of these pages."""
    raw = [{"type": "work", "id": block_id(slug, str(work.pk)), "value": work.pk} for work in works]
    page = CoursePage(
        title="門市關懷",
        summary="從看見到接住",
        slug=slug,
        live=False,
        locale=library.locale,
        need=need,
        works=CoursePage._meta.get_field("works").stream_block.to_python(raw),
    )
    library.add_child(instance=page)
    page.save_revision()
    return page


def programme_library() -> LibraryPage:
    return open_library(chain=None)
