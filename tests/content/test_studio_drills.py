"""Drills in the studio: written with the steps of a scenario, measured where the trainer thinks of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from content.blocks.beginning import FIVE_LINES, first_steps
from content.checking import check
from content.compiling import compile_script
from content.models import DrillPage, Edition, LibraryPage, Work
from content.script import drill_texts, load
from people.models import Person
from tests.content.editing import field_of, form_of
from tests.content.script.alarm import alarm
from tests.content.test_play import perfect, rehearsed
from tests.content.test_views import config_of
from tests.factories.pages import published_page, script_page

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


def press_publish(client: Client, page: Any, **changed: Any) -> str:
    """Press the editor's button and read the page that follows."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, form_of(page, press="publish", **changed), follow=True).content.decode()


def node(page: Any, name: str) -> Any:
    return next(block.value for block in page.nodes if block.value["node_id"] == name)


def told(page: Any) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.node) for finding in check(page).errors]


def test_what_a_trainer_wrote_is_published_as_a_drill(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page = script_page(library, alarm(), slug="alarm")
    press_publish(browse(trainer), page)
    work = Work.objects.select_related("current").get(pk=page.translation_key)
    body = work.current.read()
    assert (work.kind, work.get_kind_display(), body["format"]) == ("drill", "演練", 3)
    assert body["drill"] == alarm()["drill"]
    assert load(body).drill.difficulty == 4


def test_seconds_cues_and_checklist_can_be_changed_in_the_form(
    library: LibraryPage, trainer: Person, browse: Browse
) -> None:
    page = published_page(library, alarm(), slug="alarm")
    changed = {
        field_of(page, "level", "standard-by"): "25",
        field_of(page, "steps", "standard-critical"): "on",
        "target_seconds": "200",
        "cues-0-value-hidden": "2",
        "expected-1-value-text": "（模擬）打 110",
    }
    press_publish(browse(trainer), page, **changed)
    body = Edition.objects.get(work=page.translation_key, number=2).read()
    drill = body["drill"]
    assert drill["standards"][0] == {"node": "level", "by": 25, "critical": True}
    assert [each["critical"] for each in drill["standards"]] == [True, True, True, False]
    assert (drill["target_seconds"], drill["cues"][0]["hidden"]) == (200, 2)
    assert drill_texts(body, "zh-Hant")["calls"] == "（模擬）打 110"


BREAKS: dict[str, tuple[tuple[str, ...], Any, tuple[str, str | None], str]] = {
    "seconds that fall": (("report", "standard-by"), "90", ("drill_time", "report"), "請讓秒數愈後面愈大"),
    "later than the whole": (("report", "standard-by"), "300", ("drill_time", "report"), "比整場演練的 180 秒還久"),
    "no channel": (("channel", "standard-role"), "", ("drill_lacks", None), "請在那一題的「演練」裡選「要找誰」"),
    "two reports": (("steps", "standard-role"), "report", ("drill_twice", "report"), "請改回「一般題目」"),
    "a hotline": (("call", "text"), "打 [[police]]", ("hotline_in_drill", "call"), "演練裡不放能撥出去的電話"),
    "nothing that harms": (("steps", "options-0-value-mark"), "wrong", ("drill_lacks", None), "標出會傷人的選項"),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_an_error_refuses_publication_and_leads_to_the_step(
    library: LibraryPage, trainer: Person, browse: Browse, broken: str
) -> None:
    place, value, found, said = BREAKS[broken]
    page = published_page(library, alarm(), slug="alarm")
    html = press_publish(browse(trainer), page, **{field_of(page, *place): value})
    assert "還沒有發布，草稿已經存好" in html
    assert said in html
    assert found in told(DrillPage.objects.get(pk=page.pk).get_latest_revision_as_object())
    if found[1]:
        assert f'data-go-node="{found[1]}"' in html
    assert Edition.objects.filter(work=page.translation_key).count() == 1


def test_a_line_without_words_is_led_to_as_well(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page = published_page(library, alarm(), slug="alarm")
    html = press_publish(browse(trainer), page, **{"expected-0-value-text": ""})
    assert "演練的第 1 個檢核項目還沒有文字" in html
    assert 'data-go-node="nods"' in html


def test_a_new_drill_begins_with_what_every_drill_has() -> None:
    page = DrillPage(title="演練：新的", summary="", minutes=5)
    body = compile_script(page)
    assert [node["id"] for node in body["nodes"]] == [
        *("alert", "level", "channel", "steps", "order", "report", "call", "end_good")
    ]
    assert [(each["node"], each["by"]) for each in body["drill"]["standards"]] == [
        *(("level", 60), ("channel", 120), ("steps", 150), ("report", 240))
    ]
    assert (body["drill"]["channel"], body["drill"]["report"]) == ("channel", "report")
    assert [body["texts"]["zh-Hant"][f"report.{slot}.text"] for slot in FIVE_LINES] == list(FIVE_LINES.values())


def test_what_a_new_drill_still_lacks_is_said(library: LibraryPage) -> None:
    page = DrillPage(title="演練：新的", slug="new", locale=library.locale, live=False)
    library.add_child(instance=page)
    codes = {code for code, _ in told(page)}
    assert codes == {"text_missing", "drill_lacks", "level_good", "unscorable"}


def test_two_new_drills_have_blocks_of_their_own() -> None:
    first, second = ({block["id"] for block in first_steps()} for _ in range(2))
    assert first & second == set()


def test_the_form_for_a_new_drill_shows_its_steps(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    client, add = browse(trainer), reverse("wagtailadmin_pages:add", args=["content", "drillpage", library.pk])
    assert add in client.get("/studio/").content.decode()
    html = client.get(add).content.decode()
    assert "整場幾秒內做完" in html
    # The steps stand in the page as data for the editor's script.
    assert all(json.dumps(word)[1:-1] in html for word in ("看到、聽到什麼", "幾秒內要答對"))


def test_a_draft_is_played_as_a_drill(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    page, client = script_page(library, alarm(), slug="alarm"), browse(trainer)
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(preview, form_of(page)).json()["is_valid"]
    config = config_of(client.get(preview).content.decode())
    outcome = rehearsed(client, config["outcome_url"], perfect(load(compile_script(page)))).json()
    assert (config["view"]["format"], config["view"]["kind"]) == (3, "drill")
    assert (outcome["phase"], outcome["passed"], outcome["score"]) == ("ended", True, 11)


def test_a_translation_has_the_cues_and_the_checklist_too(library: LibraryPage) -> None:
    page, english = published_page(library, alarm(), slug="alarm"), Locale.objects.get(language_code="en")
    translate_object(page, [english])
    for segment in TranslationSource.objects.get_for_instance(page).stringsegment_set.select_related("context"):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=english,
            data=f"EN {segment.string.data}",
            translation_type="manual",
        )
    Translation.objects.get(source__object_id=page.translation_key).save_target(publish=False)
    page.get_translation(english).get_latest_revision().publish()
    body = Work.objects.get(pk=page.translation_key).current.read()
    expected = {name: f"EN {name}。" for name in ("hand", "blood", "nods", "calls")}
    assert (drill_texts(body, "en"), body["drill"]) == (expected, alarm()["drill"])


def test_a_course_offers_no_drill(library: LibraryPage, trainer: Person, browse: Browse) -> None:
    published_page(library, alarm(), slug="alarm")
    types = "content.lessonpage,content.scenariopage"
    url = reverse("wagtailadmin_choose_page_child", args=[library.pk])
    html = browse(trainer).get(url, {"page_type": types}).json()["html"]
    assert reverse("wagtailadmin_pages:edit", args=[DrillPage.objects.get().pk]) not in html
