"""What a person sees and hears besides the story: the picture of a result, a lamp that waits, reading aloud."""

import copy
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.attempts.arriving import arrive
from tests.attempts.handset import BODY, HOST, Handset
from tests.attempts.tapping import begin, heading, judge, past_support, reply

pytestmark = pytest.mark.e2e

KIND = "「外面冷，進來坐。」"
WORK = uuid.UUID("0d6f1c52-8a53-4f3e-9f0e-6c1b2a7d9e99")

# The phone's voices, as they are offered and as they speak: each piece takes as long as the test lets it.
VOICES = """(langs) => {
  window.spoken = [];
  const voices = langs.map((lang) => ({ lang, name: lang }));
  class Said extends EventTarget { constructor(text) { super(); this.text = text; } }
  window.SpeechSynthesisUtterance = Said;
  const synthesis = {
    getVoices: () => voices, addEventListener() {},
    speak(one) { spoken.push(one); }, cancel() { spoken.push("cancel"); },
  };
  Object.defineProperty(window, "speechSynthesis", { value: synthesis });
}"""
SAID = "() => spoken.filter((one) => one !== 'cancel').map((one) => [one.voice.lang, one.text])"


def with_voices(phone: Handset, *langs: str) -> None:
    phone.page.add_init_script(f"({VOICES})({list(langs)!r})")


def test_a_card_and_a_question_are_read_aloud_with_the_voice_of_taiwan(make_handset: Callable[..., Handset]) -> None:
    phone = make_handset()
    with_voices(phone, "en-US", "zh-HK", "zh-CN", "zh-TW")
    begin(phone)
    button = phone.page.get_by_role("button", name="唸給我聽")
    button.click()
    expect(phone.page.get_by_role("button", name="先停下來")).to_have_attribute("aria-pressed", "true")
    said = phone.page.evaluate(SAID)
    assert {lang for lang, _ in said} == {"zh-TW"}
    assert said[0][1] == "你先做什麼？"
    assert sorted(text for _, text in said[1:]) == sorted([KIND, "繼續補貨。", "「要買就買，不買不要站在這裡。」"])
    phone.page.evaluate("() => spoken.at(-1).onend()")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_after_an_answer_what_came_of_it_is_read_and_the_next_scene_is_silent(
    make_handset: Callable[..., Handset],
) -> None:
    phone = make_handset()
    with_voices(phone, "zh-TW")
    begin(phone)
    reply(phone, KIND)
    expect(phone.page.get_by_text("她坐下了。")).to_be_visible()
    phone.tap("唸給我聽")
    assert phone.page.evaluate(SAID) == [["zh-TW", "她坐下了。"]]
    phone.tap("繼續")
    expect(phone.page.get_by_role("button", name="唸給我聽")).to_have_attribute("aria-pressed", "false")
    assert phone.page.evaluate("() => spoken.at(-1)") == "cancel"


@pytest.mark.parametrize("langs", [(), ("en-US", "zh-HK")], ids=["none", "others"])
def test_where_there_is_no_voice_for_the_language_nothing_is_offered(
    make_handset: Callable[..., Handset], langs: tuple[str, ...]
) -> None:
    phone = make_handset()
    with_voices(phone, *langs)
    begin(phone)
    expect(phone.page.get_by_role("button", name="這裡怪怪的")).to_be_visible()
    expect(phone.page.get_by_role("button", name="唸給我聽")).to_be_hidden()


def body_of_three() -> dict[str, Any]:
    body = copy.deepcopy(BODY)
    body["competencies"] = ["empathy", "privacy", "risk"]
    kind, cold, _ = body["nodes"][1]["choices"]
    kind["points"], cold["points"] = {"empathy": 2, "privacy": 3}, {"empathy": 2, "privacy": 2}
    return body


def test_three_competencies_are_drawn_as_a_rose_and_told_in_words(make_handset: Callable[..., Handset]) -> None:
    phone = make_handset(body=body_of_three())
    begin(phone)
    reply(phone, "繼續補貨。")
    phone.tap("繼續")
    phone.tap("我準備好了")
    judge(phone, "紅級")
    phone.tap("繼續")
    phone.tap("繼續")
    past_support(phone)
    rose = phone.page.get_by_role("img", name="1 同理提問：很穩；2 個資保護：還可以；3 風險判斷：再練練")
    expect(rose).to_be_visible()
    shapes = rose.locator(".petal").evaluate_all(
        "(all) => all.map((one) => [one.getAttribute('class'), one.querySelector('path').getAttribute('transform')])"
    )
    assert [shape for shape, _ in shapes] == ["petal firm", "petal fair", "petal practise"]
    assert [float(scale[6:-1]) for _, scale in shapes] == pytest.approx([1, 2 / 3, 0.12])
    expect(phone.page.locator(".bars .place")).to_have_text(["1", "2", "3"])
    expect(phone.page.locator(".bars li > .figures")).to_have_text(["2 / 2", "2 / 3", "0 / 2"])


def street(state: str) -> dict[str, Any]:
    lamp = SimpleNamespace(
        work=WORK, edition="e", state=state, title="半夜的電話", kind="scenario", minutes=2, tries=0, withdrawn=False
    )
    other = SimpleNamespace(**{**vars(lamp), "work": uuid.uuid4(), "title": "另一盞", "state": "dark"})
    block = SimpleNamespace(title="", lamps=[lamp, other], lit=0)
    return {"street": SimpleNamespace(enrolment=5, blocks=[block], next=lamp)}


def chips(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".walk .chip").all_inner_texts()]


def test_a_lamp_whose_answers_wait_says_so_and_lights_when_they_have_arrived(
    make_handset: Callable[..., Handset],
) -> None:
    phone = make_handset()
    phone.pages["/street/"] = ("courses/_walk.html", street("dark"))
    phone.page.goto(f"{HOST}/learn/5/{WORK}/")
    expect(phone.page.get_by_role("button", name="開始")).to_be_visible()
    phone.go_offline()
    phone.tap("開始")
    phone.tap("繼續")
    reply(phone, KIND)
    phone.tap("繼續")
    phone.tap("我準備好了")
    judge(phone, "橙級")
    phone.tap("繼續")
    phone.tap("繼續")
    past_support(phone)
    heading(phone, "這一趟走完了")
    phone.page.goto(f"{HOST}/street/")
    expect(phone.page.locator(".walk .chip").first).to_have_text("待送出")
    assert chips(phone.page) == ["待送出", "還沒亮"]
    phone.pages["/street/"] = ("courses/_walk.html", street("lit"))
    phone.go_online()
    expect(phone.page.locator(".walk .chip").first).to_have_text("亮了")
    assert chips(phone.page) == ["亮了", "還沒亮"]


def test_a_half_ordered_list_is_there_again_after_a_reload(make_handset: Callable[..., Handset]) -> None:
    phone = arrive(make_handset, "steps")
    taps, numbers = phone.page.locator(".step"), phone.page.locator(".step [data-number]")
    expect(taps).to_have_count(4)
    for place in (2, 0):
        taps.nth(place).click()
    expect(numbers).to_have_text(["2", "", "1", ""])
    kept(phone)
    phone.page.reload()
    expect(numbers).to_have_text(["2", "", "1", ""])


def test_half_sorted_phrases_are_there_again_and_can_be_taken_back(make_handset: Callable[..., Handset]) -> None:
    phone = arrive(make_handset, "report")
    for name in ("時間", "地點"):
        phone.page.get_by_role("button", name=f"放進 {name}").click()
    placed = phone.page.locator(".placed [data-slot=text]")
    expect(placed).to_have_count(2)
    texts = placed.all_inner_texts()
    kept(phone)
    phone.page.reload()
    expect(placed).to_have_text(texts)
    placed.first.click()
    expect(placed).to_have_text(texts[1:])


def test_a_sentence_half_written_is_there_again_and_gone_once_it_was_said(make_handset: Callable[..., Handset]) -> None:
    phone = arrive(make_handset, "say")
    field = phone.page.get_by_role("textbox")
    field.fill("阿公你坐，我陪")
    kept(phone)
    phone.page.reload()
    expect(field).to_have_value("阿公你坐，我陪")
    phone.tap("就這麼說")
    expect(phone.page.locator(".feedback")).to_be_visible()
    assert phone.drawer()["drafts"] == []


def kept(phone: Handset) -> None:
    """Waits until the half-finished answer lies in the phone's storage."""
    for _ in range(50):
        if phone.drawer()["drafts"]:
            return
        phone.page.wait_for_timeout(20)
    raise AssertionError("nothing was kept")
