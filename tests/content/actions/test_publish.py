"""Publishing: page and edition together, or neither."""

import uuid
from datetime import UTC, datetime

import pytest

from attempts.actions import append, begin
from attempts.actions.append import Incoming
from attempts.models import Attempt
from attempts.purposes import purpose
from content.actions.publish import CannotPublish
from content.actions.withdraw import withdraw
from content.models import Edition, LibraryPage, ScenarioPage, Work
from people.models import Chain, Person
from tests.factories.content import GOOD, scenario_body
from tests.factories.pages import course_page, lesson_body, open_library, published_page, script_page
from tests.factories.people import LONG_AGO, person

pytestmark = pytest.mark.django_db


def changed(body: dict, **texts: str) -> dict:
    body["texts"]["zh-Hant"] |= texts
    return body


def test_it_works(library: LibraryPage, trainer: Person) -> None:
    page = script_page(library)
    page.get_latest_revision().publish(user=trainer)
    work = Work.objects.get(pk=page.translation_key)
    body = work.current.read()
    assert (work.kind, work.owner, work.current.number, work.current.published_by) == ("scenario", None, 1, trainer)
    assert body["texts"] == {"zh-Hant": scenario_body()["texts"]["zh-Hant"]}
    assert body["nodes"] == scenario_body()["nodes"]


def test_a_lesson_goes_on_to_the_next_block(library: LibraryPage) -> None:
    page = published_page(library, lesson_body(), slug="lesson")
    assert Work.objects.get(pk=page.translation_key).current.read()["nodes"] == lesson_body()["nodes"]


def test_a_chains_page_makes_a_work_of_the_chain(hotlines: Work, chain: Chain) -> None:
    page = published_page(open_library(chain=chain))
    assert Work.objects.get(pk=page.translation_key).owner == chain


def test_publishing_the_same_again_is_the_same_edition(library: LibraryPage) -> None:
    page = published_page(library)
    page.save_revision().publish()
    assert Edition.objects.filter(work=page.translation_key).count() == 1


def test_an_edition_carries_the_time_it_is_told(library: LibraryPage) -> None:
    page = script_page(library)
    page.publish(page.get_latest_revision(), at=LONG_AGO)
    assert Edition.objects.get(work=page.translation_key).published_at == LONG_AGO


def test_an_error_publishes_neither_page_nor_edition_and_keeps_the_draft(library: LibraryPage) -> None:
    body = scenario_body()
    body["nodes"][0]["to"] = "nowhere"
    page = script_page(library, body)
    with pytest.raises(CannotPublish) as refusal:
        page.get_latest_revision().publish()
    assert next((each.code, each.node) for each in refusal.value.findings) == ("missing_target", "intro")
    page.refresh_from_db()
    assert (page.live, Work.objects.filter(pk=page.translation_key).count()) == (False, 0)
    assert page.get_latest_revision_as_object().nodes[0].value["to"] == "nowhere"


def test_a_broken_draft_of_a_live_page_leaves_what_is_live(library: LibraryPage) -> None:
    page = published_page(library)
    page.nodes[1].value["text"] = ""
    page.title = "改壞了"
    with pytest.raises(CannotPublish, match="n1"):
        page.save_revision().publish()
    assert ScenarioPage.objects.get(pk=page.pk).title == "迷路的長者"
    assert Work.objects.get(pk=page.translation_key).title() == "迷路的長者"


def test_unpublishing_and_deleting_leave_editions(library: LibraryPage) -> None:
    page = published_page(library)
    page.unpublish()
    page.delete()
    assert Work.objects.get(pk=page.translation_key).current.number == 1


def test_a_withdrawn_content_cannot_come_back_unchanged(library: LibraryPage, trainer: Person) -> None:
    page = published_page(library)
    withdraw(edition=Edition.objects.get(work=page.translation_key), because="專線寫錯了", by=trainer)
    with pytest.raises(CannotPublish, match="撤回"):
        page.save_revision().publish()
    page.nodes[1].value["text"] = "換一個說法。"
    page.save_revision().publish()
    assert Work.objects.get(pk=page.translation_key).current.number == 2


def test_a_page_moved_to_another_library_is_refused(library: LibraryPage, chain: Chain) -> None:
    page = published_page(library)
    page.move(open_library(chain=chain), pos="last-child")
    moved = ScenarioPage.objects.get(pk=page.pk)
    with pytest.raises(CannotPublish, match="街燈計畫"):
        moved.save_revision().publish()


def test_an_open_attempt_ends_on_the_edition_it_began_with(library: LibraryPage) -> None:
    purpose("test-rehearsal")(lambda person, subject, edition: True)
    page, clerk, attempt = published_page(library), person(None), uuid.uuid4()
    old = Work.objects.get(pk=page.translation_key).current
    begin(attempt_id=attempt, person=clerk, edition_sha256=old.pk, purpose="test-rehearsal:1")
    page.nodes[1].value["choices"][1]["quality"] = "critical"
    page.save_revision().publish()
    at = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    steps = [Incoming(uuid.uuid4(), seq, node, answer, at, at, 900) for seq, (node, answer) in enumerate(GOOD, 1)]
    append(attempt_id=attempt, person=clerk, steps=steps)
    ended = Attempt.objects.get(pk=attempt)
    assert Work.objects.get(pk=page.translation_key).current.number == 2
    assert (ended.edition_id, ended.state, ended.passed) == (old.pk, "ended", True)


def test_a_course_lists_its_works_by_their_ids(library: LibraryPage) -> None:
    lesson, scenario = published_page(library, lesson_body(), slug="lesson"), published_page(library)
    page = course_page(library, lesson, scenario)
    page.get_latest_revision().publish()
    body = Work.objects.get(pk=page.translation_key).current.read()
    assert body["works"] == [{"work": str(lesson.translation_key)}, {"work": str(scenario.translation_key)}]
    assert (body["pass"], body["minutes"], body["validity_months"]) == ({"need": "all"}, 6, 12)


def test_a_course_says_that_it_leads_to_no_certificate_only_where_it_does_not(library: LibraryPage) -> None:
    page = course_page(library, published_page(library))
    page.get_latest_revision().publish()
    work = Work.objects.get(pk=page.translation_key)
    assert (work.certifies, "certifies" in work.current.read()) == (True, False)
    page.certifies = False
    page.save_revision().publish()
    work = Work.objects.select_related("current").get(pk=page.translation_key)
    assert (work.certifies, work.current.read()["certifies"], work.current.number) == (False, False, 2)
    assert work not in Work.objects.certifying()


@pytest.mark.parametrize(("need", "publish", "code"), [(None, False, "no_edition"), (2, True, "impossible_rule")])
def test_a_course_that_nobody_could_take_is_refused(
    library: LibraryPage, need: int | None, publish: bool, code: str
) -> None:
    scenario = published_page(library) if publish else script_page(library)
    page = course_page(library, scenario, need=need)
    with pytest.raises(CannotPublish) as refusal:
        page.get_latest_revision().publish()
    assert [each.code for each in refusal.value.findings] == [code]


def test_a_course_of_nothing_or_of_the_same_twice_is_refused(library: LibraryPage) -> None:
    scenario = published_page(library)
    for works, code in (((), "no_works"), ((scenario, scenario), "duplicate_work")):
        page = course_page(library, *works, slug=code.replace("_", "-"))
        with pytest.raises(CannotPublish) as refusal:
            page.get_latest_revision().publish()
        assert [each.code for each in refusal.value.findings] == [code]


def test_a_course_of_another_chains_work_is_refused(library: LibraryPage, chain: Chain) -> None:
    foreign = published_page(open_library(chain=chain))
    page = course_page(library, foreign)
    with pytest.raises(CannotPublish, match="不屬於這個教材庫"):
        page.get_latest_revision().publish()
