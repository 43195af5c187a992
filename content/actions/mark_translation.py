"""Saying of a translation whether a native reader has read it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from content.actions.publish import publish_work
from content.models import Edition, MachineDraft
from people.actions import keep
from people.models import Person


@transaction.atomic
def mark_translation(
    *, page_class: Any, key: UUID, lang: str, draft: bool, by: Person, at: datetime | None = None
) -> Edition:
    """Make one translation a machine's draft, or one that was read, and publish what follows from that.

    `key` is the pages' translation key, `lang` a language tag. The same again is the same edition. Raises
    CannotPublish, and then nothing has changed.
    """
    marked = MachineDraft.objects.filter(key=key, lang=lang)
    if draft and not marked.exists():
        keep("mark_draft", MachineDraft.objects.create(key=key, lang=lang), by=by, at=at, work=str(key), lang=lang)
    elif not draft and (mark := marked.first()):
        keep("mark_read", mark, by=by, at=at, work=str(key), lang=lang)
        mark.delete()
    return publish_work(page_class=page_class, key=key, by=by, at=at)
