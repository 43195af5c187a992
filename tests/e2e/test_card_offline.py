"""The counter card where there is no signal, with the real worker: opened, searched, read, and nothing dialled."""

from collections.abc import Callable
from threading import Event

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.backstage import Hired
from tests.e2e.conftest import PHONE
from tests.e2e.edge import edge
from tests.e2e.offline import wait_until_all_is_kept
from tests.e2e.signing_in import at_home
from tests.e2e.site import Site

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.xdist_group("e2e")]
Meet = Callable[..., Page]
Hire = Callable[..., Hired]


@pytest.mark.parametrize(
    ("language", "typed", "found", "said", "calls"),
    [
        ("zh-Hant", "１９２５", "安心專線", "阿公，先坐一下，我陪您。", "現在撥打"),
        ("vi", "DI LAC", "Người cao tuổi đi lạc", "阿公，先坐一下，我陪您。", "Gọi ngay"),
    ],
)
def test_it_is_opened_searched_and_read_without_a_network(
    site: Site, hire: Hire, meet: Meet, language: str, typed: str, found: str, said: str, calls: str
) -> None:
    page = meet(hire(language=language))
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    wait_until_all_is_kept(page)
    page.context.set_offline(True)

    page.locator("nav.ways a[href='/card/']").click()
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("#report ~ article .five li")).to_have_count(5)
    page.get_by_role("searchbox").fill(typed)
    parts = page.locator("[data-part]:visible h3")
    expect(parts.filter(has_text=found)).to_be_visible()
    assert parts.count() < page.locator("[data-part]").count()
    page.get_by_role("searchbox").fill("")
    expect(page.get_by_text(said).first).to_be_visible()

    page.locator("[data-call]:visible", has_text="110").last.click()
    expect(page.get_by_role("dialog").get_by_role("link", name=calls)).to_have_attribute("href", "tel:110")
    page.keyboard.press("Escape")

    # Without a network the card is opened again from itself, as after a call.
    page.reload()
    expect(parts.filter(has_text=found).first).to_be_visible()
    assert faults == []


def test_where_the_signal_carries_nothing_the_kept_card_comes_within_moments(
    browser: Browser, site: Site, hire: Hire
) -> None:
    over = Event()
    with edge(site.url) as front, browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        page = at_home(context, front.url, hire())
        wait_until_all_is_kept(page)
        front.hold = lambda path: path == "/card/" and over.wait(60)
        page.goto(front.url + "/card/", timeout=30_000)
        expect(page.get_by_role("heading", name="五行通報")).to_be_visible()
        over.set()
