"""A new clerk's first evening, in each language: in by the poster, a lesson in the stock room without a signal, what
was answered arrives, the certificate. `STREETLIGHT_SHOTS=<folder>` keeps a picture of every station."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from content.script import load
from tests.e2e.conftest import PHONE
from tests.e2e.flushing import body, light_the_rest
from tests.e2e.offline import wait_until_all_is_kept
from tests.e2e.playing import Walk
from tests.e2e.site import Site

pytestmark = [pytest.mark.prove, pytest.mark.e2e, pytest.mark.timeout(900), pytest.mark.xdist_group("e2e")]
Scheme = Literal["light", "dark"]
CHAIN, STORE = "fuxiao", "10231"
DESK = {"width": 1440, "height": 900}
CLERKS = [
    ("zh-Hant", "zh-TW", "light", "F9501", "林以晴"),
    ("en", "en-US", "dark", "F9502", "Grace Lin"),
    ("vi", "vi-VN", "light", "F9503", "Nguyễn Thị Lan"),
    ("id", "id-ID", "dark", "F9504", "Dewi Lestari"),
]


@dataclass
class Camera:
    """Takes pictures of a page one after the other, in both themes, where somebody asked for them."""

    page: Page
    lang: str
    scheme: Scheme

    def __post_init__(self) -> None:
        self._numbers = count(1)

    def take(self, what: str) -> None:
        assert self.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], what
        if folder := os.environ.get("STREETLIGHT_SHOTS"):
            Path(folder).mkdir(exist_ok=True)
            self.page.evaluate("scrollTo(0, 0)")
            number = next(self._numbers)
            for scheme in (*({"light", "dark"} - {self.scheme}), self.scheme):
                self.page.emulate_media(color_scheme=scheme)
                path = f"{folder}/{self.lang}-{number:02}-{what}-{scheme}.png"
                self.page.screenshot(path=path, full_page=True)


@pytest.fixture(params=CLERKS, ids=[each[0] for each in CLERKS])
def clerk(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, str, str, str, Camera]]:
    lang, locale, scheme, number, name = request.param
    context = browser.new_context(viewport=PHONE, locale=locale, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    yield page, lang, number, name, Camera(page, lang, scheme)
    context.close()


def let_in(manager: Page, site: Site, name: str) -> None:
    manager.goto(f"{site.url}/board/{CHAIN}/invite/store/{STORE}/")
    manager.locator("li", has_text=name).get_by_role("button", name="同意加入").click()
    expect(manager.get_by_text(name).first).to_be_visible()


def test_a_new_clerk_learns_without_a_network_and_is_certified(
    clerk: tuple[Page, str, str, str, Camera], site: Site, open_as: Callable[..., Page]
) -> None:
    page, lang, number, name, camera = clerk
    manager = open_as("hr", viewport=DESK)

    # Where the QR code of the store's poster leads.
    page.goto(f"{site.url}/join/{site.backstage.ask('poster', chain=CHAIN, scope=STORE)}/")
    expect(page.locator("html")).to_have_attribute("lang", lang)
    page.fill("[name=employee_number]", number)
    page.fill("[name=name]", name)
    camera.take("join")
    page.click("main form button.main")
    expect(page.locator("[data-stand=asked]")).to_be_visible()
    camera.take("waiting")
    let_in(manager, site, name)
    page.reload()
    camera.take("approved")
    page.click("main form button.main")
    page.fill("[name=password]", "lamp-by-night-7")
    camera.take("password")
    page.click("main form button.main")

    expect(page.locator("#lamps")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", lang)
    wait_until_all_is_kept(page)
    camera.take("today")

    page.context.set_offline(True)
    page.locator("main a[href^='/learn/']").first.click()
    expect(page.locator("#scene h1")).to_be_visible()
    camera.take("lesson-offline")
    first = load(body("empathetic-questions"))
    walk = Walk(page, first)
    walk.go(questions=2)
    camera.take("question-offline")
    # The tab is killed, and opened again where there still is no signal.
    address, context = page.url, page.context
    page.close()
    camera.page = walk.page = page = context.new_page()
    page.goto(address)
    walk.go()
    expect(page.locator("#scene .arriving")).to_be_visible()
    camera.take("arriving")
    page.locator("#scene [data-back]").click()
    expect(page.locator(".walk .is-dark .chip.warm, .walk .chip.waits").first).to_be_visible()
    camera.take("street-offline")

    page.context.set_offline(False)
    expect(page.locator(".walk .is-lit")).to_have_count(1, timeout=30_000)
    camera.take("street-arrived")
    assert light_the_rest(page) == 11
    link = page.locator("a[href$='.pdf']").first
    for _ in range(40):
        page.goto(site.url + "/certificates/")
        if link.count():
            break
        page.wait_for_timeout(500)
    camera.take("certificate")
    answer = page.context.request.get(site.url + str(link.get_attribute("href")))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    for path in ("/", "/me/", "/notices/", "/refresher/"):
        page.goto(site.url + path)
        camera.take(path.strip("/") or "all-lit")
    manifest = page.evaluate("async () => (await fetch(document.querySelector('link[rel=manifest]').href)).json()")
    assert (manifest["display"], manifest["lang"]) == ("standalone", lang)
