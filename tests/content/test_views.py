"""The studio's own pages: rehearsal, preview, findings, editions, withdrawal."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from attempts.models import Attempt
from content.actions.open_library import open_library
from content.models import Edition, LibraryPage, Work
from people.models import Chain, Person, Role
from tests.content.editing import field_of, form_of
from tests.factories.content import CRITICAL, GOOD, scenario_body
from tests.factories.pages import in_studio, published_page, script_page
from tests.factories.people import ChainFactory

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


def config_of(html: str) -> dict[str, Any]:
    """The configuration that the page hands to the player."""
    start = html.index('id="player-config"')
    text = html[html.index(">", start) + 1 : html.index("</script>", start)]
    found: dict[str, Any] = json.loads(text)
    return found


def said(answers: list[tuple[str, str | None]]) -> str:
    return json.dumps({"seed": "0f", "answers": [{"node": node, "answer": answer} for node, answer in answers]})


def test_view_live_shows_the_player_in_rehearsal(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page = published_page(library)
    config = config_of(browse(trainer).get(page.url).content.decode())
    work = Work.objects.get(pk=page.translation_key)
    assert (config["mode"], config["review"], config["edition"]) == ("rehearsal", "draft", work.current_id)
    assert [node["id"] for node in config["view"]["nodes"]] == ["intro", "n1", "n2", "end_good", "end_harm"]
    assert "points" not in json.dumps(config["view"])


def test_a_rehearsal_is_judged_and_leaves_nothing(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page, client = published_page(library), browse(trainer)
    url = config_of(client.get(page.url).content.decode())["outcome_url"]
    good = client.post(url, said(GOOD), content_type="application/json").json()
    bad = client.post(url, said(CRITICAL), content_type="application/json").json()
    assert (good["passed"], good["score"], good["best_score"], good["ending"]) == (True, 5, 5, "end_good")
    assert (bad["passed"], bad["phase"], bad["to_mend"]) == (False, "mending", ["n1"])
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize("body", ["", "{}", "[1]", '{"seed": "x", "answers": [1]}', said([("n2", "red")])])
def test_answers_that_make_no_sense_are_refused(
    library: LibraryPage, trainer: Person, browse: Browse, body: str
) -> None:
    page = published_page(library)
    url = reverse("studio_play_outcome", args=[page.translation_key])
    assert browse(trainer).post(url, body, content_type="application/json").status_code == 422


def test_a_chains_trainer_rehearses_the_programmes_works_but_not_another_chains(
    library: LibraryPage, chain: Chain, browse: Browse
) -> None:
    shared = published_page(library)
    foreign = published_page(open_library(chain=ChainFactory(slug="valley")), scenario_body("別家的"))
    client = browse(in_studio(Role.TRAINER, chain))
    assert client.get(shared.url).status_code == 200
    assert client.get(foreign.url).status_code == 404
    assert client.post(reverse("studio_play_outcome", args=[foreign.translation_key])).status_code == 404


def preview(client: Client, page: Any, **changed: Any) -> str:
    """What the preview panel shows for the form as it stands."""
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(url, form_of(page, **changed)).json()["is_valid"]
    return client.get(url).content.decode()


def test_the_preview_plays_the_draft_that_is_being_written(
    library: LibraryPage, trainer: Person, browse: Browse
) -> None:
    page, client = published_page(library), browse(trainer)
    html = preview(
        client,
        page,
        **{field_of(page, "intro", "text"): "還沒存的句子。", field_of(page, "n1", "b", "quality"): "critical"},
    )
    config = config_of(html)
    outcome = client.post(config["outcome_url"], said(GOOD), content_type="application/json").json()
    assert (config["mode"], config["view"]["nodes"][0]["text"]) == ("preview", "還沒存的句子。")
    assert (outcome["phase"], outcome["to_mend"]) == ("mending", ["n1"])


def test_the_preview_of_a_broken_draft_says_what_to_mend(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page = published_page(library)
    html = preview(browse(trainer), page, **{field_of(page, "n1", "b", "to"): ""})
    assert "這份草稿還不能試玩" in html
    assert "選項 b（n1.b.text。）沒有下一步" in html


def test_findings_are_those_of_the_latest_draft(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page, client = published_page(library), browse(trainer)
    url = reverse("studio_findings", args=[page.pk])
    assert "可以發布。" in client.get(url).content.decode()
    page.nodes[1].value["text"] = ""
    page.save_revision()
    assert "選擇題 n1 還沒有文字" in client.get(url).content.decode()


def test_findings_of_another_chains_page_are_not_there(library: LibraryPage, chain: Chain, browse: Browse) -> None:
    page = script_page(library)
    client = browse(in_studio(Role.TRAINER, chain))
    assert client.get(reverse("studio_findings", args=[page.pk])).status_code == 404


def test_a_trainer_withdraws_an_edition_with_a_reason(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page, client = published_page(library), browse(trainer)
    edition = Edition.objects.get(work=page.translation_key)
    html = client.post(
        reverse("studio_withdraw", args=[edition.pk]), {"because": "專線寫錯了"}, follow=True
    ).content.decode()
    edition.refresh_from_db()
    assert edition.withdrawn_because == "專線寫錯了"
    assert "已撤回：專線寫錯了" in html
    assert Work.objects.get(pk=page.translation_key).current is None


def test_a_withdrawal_needs_a_reason(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    edition = Edition.objects.get(work=published_page(library).translation_key)
    browse(trainer).post(reverse("studio_withdraw", args=[edition.pk]), {"because": " "})
    edition.refresh_from_db()
    assert edition.withdrawn_at is None


@pytest.mark.parametrize(("role", "own"), [(Role.TRAINER, False), (Role.EXPERT, True)])
def test_who_does_not_answer_for_a_work_cannot_withdraw_it(
    library: LibraryPage, chain: Chain, browse: Browse, role: Role, own: bool
) -> None:
    edition = Edition.objects.get(work=published_page(library).translation_key)
    client = browse(in_studio(role, None if own else chain))
    assert client.post(reverse("studio_withdraw", args=[edition.pk]), {"because": "x"}).status_code == 404
    edition.refresh_from_db()
    assert edition.withdrawn_at is None


def test_editions_stay_listed_after_the_page_is_gone(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page = published_page(library)
    key = page.translation_key
    page.delete()
    assert "第 1 版" in browse(trainer).get(reverse("studio_editions", args=[key])).content.decode()


def test_the_list_of_editions_asks_no_more_for_three_than_for_one(
    library: LibraryPage, trainer: Person, browse: Browse, django_assert_num_queries: Any
) -> None:
    page, client = published_page(library), browse(trainer)
    url = reverse("studio_editions", args=[page.translation_key])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    queries = len(one)
    for text in ("第二種說法", "第三種說法"):
        page.nodes[0].value["text"] = text
        page.save_revision(user=trainer).publish(user=trainer)
    with django_assert_num_queries(queries):
        assert "第 3 版" in client.get(url).content.decode()
