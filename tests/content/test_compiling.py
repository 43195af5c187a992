"""From a page to a body: what is said, what is left out, and in which format."""

from collections.abc import Callable
from typing import Any

import pytest

from content.blocks.scripts import ScenarioNodes
from content.checking import check
from content.compiling import compile_script, texts_of
from content.loading.files import scripts
from content.models import LibraryPage
from content.script import structure_sha
from tests.factories.content import scenario_body
from tests.factories.kinds import every_kind, every_kind_of_lesson
from tests.factories.pages import lesson_body, page_of

pytestmark = pytest.mark.django_db
Body = dict[str, Any]
Change = Callable[[Any], None]


def node(page: Any, name: str) -> Any:
    """What a trainer wrote in one step; a pool's questions are steps too."""
    steps = [block.value for block in page.nodes]
    steps += [question.value for step in steps for question in step.get("questions", ())]
    return next(step for step in steps if step["node_id"] == name)


def parts_of(step: Any) -> list[Any]:
    """What stands in a step with an id of its own."""
    return [part for name in ("choices", "options", "items", "slots", "accept") for part in step.get(name, ())]


def compiled(page: Any, name: str) -> Body:
    return next(each for each in compile_script(page)["nodes"] if each["id"] == name)


def test_the_shipped_scripts_keep_their_structure_and_its_number() -> None:
    for script in scripts():
        made = compile_script(page_of(script.body))
        assert made["format"] == script.body["format"]
        assert structure_sha(made) == structure_sha(script.body)


def test_a_page_that_was_stored_before_format_2_says_what_it_said() -> None:
    page = page_of(scenario_body())
    before, stored = compile_script(page), _older(page.nodes.get_prep_value())
    page.nodes = page.nodes.stream_block.to_python(stored)
    assert compile_script(page) == before


def _older(stored: Any) -> Any:
    """What lay in the database before there were clocks, conditions and ways past."""
    if isinstance(stored, list):
        return [_older(each) for each in stored]
    if isinstance(stored, dict):
        newer = ("timer", "skip", "guard", "effects", "branches")
        return {name: _older(value) for name, value in stored.items() if name not in newer}
    return stored


def _a_clock(page: Any) -> None:
    node(page, "n1")["timer"]["seconds"] = 30


def _a_way_past(page: Any) -> None:
    node(page, "intro")["skip"] = "n2"


def _a_counter(page: Any) -> None:
    page.counters = page.counters.stream_block.to_python(
        [{"type": "counter", "id": "1", "value": {"counter_id": "c1", "name": "信任", "start": 0, "min": 0, "max": 3}}]
    )


@pytest.mark.parametrize("change", [_a_clock, _a_way_past, _a_counter])
def test_what_is_new_makes_it_format_2(change: Change) -> None:
    page = page_of(scenario_body())
    assert compile_script(page)["format"] == 1
    change(page)
    assert compile_script(page)["format"] == 2


def test_a_name_for_a_counter_stays_in_the_studio() -> None:
    page = page_of(scenario_body())
    _a_counter(page)
    assert compile_script(page)["counters"] == [{"id": "c1", "start": 0, "min": 0, "max": 3}]


def test_without_seconds_there_is_no_clock_and_nothing_said_of_it() -> None:
    page = page_of(every_kind())
    node(page, "sort")["timer"]["seconds"] = None
    assert "timer" not in compiled(page, "sort")
    assert "sort.timeout.feedback" not in texts_of(page)


def test_what_nobody_can_do_wrong_has_no_harm_to_tell() -> None:
    page = page_of(every_kind())
    node(page, "say")["avoid"] = " \n"
    for option in node(page, "tick")["options"]:
        option["mark"] = "right"
    for item in node(page, "tell")["items"]:
        item["harm"].clear()
    for name in ("say", "tick", "tell"):
        assert "harm" not in compiled(page, name)["results"]
        assert f"{name}.harm.feedback" not in texts_of(page)


def test_without_its_tick_partly_right_is_wrong() -> None:
    page = page_of(every_kind())
    node(page, "say")["results"]["partly"]["counts"] = False
    assert set(compiled(page, "say")["results"]) == {"right", "wrong", "harm"}
    assert "say.partly.feedback" not in texts_of(page)


def test_words_are_taken_line_by_line() -> None:
    page = page_of(every_kind())
    node(page, "say")["accept"][0]["words"] = " 坐一下 \r\n\r\n坐著休息\n"
    assert compiled(page, "say")["accept"][0]["words"] == ["坐一下", "坐著休息"]


def test_a_pools_questions_lead_back_to_it_and_it_leads_on() -> None:
    body = compile_script(page_of(every_kind_of_lesson()))
    pool = next(each for each in body["nodes"] if each["kind"] == "pool")
    assert (pool["of"], pool["draw"], pool["to"]) == (["q1", "q2", "q3"], 2, "end")
    asked = [each for each in body["nodes"] if each["id"] in pool["of"]]
    assert {choice["to"] for each in asked for choice in each["choices"]} == {"check"}


def test_an_option_may_be_called_like_a_result() -> None:
    body = scenario_body()
    choice = body["nodes"][1]["choices"][0]
    choice["id"] = "harm"
    texts = body["texts"]["zh-Hant"]
    texts |= {"n1.harm.text": "先看著他", "n1.harm.feedback": "他等不到人。"}
    del texts["n1.a.text"], texts["n1.a.feedback"]
    assert texts_of(page_of(body))["n1.harm.feedback"] == "他等不到人。"


@pytest.mark.parametrize("kind", sorted(ScenarioNodes().child_blocks))
def test_a_step_that_was_only_just_put_in_is_told_what_it_lacks(library: LibraryPage, kind: str) -> None:
    page = page_of(scenario_body())
    block = page.nodes.stream_block.child_blocks[kind]
    value = block.get_default()
    value["node_id"] = "new"
    for letter, part in zip("abcdefgh", parts_of(value), strict=False):
        part["choice_id"] = letter  # as the editor's script does
    page.nodes.append((kind, value))
    found = check(page).errors
    assert {finding.node for finding in found} == {"new"}
    codes = {finding.code for finding in found}
    assert codes == {"malformed"} if kind == "number" else "malformed" not in codes


def test_a_number_left_open_is_told_in_the_words_of_the_form(library: LibraryPage) -> None:
    page = page_of(every_kind())
    node(page, "count")["low"] = None
    assert [finding.message for finding in check(page).errors] == ["步驟「count」少了「對的最小值」，請補上。"]


@pytest.mark.parametrize("made", [every_kind, every_kind_of_lesson, scenario_body, lesson_body])
def test_what_the_factories_make_can_be_published(library: LibraryPage, made: Callable[[], Body]) -> None:
    assert check(page_of(made())).errors == []
