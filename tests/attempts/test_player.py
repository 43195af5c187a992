"""The player in Chromium: what a clerk sees and what is sent. The API stands at the network's edge (see handset.py)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from content.script import order
from tests.attempts.handset import HOST, Handset

pytestmark = pytest.mark.e2e

ATTEMPT = "0d6f1c52-8a53-4f3e-9f0e-6c1b2a7d9e11"


@pytest.fixture
def phone(make_handset: Callable[..., Handset]) -> Handset:
    return make_handset()


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
    expect(phone.page.get_by_role("heading", name=text, level=1)).to_be_visible()


def past_support(phone: Handset) -> None:
    """After a story with a content note; whom to talk to stands before the result."""
    heading(phone, "這種事聽多了，心裡會累")
    phone.tap("繼續")


def test_a_scenario_is_played_from_the_first_card_to_a_lit_lamp(phone: Handset) -> None:
    begin(phone)
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.get_by_text("她坐下了。")).to_be_visible()
    phone.tap("繼續")
    heading(phone, "接下來會談到暴力")
    phone.tap("我準備好了")
    judge(phone, "橙級")
    phone.tap("繼續")
    heading(phone, "天快亮了")
    expect(phone.page.get_by_text("接住了", exact=True)).to_be_visible()
    phone.tap("繼續")
    past_support(phone)
    heading(phone, "這盞燈亮了")
    full = [re.compile(f"{name}.*很穩.*2 / 2", re.DOTALL) for name in ("同理提問", "風險判斷")]
    expect(phone.page.locator(".bars li")).to_have_text(full)
    assert phone.kept() == []
    phone.tap("回到街上")
    expect(phone.page).to_have_url(f"{HOST}/courses/5/")


def test_steps_are_sent_in_order_with_both_clocks(phone: Handset) -> None:
    begin(phone)
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    first, *_ = phone.api.calls
    ((attempt, log),) = phone.api.logs.items()
    assert first == ("PUT", f"/api/v1/attempts/{attempt}", {"edition": phone.config["edition"], "for": "enrolment:5"})
    assert [(s["seq"], s["node"], s["answer"]) for s in log["steps"]] == [(1, "hello", None), (2, "ask", "kind")]
    for step in log["steps"]:
        assert step["shown_at"] <= step["answered_at"]
        assert 0 <= step["elapsed_ms"] < 30_000


def test_texts_have_lists_and_the_hotlines_number(phone: Handset) -> None:
    phone.open()
    phone.tap("開始")
    expect(phone.page.locator(".told li")).to_have_text(["先看自己安不安全", "不確定就打 110"])
    expect(phone.page.locator(".told p")).to_have_text(["她站在門口。"])


def test_an_answer_must_be_chosen_before_it_is_confirmed(phone: Handset) -> None:
    begin(phone)
    # Playwright would wait for aria-disabled to go; a person taps anyway.
    phone.page.get_by_role("button", name="就這麼做").click(force=True)
    expect(phone.page.get_by_role("alert")).to_have_text("先選一個，再按下面的按鈕。")
    assert [s["node"] for log in phone.api.logs.values() for s in log["steps"]] == ["hello"]


def test_options_stand_in_the_order_that_the_seed_draws(make_handset: Callable[..., Handset]) -> None:
    phone = make_handset(attempt=ATTEMPT)
    phone.api.begin(ATTEMPT, ("hello", None))
    phone.open()
    expect(phone.page.locator(".option")).to_have_count(3)
    shown = phone.page.locator(".option input").evaluate_all("(all) => all.map((one) => one.value)")
    assert shown == [["kind", "cold", "rude"][place] for place in order(ATTEMPT, "ask", 1, 3)]


def test_a_critical_choice_is_announced_and_asked_again_until_mended(phone: Handset) -> None:
    begin(phone)
    reply(phone, "「要買就買，不買不要站在這裡。」")
    expect(phone.page.get_by_text("這一題，故事走完會再問你一次。")).to_be_visible()
    phone.tap("繼續")
    phone.tap("我準備好了")
    judge(phone, "橙級")
    phone.tap("繼續")
    phone.tap("繼續")
    heading(phone, "回頭看一眼")
    expect(phone.page.get_by_text("有 1 題，你的選擇可能讓人受傷。", exact=False)).to_be_visible()
    phone.tap("好，再想一次")
    reply(phone, "「要買就買，不買不要站在這裡。」")
    expect(phone.page.get_by_text("還不行，等一下再想一次。")).to_be_visible()
    phone.tap("繼續")
    reply(phone, "「外面冷，進來坐。」")
    phone.tap("繼續")
    past_support(phone)
    heading(phone, "還差一點")
    expect(phone.page.get_by_text("這次得到 0% 的分數。", exact=False)).to_be_visible()


def test_a_failed_attempt_is_followed_by_a_new_one(phone: Handset) -> None:
    begin(phone)
    reply(phone, "繼續補貨。")
    phone.tap("繼續")
    phone.tap("我準備好了")
    judge(phone, "紅級")
    phone.tap("繼續")
    phone.tap("繼續")
    past_support(phone)
    heading(phone, "還差一點")
    expect(phone.page.get_by_text("風險等級判得不對", exact=False)).to_be_visible()
    phone.tap("再走一次")
    heading(phone, "半夜兩點")
    phone.tap("繼續")
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    assert [log["state"] for log in phone.api.logs.values()] == ["ended", "open"]


def test_answers_wait_without_a_signal_and_go_out_by_themselves_when_it_is_back(phone: Handset) -> None:
    begin(phone)
    phone.go_offline()
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#unsent")).to_have_text("1 題未送出")
    expect(phone.page.locator("#notice")).to_contain_text("還有 1 題沒送出，有訊號時會自動送出。")
    phone.tap("繼續")
    phone.tap("我準備好了")
    judge(phone, "橙級")
    expect(phone.page.locator("#unsent")).to_have_text("2 題未送出")
    phone.go_online()
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    expect(phone.page.locator("#notice")).to_be_empty()
    assert [s["answer"] for log in phone.api.logs.values() for s in log["steps"]] == [None, "kind", "orange"]


def test_a_result_waits_for_the_signal(phone: Handset) -> None:
    begin(phone)
    phone.go_offline()
    reply(phone, "「外面冷，進來坐。」")
    phone.tap("繼續")
    phone.tap("我準備好了")
    judge(phone, "橙級")
    phone.tap("繼續")
    phone.tap("繼續")
    past_support(phone)
    expect(phone.page.get_by_text("稍等一下……")).to_be_visible()
    expect(phone.page.locator("#notice")).to_contain_text("還有 2 題沒送出")
    phone.go_online()
    heading(phone, "這盞燈亮了")


def test_an_attempt_begun_without_a_signal_is_told_to_the_server_first(phone: Handset) -> None:
    phone.open()
    expect(phone.page.get_by_role("button", name="開始")).to_be_visible()
    phone.go_offline()
    phone.tap("開始")
    phone.tap("繼續")
    expect(phone.page.locator("#unsent")).to_have_text("1 題未送出")
    phone.go_online()
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    assert [method for method, _, _ in phone.api.calls] == ["PUT", "POST"]


def test_a_page_loaded_again_goes_on_where_it_was_left(phone: Handset) -> None:
    begin(phone)
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    phone.page.reload()
    heading(phone, "接下來會談到暴力")
    phone.tap("我準備好了")
    judge(phone, "橙級")
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    assert [len(log["steps"]) for log in phone.api.logs.values()] == [3]


def test_unsent_answers_outlive_a_reload(phone: Handset) -> None:
    begin(phone)
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    phone.api.status = 503
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#notice")).to_contain_text("還有 1 題沒送出，伺服器忙，等一下會自動再送。")
    phone.api.status = None
    phone.page.reload()
    heading(phone, "接下來會談到暴力")
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    assert [s["answer"] for log in phone.api.logs.values() for s in log["steps"]] == [None, "kind"]


def test_an_attempt_of_another_device_is_taken_up(make_handset: Callable[..., Handset]) -> None:
    phone = make_handset(attempt=ATTEMPT)
    phone.api.begin(ATTEMPT, ("hello", None))
    phone.open()
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    assert [s["answer"] for s in phone.api.logs[ATTEMPT]["steps"]] == [None, "kind"]


def test_an_answer_given_elsewhere_stands_and_the_person_is_told(make_handset: Callable[..., Handset]) -> None:
    phone = make_handset(attempt=ATTEMPT)
    phone.api.begin(ATTEMPT, ("hello", None))
    phone.open()
    expect(phone.page.get_by_text("你先做什麼？")).to_be_visible()
    phone.api.begin(ATTEMPT, ("hello", None), ("ask", "cold"))
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#notice")).to_contain_text("這一題你在別的地方答過了，以先送出的為準。")
    heading(phone, "接下來會談到暴力")
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    assert [s["answer"] for s in phone.api.logs[ATTEMPT]["steps"]] == [None, "cold"]


def test_a_refused_step_is_shelved_and_reported_and_no_longer_counted(phone: Handset) -> None:
    begin(phone)
    phone.api.refuse = {"ask"}
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#notice")).to_contain_text("有 1 題的答案送不進去，已經另外留著。")
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    assert sum(name.startswith("streetlight.shelf.") for name in phone.kept()) == 1
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.get_by_text("她坐下了。")).to_be_visible()
    expect(phone.page.locator("#notice")).to_be_empty()
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    assert [s["answer"] for log in phone.api.logs.values() for s in log["steps"]] == [None, "kind"]


def test_who_was_signed_out_keeps_the_answers_and_is_led_to_sign_in(phone: Handset) -> None:
    begin(phone)
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    phone.api.status = 401
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#notice")).to_contain_text("你已經登出了。還有 1 題留在這支手機")
    again = phone.page.get_by_role("link", name="重新登入")
    expect(again).to_have_attribute("href", "/sign-in/?next=%2Flearn%2F5%2Fx%2F")
    assert sum(name.startswith("streetlight.step.") for name in phone.kept()) == 1


def test_every_page_shows_and_sends_what_waits(phone: Handset) -> None:
    begin(phone)
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    phone.api.status = 503
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#unsent")).to_have_text("1 題未送出")
    phone.page.goto(HOST)
    expect(phone.page.locator("#unsent")).to_contain_text("1 題未送出")
    phone.api.status = None
    phone.page.reload()
    expect(phone.page.locator("#unsent")).to_be_hidden()
    assert [s["answer"] for log in phone.api.logs.values() for s in log["steps"]] == [None, "kind"]


def test_another_persons_answers_are_neither_sent_nor_counted(phone: Handset) -> None:
    begin(phone)
    phone.go_offline()
    reply(phone, "「外面冷，進來坐。」")
    expect(phone.page.locator("#unsent")).to_have_text("1 題未送出")
    phone.page.evaluate(
        """() => { for (const [key, text] of Object.entries({...localStorage}))
             localStorage.setItem(key, text.replace('"person":"7"', '"person":"8"')); }"""
    )
    before = len(phone.api.calls)
    phone.go_online()
    phone.page.reload()
    expect(phone.page.get_by_role("button", name="開始")).to_be_visible()
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    assert len(phone.api.calls) == before
    assert sum(name.startswith("streetlight.step.") for name in phone.kept()) == 1


def test_an_edition_withdrawn_meanwhile_is_said_with_the_servers_reason(phone: Handset) -> None:
    phone.open()
    phone.api.withdrawn = True
    phone.tap("開始")
    heading(phone, "這一份先停在這裡")
    expect(phone.page.get_by_text("這一版教材已經撤回。")).to_be_visible()
    expect(phone.page.get_by_role("link", name="回到街上")).to_have_attribute("href", "/courses/5/")


def test_a_closed_attempt_keeps_what_comes_late_and_says_so(make_handset: Callable[..., Handset]) -> None:
    phone = make_handset(attempt=ATTEMPT)
    phone.api.begin(ATTEMPT, ("hello", None))
    phone.open()
    expect(phone.page.get_by_text("你先做什麼？")).to_be_visible()
    phone.api.logs[ATTEMPT]["state"] = "closed"
    reply(phone, "「外面冷，進來坐。」")
    heading(phone, "這一份先停在這裡")
    assert [name for name in phone.kept() if "step" in name] == []


def test_a_rehearsal_sends_nothing_and_says_so(make_handset: Callable[..., Handset]) -> None:
    phone = make_handset(mode="rehearsal", review="draft")
    begin(phone)
    expect(phone.page.get_by_text("試玩：不會留下紀錄")).to_be_visible()
    expect(phone.page.get_by_text("草稿，待專家審閱")).to_be_visible()
    reply(phone, "「外面冷，進來坐。」")
    phone.tap("繼續")
    phone.tap("我準備好了")
    judge(phone, "橙級")
    phone.tap("繼續")
    phone.tap("繼續")
    past_support(phone)
    heading(phone, "走完了")
    assert (phone.api.calls, phone.kept()) == ([], [])


def test_it_opens_again_after_a_failed_load(phone: Handset) -> None:
    phone.api.online = False
    phone.open()
    expect(phone.page.locator("#notice")).to_contain_text("現在連不上網路。你的進度都在")
    phone.api.online = True
    phone.tap("再試一次")
    heading(phone, "半夜的電話")
    expect(phone.page.locator("#notice")).to_be_empty()


def test_the_keyboard_alone_is_enough(phone: Handset) -> None:
    phone.open()
    heading(phone, "半夜的電話")
    press = phone.page.keyboard.press
    for _ in range(2):
        press("Tab")
        press("Enter")
    expect(phone.page.locator("#prompt")).to_be_focused()
    for key in ("Tab", "Space", "Tab", "Enter"):
        press(key)
    expect(phone.page.locator(".feedback")).to_be_visible()
    expect(phone.page.get_by_role("button", name="繼續")).to_be_focused()
    press("Enter")
    heading(phone, "接下來會談到暴力")


def test_a_double_tap_answers_once(phone: Handset) -> None:
    phone.open()
    phone.page.get_by_role("button", name="開始").dblclick()
    heading(phone, "半夜兩點")


@pytest.mark.parametrize("width", [180, 320, 360, 1440])
def test_nothing_is_wider_than_the_screen(phone: Handset, width: int) -> None:
    phone.page.set_viewport_size({"width": width, "height": 740})
    begin(phone)
    reply(phone, "「要買就買，不買不要站在這裡。」")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_target_is_large_enough_for_a_thumb(phone: Handset) -> None:
    begin(phone)
    small = phone.page.locator("a:visible, button:visible, label:visible").evaluate_all(
        "(all) => all.filter((one) => one.getBoundingClientRect().height < 48).map((one) => one.textContent)"
    )
    assert small == []
