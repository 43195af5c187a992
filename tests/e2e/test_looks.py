"""Every page on the phone and on the desk, by day and by night: nothing sticks out, nothing is unreadable, the console
is silent. With SHOTS=<folder> each is also kept as a picture to be looked at."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.backstage import Hired
from tests.e2e.playing import go_on, open_lamp
from tests.e2e.seeing import axe, wide
from tests.e2e.site import Site

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.xdist_group("e2e")]

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
PAGES = {
    "clerk": {"today": "/", "certificates": "/certificates/", "me": "/me/", "nowhere": "/nowhere/"},
    "manager": {"today": "/", "certificates": "/certificates/", "board": "/board/"},
    "hr": {
        "board": "/board/",
        "board-found": "/board/fuxiao/?q=門市&state=not_ready&sort=readiness",
        "board-nothing": "/board/fuxiao/?q=zzz&state=zzz",
        "people": "/board/fuxiao/people/",
        "region": "/board/fuxiao/regions/N1/",
        "person": "/board/fuxiao/people/F0004/",
        "shifts": "/board/fuxiao/stores/10231/shifts/",
        "people-nothing": "/board/fuxiao/people/?q=zzz",
        "quotas": "/board/fuxiao/drills/",
        "store-year": "/board/fuxiao/stores/10231/drills/",
        "runs": "/drills/runs/",
        "run": "/drills/runs/1/",
    },
}

# The desk by day differs from the desk by night in nothing that the phone has not shown; only the pictures want it.
THEMES = {PHONE["width"]: ("light", "dark"), DESK["width"]: ("dark", "light") if "SHOTS" in os.environ else ("dark",)}
screens = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])

Open = Callable[..., Page]


def look(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it stands, in all themes, once nothing moves."""
    assert page.viewport_size
    width, wrong = page.viewport_size["width"], wide(page)
    for theme in THEMES[width]:
        page.emulate_media(reduced_motion="reduce", color_scheme=theme)
        if shots := os.environ.get("SHOTS"):
            page.screenshot(path=Path(shots) / f"{name}-{width}-{theme}.png")
        # Another theme is other colours; all else has been looked at.
        wrong += [f"{theme}: {fault}" for fault in axe(page, only="cat.color" if theme != THEMES[width][0] else None)]
    return wrong


def listen(page: Page) -> list[str]:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@screens
@pytest.mark.parametrize("role", PAGES)
def test_pages_are_whole(site: Site, open_as: Open, role: str, viewport: dict[str, int]) -> None:
    page = open_as(role, viewport=viewport)
    heard = listen(page)
    wrong = {}
    for name, path in PAGES[role].items():
        page.goto(site.url + path)
        wrong[name] = look(page, f"{role}-{name}")
    assert {name: faults for name, faults in wrong.items() if faults} == {}
    # The browser notes the 404 that was asked for.
    assert [line for line in heard if "404" not in line] == []


@screens
def test_a_store_opens_from_the_board(open_as: Open, site: Site, viewport: dict[str, int]) -> None:
    page = open_as("hr", viewport=viewport)
    page.goto(f"{site.url}/board/")
    page.locator(".stores a").first.click()
    expect(page.locator(".people .line").first).to_be_visible()
    assert look(page, "hr-store") == []


@screens
def test_every_number_of_the_board_opens_into_its_people(open_as: Open, site: Site, viewport: dict[str, int]) -> None:
    page = open_as("hr", viewport=viewport)
    for words in ("準備好的夥伴", "30 天內到期", "還沒準備好"):
        page.goto(f"{site.url}/board/")
        opened = page.locator(".numbers > div, a.link", has_text=words).locator("b")
        people = opened.inner_text()
        opened.click()
        expect(page.locator("#people")).to_have_text(f"{people} 人")
        expect(page.locator(".people .line")).to_have_count(int(people))
    assert look(page, "hr-people-found") == []


def test_a_list_is_found_and_taken_away_without_a_script(open_as: Open, site: Site) -> None:
    page = open_as("hr", java_script_enabled=False)
    page.goto(f"{site.url}/board/")
    page.get_by_label("狀況").select_option("有人快到期")
    page.get_by_role("button", name="找").click()
    expect(page.locator(".told")).to_contain_text("有人快到期")
    page.locator(".numbers > div", has_text="30 天內到期").locator("a").click()
    expect(page.locator(".people strong").first).to_be_visible()
    people = page.locator(".people strong").all_inner_texts()
    with page.expect_download() as taken:
        page.get_by_role("link", name="下載 CSV").click()
    lines = taken.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[4] for line in lines[1:]] == people
    assert people


@screens
def test_the_first_cards_of_the_first_lamp(
    site: Site, hire: Callable[..., Hired], meet: Open, viewport: dict[str, int]
) -> None:
    page = meet(hire(), viewport=viewport)
    heard = listen(page)
    open_lamp(page, site.url, "同理心提問")
    wrong = []
    for number in range(3):
        wrong += look(page, f"player-{number}")
        go_on(page)
    assert wrong == []
    assert heard == []


def test_the_way_in(site: Site, open_as: Open) -> None:
    page = open_as("clerk")
    page.goto(f"{site.url}/me/")
    page.get_by_role("button", name="登出").click()
    expect(page.get_by_label("員工編號")).to_be_visible()
    assert look(page, "sign-in") == []
    page.get_by_label("員工編號").fill("nobody")
    page.get_by_label("密碼").fill("wrong")
    page.get_by_role("button", name="登入").click()
    expect(page.get_by_role("alert")).to_contain_text("公司、員工編號或密碼不對")


def test_a_chosen_theme_is_worn_on_every_page(site: Site, open_as: Open) -> None:
    page = open_as("clerk", color_scheme="light")
    page.goto(f"{site.url}/me/")
    page.get_by_label("夜晚").check()
    page.goto(site.url)
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
