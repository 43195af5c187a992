"""Every page of the clerk's side, in every language, by day and by night, at twice the size: usable by all."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from content.script import load
from people.languages.rules import TAGS
from tests.e2e.backstage import Hired
from tests.e2e.conftest import PHONE
from tests.e2e.crawling import crawl
from tests.e2e.flushing import body
from tests.e2e.playing import Walk, open_lamp
from tests.e2e.seeing import faults, wide
from tests.e2e.signing_in import sign_in
from tests.e2e.site import Site

pytestmark = [pytest.mark.prove, pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.xdist_group("e2e")]
Meet = Callable[..., Page]
Hire = Callable[..., Hired]
each_language = pytest.mark.parametrize("language", TAGS.values())

THEMES = {"zh-Hant": "light", "en": "dark", "vi": "light", "id": "dark"}
AT_TWICE_THE_SIZE = {"width": PHONE["width"] // 2, "height": PHONE["height"] // 2}
REACHED = {
    "today", "street", "learn", "certificates", "verify-form", "verify", "join", "me", "my-time", "my-keys", "add-app",
    "add-passkey", "notices", "notice-choices", "refreshers", "sign-in", "offline",
}  # fmt: skip
# Cards and every kind of question but the written one.
LESSON = "grading-and-reporting"
FIRST = "同理心提問"


def starts(site: Site) -> list[str]:
    """From where all can be reached, and what nobody is led to."""
    poster = f"/join/{site.backstage.ask('poster')}/"
    alone = ["/sign-in/", poster, "/join/nothing/", "/verify/", "/verify/nothing/", "/offline/"]
    return ["/", "/me/", "/refresher/", "/nowhere/", *alone]


@each_language
def test_what_a_clerk_can_open_is_accessible(site: Site, hire: Hire, meet: Meet, language: str) -> None:
    page = meet(hire(language=language), color_scheme=THEMES[language])
    wrong, reached = {}, set()
    for door, path in crawl(page, site.url, starts(site)):
        expect(page.locator("html")).to_have_attribute("lang", language)
        reached.add(door)
        wrong[path] = faults(page)
    assert {path: found for path, found in wrong.items() if found} == {}
    assert reached >= REACHED


@each_language
def test_at_twice_the_size_nothing_scrolls_sideways(site: Site, hire: Hire, meet: Meet, language: str) -> None:
    page = meet(hire(language=language), viewport=AT_TWICE_THE_SIZE)
    wrong = {path: wide(page) for _, path in crawl(page, site.url, starts(site))}
    assert {path: found for path, found in wrong.items() if found} == {}
    assert len(wrong) >= len(REACHED)


class Looked(Walk):
    """A walk that looks at each scene and at what is said to each answer."""

    def __init__(self, page: Page, played: object) -> None:
        super().__init__(page, played)  # type: ignore[arg-type]  # a Script
        self.wrong: list[str] = []

    def _answer(self, choose: object) -> None:
        self.wrong += faults(self.page)
        super()._answer(choose)  # type: ignore[arg-type]  # a Choose
        self.wrong += faults(self.page)

    def _onward(self) -> None:
        self.wrong += faults(self.page)
        super()._onward()


@each_language
def test_a_lesson_is_accessible_from_its_first_card_to_its_result(
    site: Site, hire: Hire, meet: Meet, language: str
) -> None:
    page = meet(hire(language=language), color_scheme=THEMES[language])
    lesson = body(LESSON)
    open_lamp(page, site.url, lesson["texts"][language]["title"])
    walk = Looked(page, load(lesson))
    walk.go()
    assert walk.wrong == []
    assert len(walk.seen) > 20


def test_who_comes_for_the_first_time_finds_an_accessible_page(site: Site, meet: Meet) -> None:
    page = meet()
    sign_in(page, site.url, Hired(**site.backstage.ask("invite", language="zh-Hant", name="許可晴")))
    assert "/sign-in/password/" in page.url
    assert faults(page) == []
    page.get_by_role("button", name="設定密碼").click()
    assert faults(page) == []


def test_a_refused_sign_in_is_told_accessibly(site: Site, meet: Meet) -> None:
    page = meet(color_scheme="dark")
    page.goto(site.url + "/sign-in/")
    page.get_by_role("button", name="登入", exact=True).click()
    expect(page.locator(".errorlist, [role=alert]").first).to_be_visible()
    assert faults(page) == []


def test_a_certificates_holder_and_who_checks_it_find_accessible_pages(site: Site, hire: Hire, meet: Meet) -> None:
    page = meet(hire(fate="certified"), color_scheme="dark")
    wrong = {path: faults(page) for _, path in crawl(page, site.url, ["/certificates/", "/"])}
    assert {path: found for path, found in wrong.items() if found} == {}
    assert any(path.startswith("/verify/") and path != "/verify/" for path in wrong)


MOVING = """async () => {
  document.querySelector("#go").click();
  for (let frame = 0; frame < 60; frame += 1) {
    await new Promise(requestAnimationFrame);
    if (document.getAnimations().some((each) => each.effect.getComputedTiming().duration)) return true;
  }
  return false;
}"""


@pytest.mark.parametrize(("wish", "moves"), [("no-preference", True), ("reduce", False)])
def test_nothing_moves_for_who_wants_no_motion(site: Site, hire: Hire, meet: Meet, wish: str, moves: bool) -> None:
    page = meet(hire(), reduced_motion=wish)
    open_lamp(page, site.url, FIRST)
    page.wait_for_function("() => document.getAnimations().every((each) => each.playState !== 'running')")
    assert page.evaluate(MOVING) is moves


def test_with_the_systems_own_colours_what_is_chosen_still_stands_out(site: Site, hire: Hire, meet: Meet) -> None:
    page = meet(hire(), forced_colors="active")
    page.goto(site.url + "/me/")
    edge = "(it) => { const s = getComputedStyle(it); return [s.borderWidth, s.outlineStyle, s.outlineWidth].join() }"
    for chosen, other in ((".ways [aria-current]", ".ways a:not([aria-current])"), *PAIRS):
        assert page.locator(chosen).first.evaluate(edge) != page.locator(other).first.evaluate(edge), chosen
    assert faults(page) == []


PAIRS = (
    (".language[aria-current]", ".language:not([aria-current])"),
    (".segments :checked + span", ".segments :not(:checked) + span"),
)
