"""The player in Chromium: what a clerk sees. The API stands at the network's edge (see handset.py)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from content.script import order
from tests.attempts.handset import BODY, HOST, Handset
from tests.attempts.tapping import begin, heading, judge, past_support, reply

pytestmark = pytest.mark.e2e

ATTEMPT = "0d6f1c52-8a53-4f3e-9f0e-6c1b2a7d9e11"


@pytest.fixture
def phone(make_handset: Callable[..., Handset]) -> Handset:
    return make_handset()


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
    heading(phone, "這盞燈還沒亮")
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
    heading(phone, "這盞燈還沒亮")
    expect(phone.page.get_by_text("風險等級判得不對", exact=False)).to_be_visible()
    phone.tap("再走一次")
    heading(phone, "半夜兩點")
    phone.tap("繼續")
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    assert [log["state"] for log in phone.api.logs.values()] == ["ended", "open"]


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


@pytest.mark.parametrize(("drafts", "told"), [(["zh-Hant"], True), (["vi"], False)])
def test_a_machines_draft_says_so_on_every_screen(
    make_handset: Callable[..., Handset], drafts: list[str], told: bool
) -> None:
    phone = make_handset(body=BODY | {"drafts": drafts})
    begin(phone)
    line = phone.page.get_by_text("機器翻譯草稿，等母語夥伴看過")
    expect(line).to_be_visible(visible=told)
    reply(phone, "「外面冷，進來坐。」")
    expect(line).to_be_visible(visible=told)


def test_it_opens_again_after_a_failed_load(phone: Handset) -> None:
    phone.keeps = phone.api.online = False
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
    for title in ("半夜的電話", "半夜兩點"):
        heading(phone, title)
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
