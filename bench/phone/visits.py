"""What a visit of a page costs: requests and bytes, the first time and again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page

from bench.phone.site import Site

Cookies = list[dict[str, object]]
SCREEN = {"width": 360, "height": 740}
SETTLED_MS = 1500
KEPT_MS = 8000


@dataclass(frozen=True)
class Visit:
    """Bytes over the wire, headers and all: of the page with what it asks for, and of its scripts alone. `behind`: what
    the phone fetched besides, for times without a network."""

    requests: int
    bytes: int
    script: int
    behind: int


@contextmanager
def phone(browser: Browser, site: Site, cookies: Cookies) -> Iterator[BrowserContext]:
    """A phone that has never been here, signed in."""
    context = browser.new_context(base_url=site.url, viewport=SCREEN, device_scale_factor=3, has_touch=True)
    context.add_cookies(cookies)
    try:
        yield context
    finally:
        context.close()


def signed_in(browser: Browser, site: Site) -> tuple[Cookies, dict[str, str]]:
    """The cookies of a clerk, and the addresses of that clerk's pages by name."""
    context = browser.new_context(base_url=site.url, viewport=SCREEN)
    page = context.new_page()
    page.goto("/sign-in/")
    page.select_option("[name=chain]", site.clerk["chain"])
    page.fill("[name=employee_number]", site.clerk["employee_number"])
    page.fill("[name=password]", site.clerk["password"])
    page.click("main form button.main")
    page.wait_for_url(f"{site.url}/")
    player = page.locator("main a[href^='/learn/']").first.get_attribute("href") or ""
    cookies = context.cookies()
    context.close()
    street = f"/courses/{player.split('/')[2]}/"
    return cookies, {"today": "/", "course": street, "player": player}


def first(browser: Browser, site: Site, cookies: Cookies, path: str) -> Visit:
    """The first visit of a page, by somebody whose phone knows nothing of us."""
    with phone(browser, site, cookies) as context:
        page = context.new_page()
        counted = Counted(page)
        site.line.taken()
        page.goto(path, wait_until="networkidle")
        page.wait_for_timeout(SETTLED_MS)
        visit = Visit(counted.requests, counted.bytes, counted.script, 0)
        page.wait_for_timeout(KEPT_MS)
        return Visit(visit.requests, visit.bytes, visit.script, max(0, site.line.taken() - visit.bytes))


def again(browser: Browser, site: Site, cookies: Cookies, path: str) -> int:
    """The bytes of a visit by somebody who was here a moment ago: page, worker and what it keeps, all together."""
    with phone(browser, site, cookies) as context:
        page = context.new_page()
        for _ in range(2):
            page.goto(path, wait_until="networkidle")
            page.wait_for_timeout(KEPT_MS)
        page.goto("about:blank")
        page.wait_for_timeout(SETTLED_MS)
        site.line.taken()
        page.goto(path, wait_until="networkidle")
        page.wait_for_timeout(KEPT_MS)
        return site.line.taken()


class Counted:
    """Counts what one page asks for, the worker's own requests left out."""

    def __init__(self, page: Page) -> None:
        self.requests = self.bytes = self.script = 0
        self._scripts: set[str] = set()
        watch = page.context.new_cdp_session(page)
        watch.on("Network.requestWillBeSent", self._sent)
        watch.on("Network.loadingFinished", self._finished)
        watch.send("Network.enable")

    def _sent(self, event: dict) -> None:  # type: ignore[type-arg]  # CDP's own form
        if event["request"]["url"].startswith("data:"):
            return
        self.requests += 1
        if event.get("type") == "Script":
            self._scripts.add(event["requestId"])

    def _finished(self, event: dict) -> None:  # type: ignore[type-arg]  # CDP's own form
        self.bytes += round(event["encodedDataLength"])
        if event["requestId"] in self._scripts:
            self.script += round(event["encodedDataLength"])
