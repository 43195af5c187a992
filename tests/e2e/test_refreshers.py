"""Today's three questions in the browser, one by one: right, half right and harmful."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from content.script import Node, Play, load
from tests.e2e.playing import Walk, critical, right
from tests.e2e.site import Site

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300), pytest.mark.xdist_group("e2e")]

BODY = (
    "from content.models import Edition; import json; print('BODY' + json.dumps(Edition.objects.get(pk='%s').read()))"
)
Choose = Callable[[Play, Node], Any]


def answer(page: Page, site: Site, choose: Choose) -> list[str]:
    """Play the question that is open; the scenes that were seen."""
    edition = page.evaluate("JSON.parse(document.getElementById('player-config').textContent).edition")
    told = site.manage("shell", "-v", "0", "-c", BODY % edition)
    walk = Walk(page, load(json.loads(told.split("BODY")[1])), at=page.url)
    walk.go(choose)
    return walk.seen


def test_three_questions_are_answered_one_by_one_and_nothing_more_is_asked(
    site: Site, open_as: Callable[..., Page]
) -> None:
    page = open_as("manager")
    page.goto(site.url + "/")
    card = page.locator(".refreshers")
    expect(card.get_by_role("heading")).to_have_text("今天的複習：3 題，約 1 分鐘")
    expect(card.locator(".lamps li")).to_have_count(3)
    card.get_by_role("link", name="開始複習").click()

    page.wait_for_url("**/refresher/*/")
    seen = answer(page, site, right)
    assert any("對了" in scene and "你還記得" in scene for scene in seen)

    page.wait_for_url("**/refresher/*/")
    page.get_by_role("link", name="離開，進度會留著").click()
    expect(card.get_by_role("heading")).to_have_text("今天的複習：還有 2 題")
    card.get_by_role("link", name="接著複習").click()
    answer(page, site, critical)
    answer(page, site, right)

    expect(page).to_have_url(site.url + "/refresher/")
    expect(page.get_by_role("heading", level=1)).to_have_text("今天的複習做完了")
    expect(page.locator(".lamps .is-lit")).to_have_count(3)
    expect(page.get_by_text("下一次是")).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="回到今日").click()
    expect(card.get_by_role("heading")).to_have_text("今天的複習做完了")
    expect(card.get_by_role("link")).to_have_count(0)
