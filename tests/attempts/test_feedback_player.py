"""What the player asks beside the answers, in Chromium: never in the way, kept first, sent once there is a network."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.attempts.handset import HOST, Handset
from tests.attempts.tapping import all_sent

pytestmark = pytest.mark.e2e


@pytest.fixture
def phone(make_handset: Callable[..., Handset]) -> Handset:
    return make_handset(first=True)


def told(phone: Handset) -> list[tuple[str, dict[str, Any]]]:
    """What was told beside the answers: (kind, members without the clock)."""
    sent = [(re.search(r"/(confidence|usefulness|flags)/", path), body) for _, path, body in phone.api.calls]
    return [(found[1], {k: v for k, v in body.items() if k != "told_at"}) for found, body in sent if found]


def reply(phone: Handset, text: str) -> None:
    phone.choose(text)
    phone.tap("就這麼做")
    phone.tap("繼續")


def play_to_the_end(phone: Handset, *, level: str = "橙級") -> None:
    phone.tap("開始")
    phone.tap("繼續")
    reply(phone, "「外面冷，進來坐。」")
    phone.tap("我準備好了")
    phone.choose(level)
    phone.tap("就判這一級")
    phone.tap("繼續")
    phone.tap("繼續")
    phone.tap("繼續")  # past whom to talk to after violence


def report(phone: Handset, about: str, text: str = "") -> None:
    phone.tap("這裡怪怪的")
    phone.page.get_by_label(about, exact=True).check()
    phone.page.get_by_label("多說一點").fill(text)
    phone.tap("送出")


def test_confidence_before_takes_one_tap_and_may_be_tapped_anew_until_the_start(phone: Handset) -> None:
    phone.open()
    phone.tap("很有把握")
    phone.tap("不太有把握")
    assert told(phone) == []
    phone.tap("開始")
    all_sent(phone)
    assert told(phone) == [("confidence", {"moment": "before", "level": 2, "lang": "zh-Hant"})]
    methods = [(method, path.split("/")[-2]) for method, path, _ in phone.api.calls]
    assert methods == [("PUT", "attempts"), ("PUT", "confidence")]


def test_who_says_nothing_is_asked_nothing_more(phone: Handset) -> None:
    phone.open()
    play_to_the_end(phone)
    phone.tap("回到街上")
    expect(phone.page).to_have_url(f"{HOST}/courses/5/")
    assert told(phone) == []


def test_confidence_is_asked_before_the_first_attempt_only(make_handset: Callable[..., Handset]) -> None:
    phone = make_handset(first=False)
    phone.open()
    expect(phone.page.get_by_role("button", name="開始")).to_be_visible()
    expect(phone.page.get_by_text("有多少把握")).to_have_count(0)


def test_after_passing_both_questions_take_one_tap_each_and_say_thanks(phone: Handset) -> None:
    phone.open()
    play_to_the_end(phone)
    phone.tap("還算有把握")
    phone.tap("有一點")
    expect(phone.page.get_by_text("收到，謝謝你。")).to_have_count(2)
    expect(phone.page.locator(".answers")).to_have_count(0)
    all_sent(phone)
    # Which of two that wait together goes first is nobody's concern.
    assert sorted(told(phone), key=str) == [
        ("confidence", {"moment": "after", "level": 4, "lang": "zh-Hant"}),
        ("usefulness", {"use": "some", "lang": "zh-Hant"}),
    ]
    assert phone.kept() == []


def test_use_is_not_asked_of_who_has_not_passed(phone: Handset) -> None:
    phone.open()
    play_to_the_end(phone, level="紅級")
    expect(phone.page.get_by_text("下次遇到，你有多少把握？")).to_be_visible()
    expect(phone.page.get_by_text("用得上嗎")).to_have_count(0)
    phone.tap("完全沒把握")
    phone.tap("再走一次")
    all_sent(phone)
    attempt, _ = phone.api.logs
    assert told(phone) == [("confidence", {"moment": "after", "level": 1, "lang": "zh-Hant"})]
    [path] = [path for _, path, _ in phone.api.calls if "/confidence/" in path]
    assert attempt in path


def test_a_flag_names_the_node_on_the_stage(phone: Handset) -> None:
    phone.open()
    expect(phone.page.get_by_role("button", name="這裡怪怪的")).to_be_hidden()
    phone.tap("開始")
    report(phone, "事實不對", "  165 不是這樣用的。 ")
    expect(phone.page.locator("#notice")).to_contain_text("收到了，謝謝你。講師會來看這一步。")
    phone.tap("繼續")
    report(phone, "不像我們店")
    reply(phone, "「外面冷，進來坐。」")
    all_sent(phone)
    assert told(phone) == [
        ("flags", {"node": "hello", "about": "fact", "text": "165 不是這樣用的。", "lang": "zh-Hant"}),
        ("flags", {"node": "ask", "about": "unlike", "text": "", "lang": "zh-Hant"}),
    ]


def test_the_ending_can_be_flagged_and_the_result_cannot(phone: Handset) -> None:
    phone.open()
    phone.tap("開始")
    phone.tap("繼續")
    reply(phone, "「外面冷，進來坐。」")
    phone.tap("我準備好了")
    phone.choose("橙級")
    phone.tap("就判這一級")
    phone.tap("繼續")
    report(phone, "其他")
    phone.tap("繼續")
    phone.tap("繼續")
    expect(phone.page.get_by_role("heading", name="這盞燈亮了")).to_be_visible()
    expect(phone.page.get_by_role("button", name="這裡怪怪的")).to_be_hidden()
    all_sent(phone)
    assert [body["node"] for _, body in told(phone)] == ["end"]


def test_the_sheet_says_not_to_write_about_customers_and_takes_three_hundred_characters(phone: Handset) -> None:
    phone.open()
    phone.tap("開始")
    phone.tap("這裡怪怪的")
    expect(phone.page.get_by_text("不要寫到真實的客人", exact=False)).to_be_visible()
    field = phone.page.get_by_label("多說一點")
    field.press_sequentially("字" * 5)
    field.fill("字" * 299)
    field.press_sequentially("多多")
    assert len(field.input_value()) == 300


def test_going_back_from_the_sheet_tells_nothing_and_forgets_what_was_typed(phone: Handset) -> None:
    phone.open()
    phone.tap("開始")
    phone.tap("這裡怪怪的")
    phone.page.get_by_label("多說一點").fill("還沒想好")
    phone.tap("算了")
    phone.tap("這裡怪怪的")
    expect(phone.page.get_by_label("多說一點")).to_have_value("")
    phone.page.keyboard.press("Escape")
    expect(phone.page.get_by_role("dialog")).to_have_count(0)
    assert told(phone) == []


def test_what_is_wrong_must_be_said(phone: Handset) -> None:
    phone.open()
    phone.tap("開始")
    phone.tap("這裡怪怪的")
    phone.tap("送出")
    expect(phone.page.get_by_role("dialog")).to_be_visible()
    assert told(phone) == []


def test_words_wait_without_a_signal_are_counted_and_go_out_after_the_attempt(phone: Handset) -> None:
    phone.open()
    expect(phone.page.get_by_role("button", name="開始")).to_be_visible()
    phone.go_offline()
    phone.tap("一半一半")
    phone.tap("開始")
    report(phone, "看不懂")
    expect(phone.page.locator("#unsent")).to_have_text("2 筆未送出")
    expect(phone.page.locator("#notice")).to_contain_text("還有 2 筆沒送出，有訊號時會自動送出。")
    phone.go_online()
    all_sent(phone)
    assert sorted(kind for kind, _ in told(phone)) == ["confidence", "flags"]
    (attempt,) = phone.api.logs
    assert phone.api.calls[0][:2] == ("PUT", f"/api/v1/attempts/{attempt}")


def test_a_word_that_is_on_its_way_survives_the_page(phone: Handset) -> None:
    phone.open()
    play_to_the_end(phone)
    expect(phone.page.get_by_role("button", name="回到街上")).to_be_visible()
    phone.go_offline()
    phone.tap("有用")
    expect(phone.page.locator("#unsent")).to_have_text("1 筆未送出")
    phone.page.context.set_offline(False)
    phone.page.goto(f"{HOST}/")
    expect(phone.page.locator("#unsent")).to_have_text("1 筆未送出")
    phone.go_online()
    # A page that has just been opened has not counted yet: that nothing waits is no sign before it was sent.
    with phone.page.expect_response(lambda answer: "/usefulness/" in answer.url):
        phone.page.reload()
    expect(phone.page.locator("#unsent")).to_be_hidden()
    assert told(phone) == [("usefulness", {"use": "yes", "lang": "zh-Hant"})]


@pytest.mark.parametrize(("status", "left"), [(409, []), (422, ["shelf."]), (404, ["shelf."])])
def test_what_the_server_will_not_have_is_not_sent_for_ever(phone: Handset, status: int, left: list[str]) -> None:
    phone.open()
    with phone.page.expect_response(lambda answer: "/attempts/" in answer.url):
        phone.tap("開始")
    all_sent(phone)
    phone.api.status = status
    with phone.page.expect_response(lambda answer: "/flags/" in answer.url):
        report(phone, "其他")
    all_sent(phone)
    kept = [re.sub("[0-9a-f-]{36}$", "", key) for key in phone.kept() if key.startswith(("told", "shelf"))]
    assert (kept, len(told(phone))) == (left, 1)


def test_a_rehearsal_asks_nothing(make_handset: Callable[..., Handset]) -> None:
    phone = make_handset(mode="rehearsal", first=None)
    phone.open()
    expect(phone.page.get_by_text("有多少把握")).to_have_count(0)
    phone.tap("開始")
    expect(phone.page.get_by_role("button", name="這裡怪怪的")).to_be_hidden()
