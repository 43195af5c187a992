"""What a thumb does in the little scenario of the player's tests, and what it comes to see."""

from playwright.sync_api import expect

from tests.attempts.handset import Handset


def begin(phone: Handset) -> None:
    phone.open()
    phone.tap("開始")
    phone.tap("繼續")


def reply(phone: Handset, text: str) -> None:
    phone.choose(text)
    phone.tap("就這麼做")


def judge(phone: Handset, level: str) -> None:
    phone.choose(level)
    phone.tap("就判這一級")


def heading(phone: Handset, text: str) -> None:
    expect(phone.page.locator("#scene").get_by_role("heading", name=text, level=1)).to_be_visible()


def past_support(phone: Handset) -> None:
    """After a story with a content note; whom to talk to stands before the result."""
    heading(phone, "這種事聽多了，心裡會累")
    phone.tap("繼續")


def all_sent(phone: Handset) -> None:
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    # What was tapped a moment ago may not be in the drawer yet; then the word is still that of before.
    phone.page.wait_for_timeout(200)
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
