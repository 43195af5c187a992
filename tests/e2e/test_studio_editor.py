"""The script editor in a browser: names fill themselves in, links follow, findings stand where they are mended."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import studio
from tests.e2e.signing_in import at_home
from tests.e2e.site import Site

DESK = {"width": 1440, "height": 900}
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300), pytest.mark.xdist_group("e2e")]

TARGETS = "() => [...document.querySelectorAll('[data-script-target]')].map((field) => field.value)"
LETTERS = """(name) => [...[...document.querySelectorAll('[data-script-node]')].find((field) => field.value === name)
  .closest('[data-streamfield-child]').querySelectorAll('[data-script-choice]')].map((field) => field.value)"""
DUPLICATE = """(name) => [...document.querySelectorAll('[data-script-node]')].find((field) => field.value === name)
  .closest('[data-streamfield-child]').querySelector('[data-streamfield-action=DUPLICATE]').click()"""


UNLIKE = """() => {
  const names = [...document.querySelectorAll('[data-script-node]')].map((field) => field.value);
  return names.every(Boolean) && new Set(names).size === names.length;
}"""
NOWHERE = "(name) => [...document.querySelectorAll('[data-script-target]')].every((field) => field.value !== name)"


@pytest.fixture(scope="module")
def editor(site: Site, browser: Browser) -> Iterator[Page]:
    """The editor of 要看監視器, opened by a trainer, for all tests that only write in it: nothing is saved, and each
    looks at its own writing, whatever stands there by then."""
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    page = at_home(context, site.url, site.session_of("trainer"))
    page.route("**/edit/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    opened(page, site)
    yield page
    context.close()


@pytest.fixture
def fresh(site: Site, open_as: Callable[..., Page]) -> Page:
    """The same as it was saved, and saving."""
    return opened(open_as("trainer", viewport=DESK), site)


def opened(page: Page, site: Site) -> Page:
    page.goto(f"{site.url}/studio/pages/{site.backstage.ask('page', title='要看監視器')}/edit/")
    page.wait_for_function("document.querySelectorAll('[data-script-select]').length > 10")
    return page


def next_name(page: Page, more: int = 1) -> str:
    """The name that a new step is given; with `more` the one after so many."""
    return f"n{max(int(name[1:]) for name in page.evaluate(studio.NAMES) if re.fullmatch('n[0-9]+', name)) + more}"


def test_a_new_question_is_named_with_its_two_options_and_can_be_led_to(editor: Page) -> None:
    name = next_name(editor)
    new = studio.add_step(editor, "選擇題")
    assert new == name
    assert editor.evaluate(LETTERS, new) == ["a", "b"]
    options = editor.locator("[data-script-select]").first.locator("option")
    expect(options.filter(has_text=new)).to_have_count(1)


def test_what_is_to_be_sorted_chooses_among_the_lines_as_they_are_written(editor: Page) -> None:
    new = studio.add_step(editor, "配對題")
    assert editor.evaluate(LETTERS, new) == ["a", "b", "c", "d"]
    studio.fill(editor, studio.field_of(editor, new, "slots-1-value-text"), "不寫進通報")
    slot = editor.locator(f'[name="{studio.field_of(editor, new, "items-0-value-slot")}"] + select')
    expect(slot.locator("option")).to_have_text(["（還沒選）", "1．", "2．不寫進通報"])
    slot.select_option(index=2, force=True)
    assert editor.locator(f'[name="{studio.field_of(editor, new, "items-0-value-slot")}"]').input_value() == "b"


def test_a_question_in_a_pool_is_named_and_nothing_leads_to_it(editor: Page) -> None:
    names = next_name(editor), next_name(editor, 2)
    pool = studio.add_step(editor, "題庫")
    question = studio.add_step(editor, "排序題", studio.field_of(editor, pool, "questions"))
    assert (pool, question) == names
    assert editor.evaluate(LETTERS, question) == ["a", "b", "c"]
    options = editor.locator("[data-script-select]").first.locator("option")
    expect(options.filter(has_text=f"{pool} 題庫，抽 3 題")).to_have_count(1)
    expect(options.filter(has_text=question)).to_have_count(0)


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
    before, name = editor.evaluate(studio.NAMES), next_name(editor)
    editor.evaluate(DUPLICATE, "n2")
    editor.wait_for_function(studio.GREW, arg=len(before))
    editor.wait_for_function(UNLIKE)
    after = editor.evaluate(studio.NAMES)
    assert sorted(after) == sorted([*before, name])
    assert after.index("n2") < after.index(name)


def test_what_leads_to_a_step_follows_its_new_name(editor: Page) -> None:
    before = editor.evaluate(TARGETS)
    field = studio.field_of(editor, "n3", "node_id")
    for old, new in (("n3", "reporter"), ("reporter", "n3")):
        studio.fill(editor, field, new)
        editor.wait_for_function(NOWHERE, arg=old)
        assert editor.evaluate(TARGETS) == [new if target == "n3" else target for target in before]


def test_a_link_that_is_cut_is_told_at_its_step_and_once_mended_no_more(fresh: Page) -> None:
    # The editor takes what stands there after two seconds of its own for the saved state; its clock was started before.
    fresh.evaluate("() => new Promise((over) => setTimeout(over, 2000))")
    target = studio.field_of(fresh, "n1", "choices-0-value-to")
    was = studio.fill(fresh, target, "")
    expect(fresh.locator(".findings__sum")).to_contain_text("還不能發布")
    expect(fresh.locator(".script-said--error").first).to_contain_text("沒有下一步")
    studio.fill(fresh, target, was)
    expect(fresh.locator(".findings__sum")).to_contain_text("可以發布")
    expect(fresh.locator(".script-said--error")).to_have_count(0)


def test_the_preview_beside_the_form_is_the_player(fresh: Page) -> None:
    fresh.locator("[data-side-panel-toggle=preview]").first.click()
    player = fresh.frame_locator("iframe[title]").first
    expect(player.get_by_text("試玩：不會留下紀錄")).to_be_visible()
    expect(player.locator("#scene").get_by_role("heading", name="要看監視器")).to_be_visible()
