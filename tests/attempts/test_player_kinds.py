"""Each kind of node in Chromium, as a thumb and as a screen reader meets it, and what is sent of it."""

from collections.abc import Callable
from itertools import takewhile
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from content.script import best, load
from tests.attempts.handset import HOST, Handset
from tests.attempts.kinds import BODY
from tests.e2e.playing import Walk, critical, right

pytestmark = pytest.mark.e2e

ATTEMPT = "0d6f1c52-8a53-4f3e-9f0e-6c1b2a7d9e11"
BEST = [(answer.node, answer.answer) for answer in best(load(BODY), ATTEMPT).path]
ASKING = ["greet", "signs", "steps", "report", "wait", "say", "story", "rate"]

Make = Callable[..., Handset]


def arrive(make: Make, node: str, **answers: Any) -> Handset:
    """A handset that takes up an attempt at `node`, all before it answered well unless `answers` say otherwise."""
    phone = make(body=BODY, attempt=ATTEMPT)
    before = takewhile(lambda step: step[0] != node, BEST)
    phone.api.begin(ATTEMPT, *((name, answers.get(name, answer)) for name, answer in before))
    phone.open()
    return phone


def sent(phone: Handset) -> tuple[str, Any]:
    """What was answered last, once the server has it."""
    expect(phone.page.locator("#unsent")).to_have_text("都送出了")
    step = phone.api.logs[ATTEMPT]["steps"][-1]
    return step["node"], step["answer"]


def verdicts(phone: Handset) -> list[tuple[str, str]]:
    """Each part and what is said of it."""
    rows = phone.page.locator(".verdict:has(.chip)").evaluate_all(
        "(all) => all.map((row) => [row.querySelector('p').textContent, row.querySelector('.chip').textContent])"
    )
    return [(text, words) for text, words in rows]


def put(phone: Handset, slot: str) -> None:
    phone.page.get_by_role("button", name=f"放進 {slot}", exact=True).click()


RIGHT_SLOTS = {
    "今天凌晨兩點十分左右進來": "時間",
    "福小門市，靠馬路那一邊的門口": "地點",
    "七、八十歲，穿藍色睡衣、室內拖鞋": "這個人看起來怎樣",
    "他應該是瘋了": "不寫進通報",
    "他很像王太太的公公": "不寫進通報",
}


def put_all(phone: Handset, **otherwise: str) -> None:
    """Every phrase into its slot, or where `otherwise` says."""
    for _ in RIGHT_SLOTS:
        phrase = phone.page.locator(".phrase-text").inner_text()
        put(phone, otherwise.get(phrase, RIGHT_SLOTS[phrase]))


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


def test_the_clock_is_announced_and_its_end_is_the_answer(make_handset: Make) -> None:
    phone = make_handset(body=BODY, attempt=ATTEMPT)
    phone.page.clock.install()
    phone.api.begin(ATTEMPT, *takewhile(lambda step: step[0] != "wait", BEST))
    phone.open()
    expect(phone.page.get_by_role("heading", name="有 30 秒可以想")).to_be_visible()
    phone.tap("開始計時")
    clock, heard = phone.page.get_by_role("timer"), phone.page.locator("#clock-heard")
    expect(clock).to_have_text("0:30")
    expect(heard).to_be_empty()
    phone.page.clock.run_for(15_500)
    expect(clock).to_have_text("0:15")
    expect(heard).to_have_text("還剩 15 秒")
    phone.page.clock.run_for(5_000)
    expect(heard).to_have_text("還剩 10 秒")
    phone.page.clock.run_for(10_000)
    expect(phone.page.locator(".feedback .chip")).to_have_text("時間到了")
    expect(phone.page.get_by_text("他等不到人，又站起來了。")).to_be_visible()
    expect(phone.page.locator("#clock")).to_be_hidden()
    phone.page.clock.run_for(60_000)
    assert [s["answer"] for s in phone.api.logs[ATTEMPT]["steps"] if s["node"] == "wait"] == ["@timeout"]


def test_who_comes_back_after_the_time_is_told_at_once_and_answers_once(make_handset: Make) -> None:
    phone = make_handset(body=BODY, attempt=ATTEMPT)
    phone.page.clock.install()
    phone.api.begin(ATTEMPT, *takewhile(lambda step: step[0] != "wait", BEST))
    phone.open()
    phone.tap("開始計時")
    phone.page.get_by_role("textbox").fill("45")
    # A sleeping phone runs no timers; the first that happens on waking is this event.
    phone.page.clock.set_system_time(phone.page.evaluate("Date.now()") + 3_600_000)
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.page.locator(".feedback .chip")).to_have_text("時間到了")
    assert sent(phone) == ("wait", "@timeout")
    phone.tap("繼續")
    expect(phone.page.get_by_text("你怎麼回他？", exact=False)).to_be_visible()


def test_an_answer_in_time_stops_the_clock(make_handset: Make) -> None:
    phone = make_handset(body=BODY, attempt=ATTEMPT)
    phone.page.clock.install()
    phone.api.begin(ATTEMPT, *takewhile(lambda step: step[0] != "wait", BEST))
    phone.open()
    phone.tap("開始計時")
    phone.page.get_by_role("textbox").fill("45")
    phone.tap("就填這個數字")
    expect(phone.page.locator("#clock")).to_be_hidden()
    phone.page.clock.run_for(60_000)
    assert sent(phone) == ("wait", 45)


def test_nobody_looks_at_the_clock_when_a_question_is_mended(make_handset: Make) -> None:
    phone = arrive(make_handset, "end", wait="@timeout")
    phone.tap("好，再想一次")
    expect(phone.page.get_by_text("多久要回頭看他一次？", exact=False)).to_be_visible()
    expect(phone.page.locator("#clock")).to_be_hidden()


def test_a_heavy_part_can_be_skipped_and_support_follows(make_handset: Make) -> None:
    phone = arrive(make_handset, "story")
    expect(phone.page.get_by_role("heading", name="接下來會談到自殺")).to_be_visible()
    phone.tap("跳過這一段，不影響成績")
    assert sent(phone) == ("story", "@skip")
    for _ in range(2):
        phone.choose("不行，收進抽屜")
        phone.tap("就這麼做")
        phone.tap("繼續")
    phone.tap("繼續")
    expect(phone.page.get_by_role("heading", name="這種事聽多了，心裡會累")).to_be_visible()
    expect(phone.page.get_by_text("可以打 1925（安心專線）", exact=False)).to_be_visible()
    phone.tap("繼續")
    expect(phone.page.get_by_role("heading", name="這盞燈亮了")).to_be_visible()


def test_who_is_ready_goes_through_the_heavy_part(make_handset: Make) -> None:
    phone = arrive(make_handset, "story")
    phone.tap("我準備好了")
    expect(phone.page.get_by_text("他小聲說：「活著也沒意思。」")).to_be_visible()
    phone.tap("繼續")
    assert sent(phone) == ("story", None)


def test_a_pool_says_how_far_it_is(make_handset: Make) -> None:
    phone = arrive(make_handset, BEST[-2][0])
    expect(phone.page.locator("#trail")).to_contain_text(f"第 {len(BEST) - 1} 張・這一輪 1／2")
    phone.choose("不行，收進抽屜")
    phone.tap("就這麼做")
    phone.tap("繼續")
    expect(phone.page.locator("#trail")).to_contain_text("這一輪 2／2")
    assert sent(phone)[0] == BEST[-2][0]


def test_what_was_chosen_opens_and_closes_choices_and_ways(make_handset: Make) -> None:
    phone = arrive(make_handset, "greet")
    expect(phone.page.locator(".option")).to_have_count(2)
    phone.choose("繼續補貨，先看著。")
    phone.tap("就這麼做")
    phone.tap("繼續")
    phone.tap("繼續")
    expect(phone.page.locator(".option")).to_have_count(3)
    phone.choose("「阿公，今天怎麼這麼晚？」")
    phone.tap("就這麼做")
    phone.tap("繼續")
    phone.tap("繼續")
    expect(phone.page.get_by_text("他坐下來，手慢慢不抖了。")).to_be_visible()


def test_a_report_that_harmed_is_mended(make_handset: Make) -> None:
    harmful = {"time": "when", "door": "where", "old": "who", "crazy": "who", "name": "out"}
    phone = arrive(make_handset, "end", report=harmful)
    phone.tap("好，再想一次")
    put_all(phone, 他應該是瘋了="這個人看起來怎樣")
    phone.tap("就這樣放")
    expect(phone.page.get_by_text("還不行，等一下再想一次。")).to_be_visible()
    phone.tap("繼續")
    put_all(phone)
    phone.tap("就這樣放")
    expect(phone.page.locator(".feedback .chip")).to_have_text("對了")
    phone.tap("繼續")
    phone.tap("繼續")
    expect(phone.page.get_by_role("heading", name="這盞燈亮了")).to_be_visible()


def test_an_answer_of_parts_outlives_a_reload_before_it_was_sent(make_handset: Make) -> None:
    phone = arrive(make_handset, "report")
    expect(phone.page.locator(".phrase-text")).to_be_visible()
    phone.api.status = 503
    put_all(phone)
    phone.tap("就這樣放")
    expect(phone.page.locator("#unsent")).to_have_text("1 題未送出")
    phone.api.status = None
    phone.page.reload()
    expect(phone.page.get_by_role("heading", name="有 30 秒可以想")).to_be_visible()
    assert sent(phone) == BEST[6]


def test_an_answer_of_parts_given_elsewhere_stands(make_handset: Make) -> None:
    phone = arrive(make_handset, "signs")
    phone.choose("他說不出家在哪裡")
    phone.api.begin(ATTEMPT, *takewhile(lambda step: step[0] != "signs", BEST), ("signs", ["lost", "shoes"]))
    phone.tap("就選這些")
    expect(phone.page.locator("#notice")).to_contain_text("這一題你在別的地方答過了，以先送出的為準。")
    expect(phone.page.get_by_text("接下來，照什麼順序做？")).to_be_visible()
    assert sent(phone) == ("signs", ["lost", "shoes"])


def test_a_script_of_a_later_format_asks_to_load_again(make_handset: Make) -> None:
    phone = make_handset(body=BODY | {"format": 3})
    phone.open()
    expect(phone.page.locator("#notice")).to_contain_text(
        "這份教材要用新一點的頁面才能打開。你的進度都在，請重新整理。"
    )
    phone.api.body = BODY
    phone.tap("重新整理")
    expect(phone.page.get_by_role("heading", name="門口的阿公")).to_be_visible()


@pytest.mark.parametrize("choose", [right, critical], ids=["well", "badly"])
def test_the_whole_night_is_walked_through(make_handset: Make, choose: Any) -> None:
    phone = make_handset(body=BODY)
    phone.open()
    Walk(phone.page, load(BODY)).go(choose)
    expect(phone.page).to_have_url(f"{HOST}/courses/5/")
    [log] = phone.api.logs.values()
    assert log["state"] == "ended"
    assert log["outcome"]["passed"] is (choose is right)


@pytest.mark.parametrize("node", ASKING)
def test_every_scene_fits_the_smallest_phone_and_every_thumb(make_handset: Make, node: str) -> None:
    phone = arrive(make_handset, node)
    expect(phone.page.locator("#scene [data-start]").first).to_be_visible()
    phone.page.set_viewport_size({"width": 320, "height": 568})
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 320
    small = phone.page.locator("a:visible, button:visible, label:visible, textarea:visible").evaluate_all(
        "(all) => all.filter((one) => one.getBoundingClientRect().height < 48).map((one) => one.textContent)"
    )
    assert small == []
    # A question without a title has its prompt, with lists and all, where the heading would stand.
    found = (
        Axe().run(phone.page, options={"rules": {"page-has-heading-one": {"enabled": False}}}).response["violations"]
    )
    assert [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found] == []
