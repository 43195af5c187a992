"""The editor: what a trainer presses and is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from content.models import Edition, LibraryPage, ScenarioPage, Work
from people.models import Person
from tests.content.editing import field_of, form_of
from tests.factories.pages import course_page, lesson_body, published_page, script_page

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


def press_publish(client: Client, page: Any, **changed: Any) -> str:
    """Press the editor's button and read the page that follows."""
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, press="publish", **changed), follow=True
    )
    assert response.status_code == 200
    return response.content.decode()


BREAKS: dict[str, tuple[tuple[str, ...], Any, str]] = {
    "a target that does not exist": (("intro", "to"), "nowhere", "要接到「nowhere」，但沒有這個步驟"),
    "a way out left open": (("n1", "b", "to"), "", "選項 b（n1.b.text。）沒有下一步"),
    "two steps of one name": (("n2", "node_id"), "n1", "代號「n1」用了 2 次"),
    "two options of one name": (("n1", "b", "choice_id"), "a", "選項的代號都是「a」"),
    "a step that leads back": (("n1", "a", "to"), "intro", "會繞回前面"),
    "a level without a right answer": (("n2", "orange", "quality"), "ok", "有 0 個正確的等級"),
    "a text that is missing": (("n1", "text"), "", "選擇題 n1 還沒有文字"),
    "a hotline that does not exist": (("n1", "text"), "打 [[polise]]", "[[polise]]"),
    "no right ending": (("end_good", "outcome"), "partial", "沒有一條路走得到「正確」的結局"),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_an_error_refuses_publication_and_says_what_and_where(
    library: LibraryPage, trainer: Person, browse: Browse, broken: str
) -> None:
    place, value, said = BREAKS[broken]
    page = published_page(library)
    html = press_publish(browse(trainer), page, **{field_of(page, *place): value})
    assert said in html.replace("&#x27;", "'")
    assert "還沒有發布，草稿已經存好" in html
    assert Edition.objects.filter(work=page.translation_key).count() == 1
    assert ScenarioPage.objects.get(pk=page.pk).has_unpublished_changes


def test_a_competency_that_nobody_can_score_refuses_publication(
    library: LibraryPage, trainer: Person, browse: Browse
) -> None:
    page = script_page(library)
    html = press_publish(browse(trainer), page, competencies=["empathy", "risk", "privacy"])
    assert "沒有人拿得到「隱私」的分數" in html
    assert Work.objects.filter(pk=page.translation_key).count() == 0


def test_a_step_that_nobody_reaches_refuses_publication(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page = script_page(library)
    html = press_publish(
        browse(trainer),
        page,
        **{field_of(page, "n1", "c", "to"): "n2"}
        | {field_of(page, "n2", level, "to"): "end_good" for level in ("yellow", "green")},
    )
    assert "沒有任何一步會走到結局 end_harm" in html


def test_breaking_mending_and_publishing_makes_the_second_edition(
    library: LibraryPage, trainer: Person, browse: Browse
) -> None:
    page, client = published_page(library), browse(trainer)
    text = field_of(page, "n1", "text")
    press_publish(client, page, **{text: ""})
    draft = ScenarioPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    html = press_publish(client, draft, **{text: "換一個問法。"})
    edition = Work.objects.get(pk=page.translation_key).current
    assert "這是第 2 版" in html
    assert (edition.number, edition.published_by) == (2, trainer)
    assert edition.read()["texts"]["zh-Hant"]["n1.text"] == "換一個問法。"


def test_line_breaks_of_a_browser_are_not_in_the_edition(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page = script_page(library)
    press_publish(browse(trainer), page, **{field_of(page, "intro", "text"): " 第一段\r\n\r\n- 一\r\n- 二 "})
    assert (
        Work.objects.get(pk=page.translation_key).current.read()["texts"]["zh-Hant"]["intro.text"]
        == "第一段\n\n- 一\n- 二"
    )


def test_warnings_are_shown_and_do_not_hinder(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page = script_page(library)
    html = press_publish(browse(trainer), page, **{field_of(page, "n1", "a", "feedback"): ""})
    assert "選項 a（n1.a.text。）還沒有回饋" in html
    assert "個提醒（不影響發布）" in html
    assert Work.objects.get(pk=page.translation_key).current.number == 1


def test_publishing_the_same_again_says_that_there_is_no_new_edition(
    library: LibraryPage, trainer: Person, browse: Browse
) -> None:
    page = published_page(library)
    assert "內容和第 1 版一樣" in press_publish(browse(trainer), page)


def test_a_lesson_without_an_ending_is_told_so_once(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    body = lesson_body()
    body["nodes"].pop()
    del body["texts"]["zh-Hant"]["end.text"]
    html = press_publish(browse(trainer), script_page(library, body, slug="lesson"))
    assert "沒有結局" in html
    assert "沒有下一步" not in html


def test_a_course_of_unpublished_works_is_refused_with_the_reason(
    library: LibraryPage, trainer: Person, browse: Browse
) -> None:
    page = course_page(library, script_page(library))
    assert "「迷路的長者」還沒有發布過" in press_publish(browse(trainer), page)


def test_saving_a_broken_draft_is_allowed(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page = script_page(library)
    browse(trainer).post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **{field_of(page, "n1", "b", "to"): ""})
    )
    draft = ScenarioPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.nodes[1].value["choices"][1]["to"] == ""


def test_a_page_that_was_reviewed_is_a_draft_again_once_changed(
    library: LibraryPage, trainer: Person, browse: Browse
) -> None:
    page = published_page(library)
    page.review = "reviewed"
    page.save_revision().publish()
    page.refresh_from_db()
    press_publish(browse(trainer), page)
    page.refresh_from_db()
    assert page.review == "reviewed"
    press_publish(browse(trainer), page, summary="換一個簡介")
    page.refresh_from_db()
    assert page.review == "draft"


def test_a_page_is_created_and_published_in_one_press(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    model = script_page(library, slug="model")
    data = form_of(model, press="publish", title="新的情境")
    browse(trainer).post(reverse("wagtailadmin_pages:add", args=["content", "scenariopage", library.pk]), data)
    made = ScenarioPage.objects.get(title="新的情境")
    assert Work.objects.get(pk=made.translation_key).current.number == 1


def test_the_list_of_pages_says_what_awaits_review(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    published_page(library)
    client, url = browse(trainer), reverse("wagtailadmin_explore", args=[library.pk])
    assert "迷路的長者（草稿，待專家審閱）" in client.get(url).content.decode()


def test_the_list_of_pages_asks_no_more_for_three_than_for_one_but_for_the_translation_menu(
    library: LibraryPage, trainer: Person, browse: Browse, django_assert_num_queries: Any
) -> None:
    client, url = browse(trainer), reverse("wagtailadmin_explore", args=[library.pk])
    published_page(library)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    queries = len(one)
    for slug in ("second", "third"):
        published_page(library, slug=slug)
    client.get(url)  # saving pages has emptied Wagtail's cache of its sites
    of_wagtail_localize_per_page = 2
    with django_assert_num_queries(queries + 2 * of_wagtail_localize_per_page):
        client.get(url)


def test_nothing_of_a_website_is_offered(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page = published_page(library)
    html = browse(trainer).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'name="slug"' not in html
    assert 'name="go_live_at"' not in html
    assert Page.objects.get(pk=page.pk).specific.url == f"/studio/play/{page.translation_key}/"


def test_a_copy_is_a_draft_of_a_work_of_its_own(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page = published_page(library)
    data = {"new_title": "複本", "new_slug": "copy", "new_parent_page": library.pk, "publish_copies": "on"}
    browse(trainer).post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)
    copy = ScenarioPage.objects.get(slug="copy")
    assert (copy.live, copy.translation_key == page.translation_key) == (False, False)
    copy.get_latest_revision().publish()
    assert Work.objects.get(pk=copy.translation_key).current.number == 1


def test_the_home_page_offers_what_a_trainer_can_write(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    html = browse(trainer).get("/studio/").content.decode()
    assert reverse("wagtailadmin_pages:add", args=["content", "scenariopage", library.pk]) in html


def test_wagtails_own_way_past_editions_is_closed(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page = script_page(library)
    response = browse(trainer).post(f"/studio/api/main/pages/{page.pk}/action/publish/")
    assert response.status_code == 404
    assert not ScenarioPage.objects.get(pk=page.pk).live
