"""The studio's page of a work's translations."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.models import LibraryPage, MachineDraft, Work
from people.models import Chain, Person, Role
from tests.factories.pages import in_studio, translated_page

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


@pytest.fixture
def page(library: LibraryPage) -> Any:
    made = translated_page(library, "vi")
    MachineDraft.objects.create(key=made.translation_key, lang="vi")
    made.save_revision().publish()
    return made


def url(page: Any) -> str:
    return reverse("studio_languages", args=[page.translation_key])


def drafts(page: Any) -> list[str]:
    return Work.objects.get(pk=page.translation_key).current.read().get("drafts", [])


def test_it_works(page: Any, trainer: Person, browse: Browse) -> None:
    client = browse(trainer)
    before = client.get(url(page)).content.decode()
    assert "機器翻譯草稿，等母語夥伴看過" in before
    assert before.count("還沒有，學員看到的是中文") == 2
    after = client.post(url(page), {"lang": "vi", "draft": "no"}, follow=True).content.decode()
    assert "越南文標成母語夥伴看過了" in after
    assert "標成機器翻譯草稿" in after
    assert drafts(page) == []


def test_a_translation_is_made_a_draft_again(page: Any, trainer: Person, browse: Browse) -> None:
    client = browse(trainer)
    client.post(url(page), {"lang": "vi", "draft": "no"})
    client.post(url(page), {"lang": "vi", "draft": "yes"})
    assert drafts(page) == ["vi"]


@pytest.mark.parametrize(
    "sent", [{}, {"lang": "vi"}, {"lang": "vi", "draft": "maybe"}, {"lang": "zh-Hant", "draft": "yes"}, {"draft": "no"}]
)
def test_what_makes_no_sense_changes_nothing(page: Any, trainer: Person, browse: Browse, sent: dict[str, str]) -> None:
    answer = browse(trainer).post(url(page), sent)
    assert (answer.status_code, "沒有存到" in answer.content.decode(), drafts(page)) == (422, True, ["vi"])


@pytest.mark.parametrize(("role", "own"), [(Role.TRAINER, False), (Role.EXPERT, True)])
def test_who_does_not_answer_for_the_work_cannot_see_or_say_it(
    page: Any, chain: Chain, browse: Browse, role: Role, own: bool
) -> None:
    client = browse(in_studio(role, None if own else chain))
    assert client.get(url(page)).status_code == 404
    assert client.post(url(page), {"lang": "vi", "draft": "no"}).status_code == 404
    assert drafts(page) == ["vi"]


def test_a_work_whose_page_is_gone_has_no_such_page(page: Any, trainer: Person, browse: Browse) -> None:
    address = url(page)
    page.delete()
    assert browse(trainer).get(address).status_code == 404


def test_the_editors_of_the_source_and_of_a_draft_lead_there(page: Any, trainer: Person, browse: Browse) -> None:
    client = browse(trainer)
    for each in page.get_translations(inclusive=True):
        html = client.get(reverse("wagtailadmin_pages:edit", args=[each.pk])).content.decode()
        assert url(page) in html


def test_the_editor_of_a_translation_that_was_read_says_nothing_of_it(
    page: Any, trainer: Person, browse: Browse
) -> None:
    client = browse(trainer)
    client.post(url(page), {"lang": "vi", "draft": "no"}, follow=True)
    translated = page.get_translations().get()
    html = client.get(reverse("wagtailadmin_pages:edit", args=[translated.pk])).content.decode()
    assert ("Tiếng Việt" in html, "機器翻譯的草稿" in html) == (True, False)
