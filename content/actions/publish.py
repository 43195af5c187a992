"""Publishing a page into an edition of its work."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from content.actions.freeze import Withdrawn, freeze
from content.checking import check
from content.models.works import Edition, Work
from content.rules import SOURCE_LOCALE
from content.script import Finding
from content.translating import finished_translations, follow_source
from people.models import Person


class CannotPublish(Exception):
    """Lint found errors: nothing is published. `page` is where, `findings` say what, in the trainer's words."""

    def __init__(self, page: Any, findings: Sequence[Finding]) -> None:
        super().__init__("；".join(finding.message for finding in findings))
        self.page = page
        self.findings = findings


@transaction.atomic
def publish_work(*, page_class: Any, key: UUID, by: Person | None, at: datetime | None = None) -> Edition:
    """Compile the live page and its finished translations and freeze what comes of it.

    `key` is the pages' translation key and the work's id. Raises CannotPublish; the same content again is the same
    edition.
    """
    page = page_class.objects.filter(translation_key=key, locale__language_code=SOURCE_LOCALE).first()
    if page is None or not page.live:
        raise CannotPublish(page, [_refusal("source_not_live", "中文原文還沒有發布，請先發布原文，再發布翻譯。")])
    follow_source(page)
    checked = check(page, finished_translations(page))
    if checked.errors:
        raise CannotPublish(page, checked.errors)
    try:
        return freeze(work=_work_of(page), body=checked.body, by=by, at=at)
    except Withdrawn as taken_back:
        told = _refusal("withdrawn", "這個內容已經撤回過，請先把撤回的原因改好，再發布。")
        raise CannotPublish(page, [told]) from taken_back


def _work_of(page: Any) -> Work:
    chain = page.library.chain if page.library else None
    work, _ = Work.objects.get_or_create(pk=page.translation_key, defaults={"kind": page.kind, "owner": chain})
    if work.owner != chain:
        owner = work.owner or "街燈計畫"
        raise CannotPublish(page, [_refusal("moved", f"這份教材屬於「{owner}」，請移回原來的教材庫，或複製一份。")])
    return work


def _refusal(code: str, message: str) -> Finding:
    return Finding(code, "error", None, None, message)
