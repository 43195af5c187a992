"""The script editor in a browser: names fill themselves in, links follow, findings stand where they are mended."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import studio
from tests.e2e.site import Site

DESK = {"width": 1440, "height": 900}
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300), pytest.mark.xdist_group("e2e")]

TARGETS = "() => [...document.querySelectorAll('[data-script-target]')].map((field) => field.value)"
LETTERS = """(name) => [...[...document.querySelectorAll('[data-script-node]')].find((field) => field.value === name)
  .closest('[data-streamfield-child]').querySelectorAll('[data-script-choice]')].map((field) => field.value)"""
DUPLICATE = """(name) => [...document.querySelectorAll('[data-script-node]')].find((field) => field.value === name)
  .closest('[data-streamfield-child]').querySelector('[data-streamfield-action=DUPLICATE]').click()"""


@pytest.fixture
def editor(site: Site, open_as: Callable[..., Page]) -> Page:
    """The editor of 要看監視器, opened by a trainer; what is typed is not saved, for the other tests."""
    page = open_as("trainer", viewport=DESK)
    page.route("**/edit/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    studio.open_editor(page, site.url, "要看監視器")
    page.wait_for_function("document.querySelectorAll('[data-script-select]').length > 10")
    return page


def test_a_new_question_is_named_with_its_two_options_and_can_be_led_to(editor: Page) -> None:
    new = studio.add_step(editor, "選擇題")
    assert new == "n7"
    assert editor.evaluate(LETTERS, new) == ["a", "b"]
    options = editor.locator("[data-script-select]").first.locator("option")
    expect(options.filter(has_text="n7")).to_have_count(1)


def test_what_is_to_be_sorted_chooses_among_the_lines_as_they_are_written(editor: Page) -> None:
    new = studio.add_step(editor, "配對題")
    assert editor.evaluate(LETTERS, new) == ["a", "b", "c", "d"]
    studio.fill(editor, studio.field_of(editor, new, "slots-1-value-text"), "不寫進通報")
    slot = editor.locator(f'[name="{studio.field_of(editor, new, "items-0-value-slot")}"] + select')
    expect(slot.locator("option")).to_have_text(["（還沒選）", "1．", "2．不寫進通報"])
    slot.select_option(index=2, force=True)
    assert editor.locator(f'[name="{studio.field_of(editor, new, "items-0-value-slot")}"]').input_value() == "b"


def test_a_question_in_a_pool_is_named_and_nothing_leads_to_it(editor: Page) -> None:
    pool = studio.add_step(editor, "題庫")
    question = studio.add_step(editor, "排序題", studio.field_of(editor, pool, "questions"))
    assert (pool, question) == ("n7", "n8")
    assert editor.evaluate(LETTERS, question) == ["a", "b", "c"]
    options = editor.locator("[data-script-select]").first.locator("option")
    expect(options.filter(has_text="n7 題庫，抽 3 題")).to_have_count(1)
    expect(options.filter(has_text="n8")).to_have_count(0)


def test_conditions_are_asked_for_once_something_is_counted(editor: Page) -> None:
    conditions = editor.locator("[data-contentpath=effects]").first
    assert not conditions.evaluate("(field) => getComputedStyle(field).display !== 'none'")
    studio.add_item(editor, "counters")
    editor.wait_for_function("document.querySelector('form.script-counts')")
    assert conditions.evaluate("(field) => getComputedStyle(field).display !== 'none'")
    assert editor.evaluate("() => [...document.querySelectorAll('[data-script-counter]')].map((f) => f.value)") == [
        "c1"
    ]


def test_a_duplicate_gets_a_name_of_its_own(editor: Page) -> None:
    before = editor.evaluate(studio.NAMES)
    editor.evaluate(DUPLICATE, "n2")
    editor.wait_for_function(
        "(count) => document.querySelectorAll('[data-script-node]').length > count", arg=len(before)
    )
    editor.wait_for_timeout(300)
    after = editor.evaluate(studio.NAMES)
    assert sorted(after) == sorted([*before, "n7"])
    assert after.index("n2") < after.index("n7")


def test_what_leads_to_a_step_follows_its_new_name(editor: Page) -> None:
    before = editor.evaluate(TARGETS)
    studio.fill(editor, studio.field_of(editor, "n3", "node_id"), "reporter")
    editor.wait_for_timeout(300)
    assert editor.evaluate(TARGETS) == ["reporter" if target == "n3" else target for target in before]


def test_a_link_that_is_cut_is_told_at_its_step_and_once_mended_no_more(editor: Page) -> None:
    editor.unroute("**/edit/")
    editor.wait_for_timeout(2000)  # the editor takes what stands there at first for the saved state
    target = studio.field_of(editor, "n1", "choices-0-value-to")
    was = studio.fill(editor, target, "")
    expect(editor.locator(".findings__sum")).to_contain_text("還不能發布", timeout=15000)
    expect(editor.locator(".script-said--error").first).to_contain_text("沒有下一步")
    studio.fill(editor, target, was)
    expect(editor.locator(".findings__sum")).to_contain_text("可以發布", timeout=15000)
    expect(editor.locator(".script-said--error")).to_have_count(0)


def test_the_preview_beside_the_form_is_the_player(editor: Page) -> None:
    editor.locator("[data-side-panel-toggle=preview]").first.click()
    player = editor.frame_locator("iframe[title]").first
    expect(player.get_by_text("試玩：不會留下紀錄")).to_be_visible(timeout=20000)
    expect(player.locator("#scene").get_by_role("heading", name="要看監視器")).to_be_visible()
