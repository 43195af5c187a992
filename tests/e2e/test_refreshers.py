"""Today's three questions in the browser, one by one: right and harmful; and where there is no network."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from content.script import Node, Play, load
from tests.e2e.backstage import Hired
from tests.e2e.offline import wait_until, wait_until_all_is_kept
from tests.e2e.playing import Walk, critical, right
from tests.e2e.site import Site

pytestmark = [
    pytest.mark.prove,
    pytest.mark.e2e,
    pytest.mark.timeout(300, func_only=True),
    pytest.mark.xdist_group("e2e"),
]

EDITION = "JSON.parse(document.getElementById('player-config').textContent).edition"
Choose = Callable[[Play, Node], Any]


def asked_at(page: Page, site: Site) -> Walk:
    """The question that is open, to be played."""
    return Walk(page, load(site.backstage.ask("edition", sha256=page.evaluate(EDITION))), at=page.url)


def answer(page: Page, site: Site, choose: Choose) -> list[str]:
    """Play the question that is open; the scenes that were seen."""
    walk = asked_at(page, site)
    walk.go(choose)
    return walk.seen


def answer_unsent(page: Page, site: Site, choose: Choose) -> None:
    """Answer the question that is open without a network, and go on while the answer waits."""
    walk = asked_at(page, site)
    walk.go(choose)
    expect(page.get_by_role("heading", name="這一題答好了")).to_be_visible()
    page.get_by_role("link", name="繼續").click()
    page.wait_for_url(lambda address: address != walk.at)


def heading(card: Locator) -> Locator:
    return card.get_by_role("heading")


def test_three_questions_are_answered_one_by_one_and_nothing_more_is_asked(
    site: Site, hire: Callable[..., Hired], meet: Callable[..., Page]
) -> None:
    page = meet(hire(fate="certified"))
    card = page.locator(".refreshers")
    expect(heading(card)).to_have_text("今天的複習：3 題，約 1 分鐘")
    expect(card.locator(".lamps li")).to_have_count(3)
    card.get_by_role("link", name="開始複習").click()

    page.wait_for_url("**/refresher/*/")
    expect(page.get_by_text("第 1 張")).to_be_hidden()
    seen = answer(page, site, right)
    assert any("對了" in scene and "你還記得" in scene for scene in seen)

    page.wait_for_url("**/refresher/*/")
    page.get_by_role("link", name="離開，進度會留著").click()
    expect(heading(card)).to_have_text("今天的複習：還有 2 題")
    card.get_by_role("link", name="接著複習").click()
    answer(page, site, critical)
    answer(page, site, right)

    expect(page).to_have_url(site.url + "/refresher/")
    expect(page.get_by_role("heading", level=1)).to_have_text("今天的複習做完了")
    expect(page.locator(".lamps .is-lit")).to_have_count(3)
    page.get_by_role("link", name="回到今日").click()
    expect(heading(card)).to_have_text("今天的複習做完了")
    expect(card.get_by_role("link")).to_have_count(0)


def test_without_a_network_three_answers_wait_and_the_page_that_closes_the_day_says_so(
    site: Site, hire: Callable[..., Hired], meet: Callable[..., Page]
) -> None:
    page = meet(hire(fate="certified"))
    wait_until_all_is_kept(page)
    page.context.set_offline(True)
    page.goto(site.url + "/")
    card = page.locator(".refreshers")
    card.get_by_role("link", name="開始複習").click()
    page.wait_for_url("**/refresher/*/")
    answer_unsent(page, site, right)

    page.goto(site.url + "/")
    expect(heading(card)).to_have_text("今天的複習")
    expect(card.get_by_text("待送出")).to_have_count(1)
    card.get_by_role("link").click()
    answer_unsent(page, site, critical)
    answer_unsent(page, site, right)

    assert page.url == site.url + "/refresher/"
    expect(page.get_by_role("heading", level=1)).to_have_text("今天的複習做完了")
    expect(page.locator(".lamps").get_by_text("待送出")).to_have_count(3)
    expect(page.get_by_text("答案留在這支手機，有訊號時會自動送出。")).to_be_visible()
    expect(page.locator("#offline")).to_be_visible()
    page.get_by_role("link", name="回到今日").click()
    expect(heading(card)).to_have_text("今天的複習做完了")
    expect(card.get_by_role("link")).to_have_count(0)

    page.goto(site.url + "/refresher/")
    page.context.set_offline(False)
    expect(page.locator(".lamps .is-lit")).to_have_count(3)
    expect(page.locator("#unsent")).to_be_hidden()
    wait_until(page, "async () => !(await (await fetch('/api/v1/me/keep')).text()).includes('/refresher/')")
