"""A lesson begun on one phone and gone on with on another, where there is no signal."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from content.script import load
from tests.e2e.backstage import Hired
from tests.e2e.flushing import body
from tests.e2e.offline import wait_until_all_is_kept
from tests.e2e.playing import Walk, open_lamp
from tests.e2e.site import Site

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.xdist_group("e2e")]
LESSON = "empathetic-questions"


def test_what_one_phone_began_the_other_ends_without_a_network(
    site: Site, hire: Callable[..., Hired], meet: Callable[..., Page]
) -> None:
    clerk, lesson = hire(), body(LESSON)
    title = lesson["texts"]["zh-Hant"]["title"]
    store, own = meet(clerk), meet(clerk)
    wait_until_all_is_kept(own)

    open_lamp(store, site.url, title)
    walk = Walk(store, load(lesson))
    walk.go(questions=2)
    expect(store.locator("#unsent")).to_have_text("都送出了")
    store.close()

    # The own phone has looked at today since, and the line is cut on the way to the stock room.
    own.reload()
    wait_until_all_is_kept(own)
    own.context.set_offline(True)
    open_lamp_offline(own, title)
    walk.page = own
    walk.go()
    expect(own.locator("#scene .arriving")).to_be_visible()
    own.locator("#scene [data-back]").click()
    own.context.set_offline(False)
    expect(own.locator(".walk .is-lit")).to_have_count(1)


def open_lamp_offline(page: Page, title: str) -> None:
    page.locator("a[href^='/learn/']", has_text=title).first.click()
    expect(page.get_by_text("現在連不上網路")).to_have_count(0)
    # It goes on at the third question, which may begin with a word of warning.
    expect(page.locator("#trail")).to_contain_text("3／4")
