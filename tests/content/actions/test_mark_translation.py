"""Whether a native reader has read a translation."""

from typing import Any

import pytest

from content.actions.mark_translation import mark_translation
from content.actions.publish import CannotPublish
from content.models import LibraryPage, MachineDraft, ScenarioPage, Work
from people.models import AuditEntry, Person
from tests.factories.pages import translated_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(library: LibraryPage) -> Any:
    return translated_page(library, "vi")


def mark(page: Any, by: Person, *, draft: bool) -> dict[str, Any]:
    edition = mark_translation(page_class=ScenarioPage, key=page.translation_key, lang="vi", draft=draft, by=by)
    return edition.read()


def test_a_draft_and_a_translation_that_was_read_are_two_editions_of_one_structure(page: Any, trainer: Person) -> None:
    first = Work.objects.get(pk=page.translation_key).current
    assert mark(page, trainer, draft=True)["drafts"] == ["vi"]
    marked = Work.objects.get(pk=page.translation_key).current
    assert "drafts" not in mark(page, trainer, draft=False)
    assert (marked.number, marked.structure_sha256) == (first.number + 1, first.structure_sha256)
    assert Work.objects.get(pk=page.translation_key).current == first


def test_each_change_is_told_once_in_the_audit_trail(page: Any, trainer: Person) -> None:
    for draft in (True, True, False, False):
        mark(page, trainer, draft=draft)
    told = AuditEntry.objects.filter(verb__in=["mark_draft", "mark_read"]).order_by("pk")
    assert list(told.values_list("verb", "by", "detail__lang")) == [
        ("mark_draft", trainer.pk, "vi"),
        ("mark_read", trainer.pk, "vi"),
    ]


def test_a_mark_stays_when_the_source_is_published_again(page: Any, trainer: Person) -> None:
    mark(page, trainer, draft=True)
    page.minutes = 9
    page.save_revision().publish()
    body = Work.objects.get(pk=page.translation_key).current.read()
    assert (body["minutes"], body["drafts"]) == (9, ["vi"])


def test_a_mark_on_a_language_that_is_not_there_is_not_in_the_edition(page: Any, trainer: Person) -> None:
    edition = mark_translation(page_class=ScenarioPage, key=page.translation_key, lang="id", draft=True, by=trainer)
    assert "drafts" not in edition.read()


def test_nothing_is_marked_where_the_page_cannot_be_published(page: Any, trainer: Person) -> None:
    page.unpublish()
    with pytest.raises(CannotPublish):
        mark(page, trainer, draft=True)
    assert not MachineDraft.objects.exists()
