"""Clock, skip, pool, guards and mending in Chromium: what holds a story of all kinds together."""

from itertools import takewhile
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from content.script import load
from tests.attempts.arriving import ATTEMPT, BEST, Make, arrive, put_all, sent
from tests.attempts.handset import HOST
from tests.attempts.kinds import BODY
from tests.e2e.playing import Walk, critical, right

pytestmark = pytest.mark.e2e

ASKING = ["greet", "signs", "steps", "report", "wait", "say", "story", "rate"]


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
    expect(phone.page.get_by_text("你跳過了一段，先顧自己，這樣很好。", exact=False)).to_be_visible()


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
    phone = make_handset(body=BODY | {"format": 4})
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
