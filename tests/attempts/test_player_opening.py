"""The player's page in Chromium when its script or its style does not come."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.attempts.handset import Handset

pytestmark = pytest.mark.e2e

START = "開始"
AGAIN = "打不開嗎？再開一次"
SHORTLY_AGO = "sessionStorage.setItem('streetlight.revived', Date.now() - 31000)"


@pytest.fixture
def phone(make_handset: Callable[..., Handset]) -> Handset:
    return make_handset()


def failing(phone: Handset, times: int, file: str = "player.js") -> list[str]:
    """The player's script does not come so many times that the page is opened; each opening is noted."""
    opened: list[str] = []
    phone.page.on("request", lambda request: request.is_navigation_request() and opened.append(request.url))
    phone.page.route(
        f"**/built/{file}", lambda route: route.abort("aborted") if len(opened) <= times else route.fallback()
    )
    return opened


@pytest.mark.parametrize("file", ["player.js", "player.css"])
def test_what_was_cut_off_is_fetched_once_more_by_itself(phone: Handset, file: str) -> None:
    opened = failing(phone, 1, file)
    phone.open()
    expect(phone.page.locator("#player")).to_have_css("display", "flex")
    expect(phone.page.get_by_role("button", name=START)).to_be_visible()
    assert len(opened) == 2


def test_one_that_never_comes_is_not_fetched_in_a_circle_and_there_is_a_way_to_try(phone: Handset) -> None:
    phone.page.emulate_media(reduced_motion="reduce")
    opened = failing(phone, 2)
    phone.open()
    expect(phone.page.get_by_role("link", name=AGAIN)).to_be_visible()
    phone.page.wait_for_timeout(500)
    assert len(opened) == 2
    phone.page.get_by_role("link", name=AGAIN).click()
    expect(phone.page.get_by_role("button", name=START)).to_be_visible()
    assert len(opened) == 3


def test_after_a_while_it_is_tried_by_itself_again(phone: Handset) -> None:
    opened = failing(phone, 3)
    phone.open()
    phone.page.wait_for_timeout(300)
    phone.page.evaluate(SHORTLY_AGO)
    phone.open()
    expect(phone.page.get_by_role("button", name=START)).to_be_visible()
    assert len(opened) == 4


def test_nobody_is_offered_to_try_again_before_it_is_time(phone: Handset) -> None:
    failing(phone, 2)
    phone.open()
    expect(phone.page.get_by_text("正在打開……")).to_be_visible()
    link = phone.page.get_by_text(AGAIN)
    expect(link).to_be_attached()
    expect(link).to_be_hidden()
    phone.page.evaluate("() => document.getAnimations().forEach((motion) => motion.finish())")
    expect(link).to_be_visible()
