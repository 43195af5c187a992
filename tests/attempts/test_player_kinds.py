"""Each kind of node in Chromium, as a thumb and as a screen reader meets it, and what is sent of it."""

import pytest
from playwright.sync_api import expect

from tests.attempts.arriving import Make, arrive, put, put_all, sent
from tests.attempts.handset import Handset

pytestmark = pytest.mark.e2e


def verdicts(phone: Handset) -> list[tuple[str, str]]:
    """Each part and what is said of it."""
    rows = phone.page.locator(".verdict:has(.chip)").evaluate_all(
        "(all) => all.map((row) => [row.querySelector('p').textContent, row.querySelector('.chip').textContent])"
    )
    return [(text, words) for text, words in rows]


def test_choices_say_of_each_option_how_it_was(make_handset: Make) -> None:
    phone = arrive(make_handset, "signs")
    phone.choose("他穿著室內拖鞋，沒穿外套")
    phone.choose("他的手錶看起來很貴")
    phone.tap("就選這些")
    assert sorted(sent(phone)[1]) == ["rich", "shoes"]
    expect(phone.page.locator(".feedback .chip")).to_have_text("還不對")
    assert dict(verdicts(phone)) == {
        "他穿著室內拖鞋，沒穿外套": "選對了",
        "他說不出家在哪裡": "漏掉了，這個也該選",
        "他的手錶看起來很貴": "這個不用選",
        "先拍照傳到店裡的群組": "沒選，對的",
    }
    expect(phone.page.get_by_text("他的臉會傳到你不認識的人手上，收不回來。")).to_be_visible()


def test_a_harmful_option_is_said_to_harm_and_asked_again(make_handset: Make) -> None:
    phone = arrive(make_handset, "signs")
    phone.choose("先拍照傳到店裡的群組")
    phone.tap("就選這些")
    expect(phone.page.locator(".feedback .chip")).to_have_text("這樣會傷到人")
    expect(phone.page.get_by_text("這一題，故事走完會再問你一次。")).to_be_visible()
    assert ("先拍照傳到店裡的群組", "這樣會傷到人") in verdicts(phone)


def test_one_option_at_least_must_be_chosen(make_handset: Make) -> None:
    phone = arrive(make_handset, "signs")
    phone.page.get_by_role("button", name="就選這些").click(force=True)
    expect(phone.page.get_by_role("alert")).to_have_text("先選，至少一個，再按下面的按鈕。")
    phone.choose("他說不出家在哪裡")
    expect(phone.page.locator("[data-remind]")).to_be_empty()


def test_an_order_is_tapped_and_taken_back(make_handset: Make) -> None:
    phone = arrive(make_handset, "steps")
    button = lambda name: phone.page.locator(".step", has_text=name)  # noqa: E731 - a short name for a long locator
    button("打 110").click()
    button("看自己").click()
    expect(phone.page.get_by_role("button", name="看自己和旁邊的人安不安全 排在第 2", pressed=True)).to_be_visible()
    button("打 110").click()
    expect(button("打 110")).to_have_attribute("aria-pressed", "false")
    expect(button("看自己").locator(".place")).to_have_text("1")
    expect(phone.page.locator("[data-heard]")).to_have_text("打 110，說清楚人在哪裡，拿回來了。")
    phone.page.get_by_role("button", name="就照這個順序").click(force=True)
    expect(phone.page.get_by_role("alert")).to_have_text("還有 3 個沒排。")


def test_an_order_stands_beside_the_right_one(make_handset: Make) -> None:
    phone = arrive(make_handset, "steps")
    for name in ("看自己", "打 110", "慢慢問", "把時間"):
        phone.page.locator(".step", has_text=name).click()
    phone.tap("就照這個順序")
    assert sent(phone) == ("steps", ["safe", "call", "ask", "write"])
    expect(phone.page.locator(".feedback .chip")).to_have_text("對了一部分")
    assert [words for _, words in verdicts(phone)] == ["你也排在這裡", "你排在第 3", "你排在第 2", "你也排在這裡"]


def test_a_report_is_put_together_phrase_by_phrase(make_handset: Make) -> None:
    phone = arrive(make_handset, "report")
    put_all(phone, 他應該是瘋了="這個人看起來怎樣")
    expect(phone.page.locator(".phrase-text")).to_have_text("都放好了。看一遍，沒問題再送出。")
    phone.tap("就這樣放")
    assert sent(phone) == ("report", {"time": "when", "door": "where", "old": "who", "crazy": "who", "name": "out"})
    expect(phone.page.locator(".verdicts h2")).to_have_text(["時間", "地點", "這個人看起來怎樣", "不寫進通報"])
    told = dict(verdicts(phone))
    assert told.pop("他應該是瘋了") == "你放在「這個人看起來怎樣」，這樣會傷到人"
    assert set(told.values()) == {"你也放這裡"}


def test_a_phrase_can_be_taken_back(make_handset: Make) -> None:
    phone = arrive(make_handset, "report")
    first = phone.page.locator(".phrase-text").inner_text()
    put(phone, "地點")
    expect(phone.page.locator(".phrase .figures")).to_have_text("第 2 句，共 5 句")
    phone.page.get_by_role("button", name=f"{first} 拿回來").click()
    expect(phone.page.locator(".phrase-text")).to_have_text(first)
    expect(phone.page.get_by_role("button", name="放進 地點", exact=True)).to_be_focused()
    phone.page.get_by_role("button", name="就這樣放").click(force=True)
    expect(phone.page.get_by_role("alert")).to_have_text("還有 5 句沒放。")


def test_a_report_can_be_put_together_with_the_keyboard(make_handset: Make) -> None:
    phone = arrive(make_handset, "report")
    phone.page.get_by_role("button", name="放進 地點", exact=True).focus()
    phone.page.keyboard.press("Enter")
    said = phone.page.locator("[data-heard]").inner_text()
    assert said.startswith("放進「地點」了。")
    assert said.endswith(phone.page.locator(".phrase-text").inner_text())
    expect(phone.page.get_by_role("button", name="放進 地點", exact=True)).to_be_focused()


@pytest.mark.parametrize(
    ("typed", "answer", "verdict"),
    [("45", 45, "對了"), ("７５", 75, "對了一部分"), (" 600 ", 600, "還不對"), ("30.5", 30.5, "對了")],
)
def test_a_number_is_taken_as_it_is_typed(make_handset: Make, typed: str, answer: float, verdict: str) -> None:
    phone = arrive(make_handset, "wait")
    phone.tap("不計時作答")
    phone.page.get_by_role("textbox").fill(typed)
    phone.tap("就填這個數字")
    assert sent(phone) == ("wait", answer)
    expect(phone.page.locator(".feedback .chip")).to_have_text(verdict)
    expect(phone.page.locator(".facts dd")).to_have_text([f"{answer} 秒", "30 到 60 秒"])


def test_a_number_is_stepped_within_its_bounds(make_handset: Make) -> None:
    phone = arrive(make_handset, "wait")
    phone.tap("不計時作答")
    field = phone.page.get_by_role("textbox")
    phone.tap("加 5 秒")
    expect(field).to_have_value("0")
    phone.tap("加 5 秒")
    expect(field).to_have_value("5")
    phone.tap("減 5 秒")
    phone.tap("減 5 秒")
    expect(field).to_have_value("0")


@pytest.mark.parametrize("typed", ["", "很久", "601", "-1", "1e999", "NaN"])
def test_what_is_no_number_within_the_bounds_is_not_sent(make_handset: Make, typed: str) -> None:
    phone = arrive(make_handset, "wait")
    phone.tap("不計時作答")
    phone.page.get_by_role("textbox").fill(typed)
    phone.page.get_by_role("button", name="就填這個數字").click(force=True)
    expect(phone.page.get_by_role("alert")).to_have_text("先填一個數字，0 到 600 秒。")
    assert sent(phone)[0] == "report"


def test_a_text_says_how_much_is_left_and_how_much_it_hit(make_handset: Make) -> None:
    phone = arrive(make_handset, "say")
    expect(phone.page.get_by_text("不要寫真實客人的資料")).to_be_visible()
    phone.page.get_by_role("textbox").fill("👵🏽" * 21)
    expect(phone.page.locator("#left")).to_have_text("超過 2 個字")
    phone.page.get_by_role("button", name="就這麼說").click(force=True)
    expect(phone.page.get_by_role("alert")).to_have_text("太長了，先刪掉 2 個字。")
    phone.page.get_by_role("textbox").fill(" 阿公你先坐。 ")
    expect(phone.page.locator("#left")).to_have_text("還可以寫 34 個字")
    phone.tap("就這麼說")
    assert sent(phone) == ("say", "阿公你先坐。")
    expect(phone.page.locator(".feedback .chip")).to_have_text("對了一部分")
    expect(phone.page.get_by_text("2 個重點，你說到 1 個")).to_be_visible()


@pytest.mark.parametrize("typed", ["@skip", " @timeout"])
def test_a_text_that_looks_like_the_protocol_is_a_text(make_handset: Make, typed: str) -> None:
    phone = arrive(make_handset, "say")
    phone.page.get_by_role("textbox").fill(typed)
    phone.tap("就這麼說")
    assert sent(phone) == ("say", typed.strip().replace("@", "＠"))
