"""Which translations of a page are finished, as wagtail-localize knows it."""

import json
from typing import Any

from wagtail_localize.models import MissingTranslationError, Translation, TranslationSource

from content.rules import LANGUAGES


def follow_source(page: Any) -> None:
    """Show translators what is published now: what they translated stands, what is new waits for them."""
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is not None and _differs(source, page):
        source.update_from_db()


def _differs(source: TranslationSource, page: Any) -> bool:
    """Whether the page says something else than what the translators have; reading all texts anew takes a second."""
    known, now = json.loads(source.content_json), json.loads(page.to_json())
    return any(known.get(field.field_name) != now.get(field.field_name) for field in page.translatable_fields)


def finished_translations(page: Any) -> dict[str, Any]:
    """Language tag → the page in that language, for each translation that is published and lacks no text.

    The structure is that of the published source; the texts are the translators' present ones.
    """
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is None:
        return {}
    rows = source.translations.filter(enabled=True).select_related("target_locale")
    finished = {LANGUAGES[row.target_locale.language_code]: _finished(row) for row in rows}
    return {tag: translated for tag, translated in finished.items() if translated is not None}


def _finished(row: Translation) -> Any | None:
    if (
        not row.source.specific_content_type.model_class()
        .objects.filter(translation_key=row.source.object_id, locale=row.target_locale, live=True)
        .exists()
    ):
        return None
    try:
        return row.source.get_ephemeral_translated_instance(row.target_locale)
    except MissingTranslationError:
        return None
