"""A hotline that changes while a phone is open: the screen follows, and the answer under way stays."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.attempts.handset import BODY, HOTLINES, Handset
from tests.browsers import ARGS, SHELL

pytestmark = pytest.mark.e2e

POLICE = {"number": "110", "name": {"zh-Hant": "警察報案專線"}}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": SHELL, "args": ARGS}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Handset]:
    """A handset whose story names the hotline on its card, in an option and in the feedback."""
    body = deepcopy(BODY)
    body["texts"]["zh-Hant"] |= {
        "ask.kind.text": "打 [[police]]，請她坐下。",
        "ask.kind.feedback": "[[police.name]]的人來了，號碼是 [[police]]。",
    }
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-TW")
    handset = Handset(context.new_page(), body)
    yield handset
    context.close()
    assert handset.complaints == []


@pytest.fixture
def change(phone: Handset) -> Callable[..., None]:
    """`change("111")`: the operator saves; the servers' answers name the new edition from now on."""

    def changed(number: str, edition: str = "new") -> None:
        entries = [{"key": "police", **POLICE, "number": number}]
        told = {"Streetlight-Hotlines": edition}

        def now(route: Route) -> None:
            route.fulfill(json={"edition": edition}, headers=told)

        phone.page.route("**/api/v1/hotlines", now)
        phone.page.route(
            f"**/api/v1/editions/{edition}", lambda route: route.fulfill(json={**HOTLINES, "entries": entries})
        )
        phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    return changed


def at_the_question(phone: Handset) -> None:
    phone.open()
    phone.tap("開始")
    phone.tap("繼續")


def test_the_card_on_screen_shows_the_new_number(phone: Handset, change: Callable[..., None]) -> None:
    phone.open()
    phone.tap("開始")
    expect(phone.page.get_by_text("不確定就打 110")).to_be_visible()
    change("111")
    expect(phone.page.get_by_text("不確定就打 111")).to_be_visible()
    expect(phone.page.get_by_text("專線剛剛更新了")).to_be_visible()


def test_what_was_chosen_stays_chosen_and_is_sent(phone: Handset, change: Callable[..., None]) -> None:
    at_the_question(phone)
    phone.choose("打 110，請她坐下。")
    change("111")
    expect(phone.page.get_by_label("打 111，請她坐下。")).to_be_checked()
    phone.tap("就這麼做")
    expect(phone.page.get_by_text("警察報案專線的人來了，號碼是 111。")).to_be_visible()
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    (log,) = phone.api.logs.values()
    assert [(s["node"], s["answer"]) for s in log["steps"]] == [("hello", None), ("ask", "kind")]


def test_texts_that_come_later_have_the_new_number_without_a_word(phone: Handset, change: Callable[..., None]) -> None:
    phone.open()
    expect(phone.page.get_by_role("button", name="開始")).to_be_visible()
    with phone.page.expect_response("**/editions/new"):
        change("111")
    phone.tap("開始")
    expect(phone.page.get_by_text("不確定就打 111")).to_be_visible()
    expect(phone.page.get_by_text("專線剛剛更新了")).to_have_count(0)


def test_a_second_change_follows_the_first(phone: Handset, change: Callable[..., None]) -> None:
    at_the_question(phone)
    for number, edition in (("111", "new"), ("112", "newer")):
        change(number, edition)
        expect(phone.page.get_by_label(f"打 {number}，請她坐下。")).to_be_visible()


def test_a_server_that_has_not_heard_yet_does_not_bring_the_old_number_back(
    phone: Handset, change: Callable[..., None]
) -> None:
    at_the_question(phone)
    change("111")
    expect(phone.page.get_by_label("打 111，請她坐下。")).to_be_visible()
    with phone.page.expect_response("**/api/v1/hotlines"):
        change("110", "hot")
    phone.page.wait_for_timeout(300)
    expect(phone.page.get_by_label("打 111，請她坐下。")).to_be_visible()


def test_without_a_network_the_known_number_stays(phone: Handset, change: Callable[..., None]) -> None:
    at_the_question(phone)
    phone.page.route("**/api/v1/**", lambda route: route.abort("internetdisconnected"))
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.page.wait_for_timeout(300)
    expect(phone.page.get_by_label("打 110，請她坐下。")).to_be_visible()
