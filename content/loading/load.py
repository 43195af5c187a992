"""Putting the data files into the programme's library."""

from collections.abc import Collection
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

from content.actions.change_hotlines import WrongHotline
from content.actions.freeze import Withdrawn, freeze
from content.actions.open_library import open_library, open_new_languages
from content.actions.publish import CannotPublish
from content.compiling import compile_script, paths_of
from content.hotlines.rules import faults_in, merged
from content.loading.facts import load_facts
from content.loading.files import DATA, CourseData, ScriptData, courses, hotlines_body, key_of, scripts
from content.loading.loaded import Loaded
from content.loading.writing import block_id, blocks_of, stream_of
from content.models import CoursePage, DrillPage, LessonPage, LibraryPage, MachineDraft, ScenarioPage, Work
from content.rules import LANGUAGES, SOURCE, SOURCE_LOCALE
from content.script import Finding, structure_sha
from content.translating import follow_source

PAGES = {"lesson": LessonPage, "scenario": ScenarioPage, "drill": DrillPage}


@transaction.atomic
def load_content(*, data: Path = DATA, at: datetime | None = None) -> list[Loaded]:
    """Bring hotlines, scripts, courses and facts of the data files into the programme's library and publish them.

    A page is written again only where its file changed since: what a trainer changed by hand stands. A hotline that an
    operator said at the desk stands unless its entry in the file was verified later (`hotlines.rules.merged`). `at` is
    the time of the editions (now). Raises CannotPublish or WrongHotline where a file does not pass its lint.
    """
    library = open_library(chain=None)
    open_new_languages()
    done = [_load_hotlines(data, at)]
    done += [_load_script(library, script, at) for script in scripts(data)]
    done += [_load_course(library, course, at) for course in courses(data)]
    return [*done, load_facts(data)]


def _load_hotlines(data: Path, at: datetime | None) -> Loaded:
    work, _ = Work.objects.get_or_create(kind=Work.Kind.HOTLINES, defaults={"pk": key_of("hotlines")})
    before, today = work.current, timezone.localdate()
    body = hotlines_body(data)
    faults = faults_in(body["entries"], today)
    if faults:
        raise WrongHotline(faults)
    body["entries"] = merged(before.read()["entries"] if before else [], body["entries"], today)
    try:
        edition = freeze(work=work, body=body, by=None, at=at)
    except Withdrawn:
        return Loaded("hotlines", changed=False)  # an operator took exactly this list back
    return Loaded("hotlines", changed=edition != before)


def _load_script(library: LibraryPage, script: ScriptData, at: datetime | None) -> Loaded:
    body, page_class = script.body, PAGES[script.body["kind"]]
    texts = body["texts"][SOURCE]
    fields = {name: body[name] for name in ("minutes", "pass_mark", "competencies")}
    fields |= {"target_seconds": body["drill"]["target_seconds"]} if "drill" in body else {}
    page = page_class.objects.filter(translation_key=script.key, locale=library.locale).first()
    if page is not None and page.data_sha256 == script.sha256:
        return Loaded(page.title, changed=False)
    fresh = page is None
    page = page or page_class(slug=script.slug, translation_key=script.key, locale=library.locale)
    fields |= {"title": texts["title"], "summary": texts["summary"], "data_sha256": script.sha256}
    # A script from a file refers to nothing else in the studio; to look each time takes a sixth of the loading.
    with disable_reference_index_auto_update() if fresh else nullcontext():
        _save(library, page, fields | blocks_of(page_class, script.slug, body))
        _must_say_the_same(page, body)
        paths = paths_of(page)
        by_path = {tag: {path: each.get(key) for path, key in paths.items()} for tag, each in body["texts"].items()}
        _mark(page, body.get("drafts", ()))
        _translate(page, by_path, at)
    return Loaded(page.title, changed=True)


def _must_say_the_same(page: Any, body: dict[str, Any]) -> None:
    """Raise CannotPublish where the studio's form cannot say what the file says, such as a lesson out of its order."""
    if structure_sha(compile_script(page)) != structure_sha(body):
        message = "教材檔裡有工作室寫不出來的東西：課程單元要一步接一步，題目緊跟在題庫後面，多餘的欄位要拿掉。"
        raise CannotPublish(page, [Finding("not_as_written", "error", None, None, message)])


def _load_course(library: LibraryPage, course: CourseData, at: datetime | None) -> Loaded:
    page = CoursePage.objects.filter(translation_key=course.key, locale=library.locale).first()
    if page is not None and page.data_sha256 == course.sha256:
        return Loaded(page.title, changed=False)
    page = page or CoursePage(slug=course.slug, translation_key=course.key, locale=library.locale)
    pages = dict(Page.objects.filter(locale=library.locale).values_list("translation_key", "pk"))
    works = [{"type": "work", "id": block_id(course.slug, slug), "value": pages[key_of(slug)]} for slug in course.works]
    fields = {
        "title": course.titles[SOURCE],
        "summary": course.summaries[SOURCE],
        "works": stream_of(CoursePage, "works").to_python(works),
        "need": course.need,
        "validity_months": course.validity_months,
        "certifies": course.certifies,
        "data_sha256": course.sha256,
    }
    _save(library, page, fields)
    texts = {tag: {"title": title, "summary": course.summaries[tag]} for tag, title in course.titles.items()}
    _mark(page, course.drafts)
    _translate(page, texts, at)
    return Loaded(page.title, changed=True)


def _save(library: LibraryPage, page: Any, fields: dict[str, Any]) -> None:
    """Write the page as live: its edition follows once the translations stand, so that both come as one."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.live = True
    if page.pk is None:
        library.add_child(instance=page)
    else:
        page.save()


def _mark(page: Any, drafts: Collection[str]) -> None:
    """Say of each translation what its file says: whether a machine wrote it and no native reader has read it."""
    MachineDraft.objects.filter(key=page.translation_key).exclude(lang__in=drafts).delete()
    rows = [MachineDraft(key=page.translation_key, lang=lang) for lang in drafts]
    MachineDraft.objects.bulk_create(rows, ignore_conflicts=True)


def _translate(page: Any, texts: dict[str, dict[str, str | None]], at: datetime | None) -> None:
    """Give the page its translations as trainers would see them, and publish all as one edition."""
    revision = page.save_revision()
    others = {code: texts[tag] for code, tag in LANGUAGES.items() if tag in texts and code != SOURCE_LOCALE}
    TranslationSource.get_or_create_from_instance(page)
    follow_source(page)
    source = TranslationSource.objects.get_for_instance(page)
    for locale in Locale.objects.filter(language_code__in=others):
        _fill(source, locale, others[locale.language_code])
        row, _ = Translation.objects.update_or_create(source=source, target_locale=locale, defaults={"enabled": True})
        row.save_target(publish=False)
        translated = page.get_translation(locale)
        # Past our own `publish`, which would make an edition for each language.
        Page.publish(translated, translated.get_latest_revision())
    page.publish(revision, at=at)


def _fill(source: TranslationSource, locale: Locale, texts: dict[str, str | None]) -> None:
    """Write all translations of a page in one statement. Made from plain text, they need no check of their markup."""
    segments = source.stringsegment_set.select_related("context", "string")
    rows = {
        (segment.string_id, segment.context_id): StringTranslation(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            data=StringValue.from_plaintext(text).data,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        )
        for segment in segments
        if (text := texts.get(segment.context.path))
    }
    StringTranslation.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "translation_type", "updated_at"],
    )
