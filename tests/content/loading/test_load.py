"""The data files in the studio."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Page, Site
from wagtail_localize.models import StringTranslation, Translation

from content.actions.change_hotlines import WrongHotline, save_hotline
from content.actions.open_library import open_library
from content.actions.publish import CannotPublish
from content.actions.withdraw import withdraw
from content.checking import check
from content.loading.files import DATA, courses, hotlines_body, key_of, scripts
from content.loading.load import load_content
from content.models import CoursePage, Edition, LearnerView, LibraryPage, MachineDraft, ScenarioPage, Work
from content.queries import view_of
from content.script import canonical
from content.translating import finished_translations
from courses.models import Assignment
from tests.content.data_files import LANGS
from tests.factories.people import ChainFactory, person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("loaded"),
    pytest.mark.xdist_group("loaded"),
    # Loading everything takes its time where others work on the same machine.
    pytest.mark.timeout(600),
]

AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)

TABLES = [
    *apps.get_app_config("content").get_models(),
    *apps.get_app_config("wagtailcore").get_models(),
    *apps.get_app_config("wagtail_localize").get_models(),
    *apps.get_app_config("outbox").get_models(),
    *apps.get_app_config("people").get_models(),
]


def counted() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in TABLES}


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The data files, loaded once for this module; each test's own changes are rolled back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_content", "--at", AT.isoformat(), verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data files that a test may change."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def test_an_edition_of_a_data_file_is_the_file() -> None:
    for script in scripts():
        body = Edition.objects.get(work_id=script.key).read()
        assert body.pop("work") == str(script.key)
        assert canonical(body) == canonical(script.body)


def test_a_page_compiles_to_its_data_file() -> None:
    for script in scripts():
        page = Page.objects.get(translation_key=script.key, locale__language_code="zh-hant").specific
        assert canonical(check(page, finished_translations(page)).body) == canonical(script.body)


def test_each_work_has_one_edition_with_all_its_languages() -> None:
    views = LearnerView.objects.exclude(lang="*").values_list("edition__work__kind", "lang")
    # And the hotlines.
    assert Edition.objects.count() == Work.objects.count() == len([*scripts(), *courses()]) + 1
    assert sorted(views) == sorted((script.body["kind"], lang) for script in scripts() for lang in LANGS)


def test_the_course_orders_its_works() -> None:
    course = next(courses())
    body = Work.objects.get(pk=course.key).current.read()
    assert [entry["work"] for entry in body["works"]] == [str(key_of(slug)) for slug in course.works]
    assert body["pass"] == {"need": "all"}
    assert body["texts"]["en"]["title"] == course.titles["en"]


def test_remedies_lead_to_no_certificate_and_are_assigned_to_nobody() -> None:
    certifying = Work.objects.certifying()
    assert [work.pk for work in certifying] == [key_of("frontline-care")]
    others = Work.objects.filter(kind="course").exclude(pk__in=certifying)
    assert {work.pk for work in others} == {key_of(f"remedy-{name}") for name in ("empathy", "privacy", "reporting")}
    assert not Assignment.objects.exists()


def test_the_hotlines_have_their_own_edition() -> None:
    body = Work.objects.get(kind="hotlines").current.read()
    assert body["entries"] == hotlines_body()["entries"]


def test_loading_again_adds_no_row() -> None:
    before = counted()
    # And the hotlines, and the facts.
    assert [each.changed for each in load_content()] == [False] * (len([*scripts(), *courses()]) + 2)
    assert counted() == before


def test_a_trainers_change_stands_when_the_file_did_not_change() -> None:
    page = ScenarioPage.objects.get(translation_key=key_of("lost-elder"), locale__language_code="zh-hant")
    page.title = "阿公走失了"
    page.save_revision().publish()
    load_content()
    page.refresh_from_db()
    assert page.title == "阿公走失了"
    assert Work.objects.get(pk=key_of("lost-elder")).title() == "阿公走失了"


def test_a_changed_file_makes_a_new_edition_of_that_work_only(data: Path) -> None:
    file = data / "scripts/lost-elder/en.toml"
    file.write_text(file.read_text().replace('title = "', 'title = "Newly: ', 1))
    changed = [each.title for each in load_content(data=data) if each.changed]
    work = Work.objects.get(pk=key_of("lost-elder"))
    assert changed == [work.title()]
    assert work.current.number == 2
    assert work.title("en").startswith("Newly: ")
    assert [other.current.number for other in Work.objects.exclude(pk=work.pk)] == [1] * (Work.objects.count() - 1)


def draft_in(data: Path, slug: str = "lost-elder", lang: str = "id", mark: str = "machine_draft = true") -> Path:
    """A translation into a further language, English with a mark at its head."""
    english = (data / f"scripts/{slug}/en.toml").read_text()
    file = data / f"scripts/{slug}/{lang}.toml"
    file.write_text(f"{mark}\n{english}")
    return file


def test_a_machines_draft_is_marked_in_the_edition_and_in_its_view_only(data: Path) -> None:
    draft_in(data)
    load_content(data=data)
    work = Work.objects.get(pk=key_of("lost-elder"))
    views = {view.lang: json.loads(bytes(view.body)) for view in work.current.learner_views.all()}
    assert (work.current.number, "id" in work.current.read()["drafts"]) == (2, True)
    assert (views["id"]["draft"], views["id"]["title"]) == (True, views["en"]["title"])
    assert "draft" not in views["zh-Hant"] | views["en"]


def test_what_a_native_reader_has_read_is_no_draft_any_more(data: Path) -> None:
    file = draft_in(data)
    load_content(data=data)
    before = Work.objects.get(pk=key_of("lost-elder")).current
    file.write_text(file.read_text().removeprefix("machine_draft = true\n"))
    load_content(data=data)
    after = Work.objects.get(pk=key_of("lost-elder")).current
    assert (after.number, after.structure_sha256) == (3, before.structure_sha256)
    assert "id" not in after.read().get("drafts", [])
    assert not MachineDraft.objects.filter(key=key_of("lost-elder"), lang="id").exists()


def test_where_a_file_is_missing_the_work_has_one_language_less_and_phones_get_the_source(data: Path) -> None:
    shutil.copytree(data / "scripts/lost-elder", data / "scripts/second-elder")
    (data / "scripts/second-elder/id.toml").unlink()
    changed = [each.changed for each in load_content(data=data)]
    assert changed.count(True) == 1
    kept = view_of(Work.objects.get(pk=key_of("second-elder")).current_id, "id", None)
    assert kept is not None
    assert kept.lang == "zh-Hant"


def test_a_course_says_which_of_its_texts_a_machine_wrote(data: Path) -> None:
    file = data / "courses/frontline-care.toml"
    file.write_text('machine_drafts = ["en"]\n' + re.sub(r"(?m)^machine_drafts = .*\n", "", file.read_text()))
    load_content(data=data)
    assert Work.objects.get(pk=key_of("frontline-care")).current.read()["drafts"] == ["en"]


def test_hotlines_say_which_of_their_texts_a_machine_wrote(data: Path) -> None:
    file = data / "hotlines.toml"
    file.write_text(re.sub(r"(?m)^machine_drafts = .*\n", 'machine_drafts = ["en", "xx"]\n', file.read_text()))
    load_content(data=data)
    entries = Work.objects.get(kind="hotlines").current.read()["entries"]
    assert {tuple(each["drafts"]) for each in entries} == {("en",)}


@pytest.mark.parametrize("chained", [False, True])
def test_libraries_from_before_get_the_languages_that_are_new(chained: bool) -> None:
    chain = ChainFactory() if chained else None
    library = open_library(chain=chain)
    before = counted()
    for page in library.get_translations().get(locale__language_code="id").get_descendants(inclusive=True)[::-1]:
        page.specific.delete()
    load_content()
    load_content()
    fresh = library.get_translations().get(locale__language_code="id")
    assert (fresh.live, LibraryPage.objects.count()) == (True, before["content.LibraryPage"])
    trainers = fresh.group_permissions.filter(group=fresh.trainers).values_list("permission__codename", flat=True)
    assert {"add_page", "publish_page"} <= set(trainers)


def test_a_file_with_an_error_loads_nothing(data: Path) -> None:
    file = data / "scripts/lost-elder/script.json"
    body = json.loads(file.read_text())
    body["nodes"][0]["to"] = "nowhere"
    file.write_text(json.dumps(body))
    before = counted()
    with pytest.raises(CannotPublish, match="nowhere"):
        load_content(data=data)
    assert counted() == before


def test_a_lesson_that_is_not_one_step_after_another_loads_nothing(data: Path) -> None:
    file = data / "scripts/privacy-basics/script.json"
    body = json.loads(file.read_text())
    body["nodes"][0]["to"] = body["nodes"][2]["id"]
    file.write_text(json.dumps(body))
    before = counted()
    with pytest.raises(CannotPublish, match="一步接一步"):
        load_content(data=data)
    assert counted() == before


def test_trainers_see_the_english_as_a_finished_translation() -> None:
    done = [translation.get_progress() for translation in Translation.objects.all()]
    assert all(total == translated > 0 for total, translated in done)
    assert StringTranslation.objects.filter(has_error=True).count() == 0


def test_all_loaded_content_awaits_expert_review() -> None:
    assert set(ScenarioPage.objects.values_list("review", flat=True)) == {"draft"}
    assert CoursePage.objects.first().get_admin_display_title().endswith("（草稿，待專家審閱）")


def test_the_welcome_page_goes_and_the_site_shows_the_library() -> None:
    assert [site.root_page.specific for site in Site.objects.all()] == [
        LibraryPage.objects.get(chain=None, locale__language_code="zh-hant")
    ]
    assert set(Page.objects.filter(depth=2).values_list("content_type__model", flat=True)) == {"librarypage"}


def test_the_command_gives_editions_the_time_it_is_told() -> None:
    assert set(Edition.objects.values_list("published_at", flat=True)) == {AT}


def hotline(key: str) -> dict[str, Any]:
    entries = Work.objects.get(kind="hotlines").current.read()["entries"]
    return next(entry for entry in entries if entry["key"] == key)


def edit_file(data: Path, key: str, number: str, day: str) -> None:
    """The next release's file says another number for one hotline."""
    file = data / "hotlines.toml"
    before, _, after = file.read_text().partition(f"[hotlines.{key}]")
    after = re.sub(r'number = "[^"]+"', f'number = "{number}"', after, count=1)
    after = re.sub(r'last_verified = "[^"]+"', f'last_verified = "{day}"', after, count=1)
    file.write_text(f"{before}[hotlines.{key}]{after}")


def at_the_desk(key: str, number: str) -> None:
    said = {**hotline(key), "number": number}
    base = Work.objects.get(kind="hotlines").current_id
    save_hotline(entry=said, new=False, base=base, by=person(None), at=datetime(2026, 11, 20, 4, tzinfo=UTC))


def test_what_an_operator_said_stands_against_the_file(data: Path) -> None:
    at_the_desk("police", "111")
    load_content(data=data)
    assert hotline("police")["number"] == "111"
    edit_file(data, "police", "112", "2026-11-20")
    load_content(data=data)
    assert hotline("police")["number"] == "111"


def test_a_file_that_was_verified_after_the_operator_said_it_wins(data: Path) -> None:
    at_the_desk("police", "111")
    edit_file(data, "police", "112", "2026-11-21")
    load_content(data=data)
    assert hotline("police")["number"] == "112"
    assert hotline("city")["number"] == "1999"


def test_a_list_that_an_operator_took_back_does_not_come_back(data: Path) -> None:
    edit_file(data, "police", "112", "2026-11-21")
    load_content(data=data)
    withdraw(edition=Work.objects.get(kind="hotlines").current, because="打錯了", by=None)
    load_content(data=data)
    assert hotline("police")["number"] == "110"


@pytest.mark.parametrize(("number", "day"), [("11O", "2026-01-22"), ("110", "2999-01-01")])
def test_the_file_is_judged_like_the_desk(data: Path, number: str, day: str) -> None:
    edit_file(data, "police", number, day)
    with pytest.raises(WrongHotline):
        load_content(data=data)
    assert hotline("police")["last_verified"] == "2026-01-22"
