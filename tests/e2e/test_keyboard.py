"""Without a mouse or a thumb: every way of the clerk's can be gone with the keyboard, and the eye can follow."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from content.script import Answer, load
from tests.e2e.backstage import Hired
from tests.e2e.flushing import body
from tests.e2e.playing import MOVED, PATIENCE_MS, Choose, Walk, go_on, open_lamp
from tests.e2e.site import Site

pytestmark = [pytest.mark.prove, pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.xdist_group("e2e")]
Meet = Callable[..., Page]
Hire = Callable[..., Hired]

MOST_TABS = 60
LESSON = "grading-and-reporting"
# The ring may be drawn by the thing itself or by the card or label around it.
RING = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const ringed = [it, it.closest("label"), it.parentElement].some((each) => {
    const { outlineStyle, outlineWidth } = each ? getComputedStyle(each) : {};
    return outlineStyle === "solid" && parseFloat(outlineWidth) >= 2;
  });
  const { top, bottom } = (it.closest("label") ?? it).getBoundingClientRect();
  const shown = bottom > 0 && top < innerHeight;
  return { what: it.outerHTML.slice(0, 100), ringed, shown };
}"""


def tab_to(page: Page, selector: str) -> list[str]:
    """Press Tab until what `selector` names has the focus; what had it on the way, each ringed and in view."""
    way: list[str] = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focus = page.evaluate(RING)
        if focus is None:
            continue
        way.append(focus["what"])
        assert focus["ringed"], f"nobody sees where the focus is: {focus['what']}"
        assert focus["shown"], f"the focus is outside the screen: {focus['what']}"
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return way
    raise AssertionError(f"{selector} is not reached in {MOST_TABS} tabs: {way}")


class ByKeyboard(Walk):
    """A walk with Tab, arrows, space and enter."""

    def _answer(self, choose: Choose) -> None:
        while self._asked().kind == "card":
            self.play.take(Answer(self._asked().id, None))
        node = self._asked()
        answer = choose(self.play, node)
        GIVE[node.kind](self.page, answer)
        self._press_go()
        self.page.locator("#scene .feedback").wait_for(timeout=PATIENCE_MS)
        self.play.take(Answer(node.id, answer))

    def _onward(self) -> None:
        before = self.page.locator("#scene").inner_html()
        self._press_go()
        self.page.wait_for_function(MOVED, arg=before, timeout=PATIENCE_MS)

    def _press_go(self) -> None:
        tab_to(self.page, "#go")
        self.page.keyboard.press("Enter")


def _choose(page: Page, answer: str) -> None:
    tab_to(page, "#scene input[type=radio]")
    for _ in range(8):
        if page.evaluate("document.activeElement.checked && document.activeElement.value") == answer:
            return
        page.keyboard.press("Space")
        if page.evaluate("document.activeElement.value") != answer:
            page.keyboard.press("ArrowDown")
    raise AssertionError(f"{answer} cannot be chosen")


def _tick(page: Page, answer: list[str]) -> None:
    for value in sorted(answer, key=lambda one: _place(page, one)):
        tab_to(page, f"#scene input[value='{value}']")
        page.keyboard.press("Space")


def _place(page: Page, value: str) -> int:
    order: list[str] = page.locator("#scene input").evaluate_all("(all) => all.map((it) => it.value)")
    return order.index(value)


def _order(page: Page, answer: list[str]) -> None:
    for value in answer:
        tab_to(page, f"#scene button[value='{value}']")
        page.keyboard.press("Enter")


def _match(page: Page, answer: dict[str, str]) -> None:
    for _ in answer:
        item = page.locator("#scene [data-item]").get_attribute("data-item")
        tab_to(page, f"#scene button[value='{answer[str(item)]}']")
        page.keyboard.press("Space")


def _write(page: Page, answer: str | float) -> None:
    tab_to(page, "#scene [name=answer]")
    page.keyboard.type(str(answer))


GIVE: dict[str, Callable[[Page, Any], None]] = {
    "choice": _choose,
    "level": _choose,
    "choices": _tick,
    "order": _order,
    "match": _match,
    "number": _write,
    "text": _write,
}


def test_a_clerk_signs_in_with_the_keyboard(site: Site, hire: Hire, meet: Meet) -> None:
    person = hire(language="en", password=True).sign_in
    page = meet()
    page.goto(site.url + "/sign-in/")
    way = tab_to(page, "[name=chain]")
    assert "skip" in way[0]
    while page.locator("[name=chain]").input_value() != person["chain"]:
        page.keyboard.press("ArrowDown")
    for field in ("employee_number", "password"):
        assert len(tab_to(page, f"[name={field}]")) == 1
        page.keyboard.type(person[field])
    assert len(tab_to(page, "form button.main")) == 1
    page.keyboard.press("Enter")
    page.wait_for_url(site.url + "/")
    way = tab_to(page, ".thumb a.main")
    assert "skip" in way[0]


def test_a_whole_lesson_is_walked_with_the_keyboard(site: Site, hire: Hire, meet: Meet) -> None:
    page, lesson = meet(hire(language="id")), body(LESSON)
    open_lamp(page, site.url, lesson["texts"]["id"]["title"])
    walk = ByKeyboard(page, load(lesson))
    walk.go()
    assert "/learn/" not in page.url
    assert len(walk.seen) > 20


def test_a_sheet_holds_the_focus_and_gives_it_back(site: Site, hire: Hire, meet: Meet) -> None:
    page = meet(hire(language="vi"))
    open_lamp(page, site.url, body(LESSON)["texts"]["vi"]["title"])
    go_on(page)
    tab_to(page, "#flag")
    page.keyboard.press("Enter")
    expect(page.locator("#flag-sheet")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('#flag-sheet') !== null"
        )
    page.keyboard.press("Escape")
    expect(page.locator("#flag-sheet")).to_be_hidden()
    expect(page.locator("#flag")).to_be_focused()


def test_the_first_tab_leads_past_the_bars_to_the_content(site: Site, hire: Hire, meet: Meet) -> None:
    page = meet(hire(language="vi"))
    page.goto(site.url + "/me/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#content') !== null")
