"""The Content-Security-Policy of the clerk's and the public pages: strict, and never broken by a page of ours."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response

from tests.e2e.backstage import Hired
from tests.e2e.crawling import crawl
from tests.e2e.playing import go_on, open_lamp
from tests.e2e.site import Site

pytestmark = [pytest.mark.prove, pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.xdist_group("e2e")]
Meet = Callable[..., Page]
Hire = Callable[..., Hired]
TELL = """document.addEventListener("securitypolicyviolation",
  ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
    console.error(`POLICY ${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`));"""


FIRST = "同理心提問"


def listen(page: Page) -> tuple[list[str], list[str]]:
    """What the console complains of and whose policy is missing or lets inline code in; filled as pages open."""
    heard: list[str] = []
    lax: list[str] = []
    page.add_init_script(TELL)
    page.on("console", lambda said: heard.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))

    def look(response: Response) -> None:
        if response.request.resource_type == "document":
            policy = response.headers.get("content-security-policy", "")
            if "default-src 'none'" not in policy or "unsafe" in policy:
                lax.append(f"{response.url}: {policy}")

    page.on("response", look)
    return heard, lax


def complaints(heard: list[str]) -> list[str]:
    """Without the browser's notes of those 404s that were asked for."""
    return [line for line in heard if "status of 404" not in line]


def test_a_violation_would_be_heard(site: Site, meet: Meet) -> None:
    page = meet()
    heard, lax = listen(page)
    page.goto(site.url + "/sign-in/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_function("() => document.body.style.color === ''")
    assert any(line.startswith("POLICY style-src") for line in heard)
    assert lax == []


def test_no_page_that_a_clerk_can_open_breaks_the_policy(site: Site, hire: Hire, meet: Meet) -> None:
    page = meet(hire())
    heard, lax = listen(page)
    doors = {door for door, _ in crawl(page, site.url, ["/", "/me/", "/refresher/", "/nowhere/"])}
    open_lamp(page, site.url, FIRST)
    for _ in range(3):
        go_on(page)
    assert complaints(heard) == []
    assert lax == []
    assert doors >= {"today", "street", "learn", "me", "notices", "notice-choices", "my-keys", "certificates"}


def test_no_page_that_a_visitor_can_open_breaks_the_policy(site: Site, hire: Hire, meet: Meet) -> None:
    holder = meet(hire(fate="certified"))
    holder.goto(site.url + "/certificates/")
    proof = str(holder.locator("a[href*='/verify/']").first.get_attribute("href")).removeprefix(site.url)
    page = meet()
    heard, lax = listen(page)
    poster = f"/join/{site.backstage.ask('poster')}/"
    starts = ["/sign-in/", poster, "/join/nothing/", "/verify/", proof, "/offline/", "/nowhere/"]
    doors = {door for door, _ in crawl(page, site.url, starts)}
    assert complaints(heard) == []
    assert lax == []
    assert doors >= {"sign-in", "join", "verify-form", "verify", "offline"}
