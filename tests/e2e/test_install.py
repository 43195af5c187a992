"""The hint that the site can be put on the home screen: where it can, and not again for a week."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.xdist_group("e2e")]
Open = Callable[..., Page]
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1"
OFFER = """() => {
  const offer = new Event("beforeinstallprompt", { cancelable: true });
  offer.prompt = () => (self.prompted = true);
  dispatchEvent(offer);
  return offer.defaultPrevented;
}"""


def test_it_waits_for_the_browsers_offer_and_then_asks_with_it(open_as: Open) -> None:
    page = open_as("clerk")
    expect(page.locator("#install")).to_be_hidden()
    assert page.evaluate(OFFER)
    page.get_by_role("button", name="放到主畫面").click()
    assert page.evaluate("self.prompted")
    expect(page.locator("#install")).to_be_hidden()


def test_whoever_says_not_now_is_left_alone_for_a_week(open_as: Open) -> None:
    page = open_as("clerk")
    page.evaluate(OFFER)
    page.get_by_role("button", name="先不要").click()
    page.reload()
    page.evaluate(OFFER)
    expect(page.locator("#install")).to_be_hidden()
    page.evaluate("localStorage.setItem('streetlight.install', String(Date.now() - 8 * 24 * 3600 * 1000))")
    page.reload()
    page.evaluate(OFFER)
    expect(page.locator("#install")).to_be_visible()


def test_an_iphone_that_never_offers_is_told_how(open_as: Open) -> None:
    page = open_as("clerk", user_agent=IPHONE)
    expect(page.locator("#install")).to_contain_text("分享")
    expect(page.get_by_role("button", name="放到主畫面")).to_be_hidden()
