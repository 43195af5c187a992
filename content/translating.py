"""Which translations of a page are finished, as wagtail-localize knows it."""

import json
from typing import Any
from uuid import UUID

from wagtail.fields import StreamField
from wagtail_localize.models import MissingTranslationError, Translation, TranslationSource

from content.models.translations import MachineDraft
from content.models.works import Work
from content.rules import LANGUAGES


def follow_source(page: Any) -> None:
    """Show translators what is published now: what they translated stands, what is new waits for them."""
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is not None and _differs(source, page):
        source.update_from_db()


def _differs(source: TranslationSource, page: Any) -> bool:
    """Whether the page says something else than what the translators have; reading all texts anew takes a second."""
    known, now = json.loads(source.content_json), json.loads(page.to_json())
    names = [field.field_name for field in page.translatable_fields]
    return any(_said(page, name, known.get(name)) != _said(page, name, now.get(name)) for name in names)


def _said(page: Any, name: str, value: Any) -> Any:
    """A stream is kept as JSON text, whose members the database puts into an order of its own."""
    return json.loads(value) if value and isinstance(page._meta.get_field(name), StreamField) else value


def finished_translations(page: Any) -> dict[str, Any]:
    """Language tag → the page in that language, for each translation that is published and lacks no text.

    A language that was finished once stays: where the source has changed since, its page holds the source's text
    until a translator has been there. One mended comma must not take a whole language away from those who read it.
    The structure is that of the published source; the texts are the translators' present ones.
    """
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is None:
        return {}
    once = _languages_of_current_edition(page)
    rows = source.translations.filter(enabled=True).select_related("target_locale")
    tags = {LANGUAGES[row.target_locale.language_code]: row for row in rows}
    found = {tag: _translated(row, fallback=tag in once) for tag, row in tags.items()}
    return {tag: translated for tag, translated in found.items() if translated is not None}


def machine_drafts(key: UUID) -> set[str]:
    """The languages (tags) in which a machine wrote this work and no native reader has read it. One query."""
    return set(MachineDraft.objects.filter(key=key).values_list("lang", flat=True))


def _languages_of_current_edition(page: Any) -> set[str]:
    work = Work.objects.filter(pk=page.translation_key, current__isnull=False).first()
    return set(work.titles) if work else set()


def _translated(row: Translation, *, fallback: bool) -> Any | None:
    model = row.source.specific_content_type.model_class()
    here = model.objects.filter(translation_key=row.source.object_id, locale=row.target_locale, live=True)
    if not here.exists():
        return None
    try:
        return row.source.get_ephemeral_translated_instance(row.target_locale, fallback=fallback)
    except MissingTranslationError:
        return None
