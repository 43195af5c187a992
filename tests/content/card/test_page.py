"""The card under a thumb: finding, calling only after a yes, reading aloud, following a changed number."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.attempts.test_player_senses import VOICES
from tests.browsers import ARGS, SHELL
from tests.content.card.counter import Counter

pytestmark = pytest.mark.e2e
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
Open = Callable[..., Counter]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": SHELL, "args": ARGS}


@pytest.fixture
def open_card(browser: Browser) -> Iterator[Open]:
    """Cards in browsers of their own; afterwards the console must have been silent."""
    made: list[Counter] = []

    def opened(lang: str = "zh-Hant", voices: tuple[str, ...] = (), **options: Any) -> Counter:
        context = browser.new_context(**{"viewport": PHONE, "reduced_motion": "reduce"} | options)  # type: ignore[arg-type]
        page = context.new_page()
        page.add_init_script(f"({VOICES})({list(voices)!r})")
        made.append(Counter(page, lang))
        return made[-1].open()

    yield opened
    for counter in made:
        counter.page.context.close()
    assert [complaint for counter in made for complaint in counter.complaints] == []


@pytest.mark.parametrize("lang", ["zh-Hant", "en", "vi", "id"])
def test_it_is_whole_on_the_phone_by_day_and_at_the_desk_by_night(open_card: Open, lang: str) -> None:
    for viewport, theme in ((PHONE, "light"), (DESK, "dark")):
        page = open_card(lang, viewport=viewport, color_scheme=theme).page
        assert [found["id"] for found in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


@pytest.mark.parametrize("lang", ["zh-Hant", "en", "vi", "id"])
def test_magnified_two_and_four_times_nothing_sticks_out(open_card: Open, lang: str) -> None:
    for width in (640, 320):
        page = open_card(lang, viewport={"width": width, "height": 400}).page
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("lang", ["zh-Hant", "en", "vi", "id"])
def test_it_prints_on_one_sheet(open_card: Open, lang: str) -> None:
    printed = open_card(lang).page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_letters_and_targets_are_large(open_card: Open) -> None:
    page = open_card().page
    sizes = "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    heights = "(all) => all.map((one) => one.getBoundingClientRect().height)"
    assert min(page.locator(".part li, .part p:not(.small)").evaluate_all(sizes)) >= 19.99
    assert min(page.locator(".part .number").evaluate_all(sizes)) >= 28
    assert min(page.locator("#card .call, .jumps a, #find").evaluate_all(heights)) >= 56


@pytest.mark.parametrize(
    ("lang", "typed", "found"),
    [
        ("zh-Hant", "監視器", "要看監視器"),
        ("zh-Hant", "１９２５", "安心專線"),
        ("vi", "tre mot minh", "Trẻ một mình lúc khuya"),
        ("vi", "DI LAC", "Người cao tuổi đi lạc"),
        ("en", "footage", "Asked for CCTV footage"),
        ("id", "anak sendirian", "Anak sendirian larut malam"),
    ],
)
def test_one_finds_by_typing_with_or_without_accents(open_card: Open, lang: str, typed: str, found: str) -> None:
    counter = open_card(lang)
    every = len(counter.shown())
    counter.page.keyboard.press("Tab")
    counter.page.locator("#find").focus()
    counter.page.keyboard.type(typed)
    assert found in counter.shown()
    assert 0 < len(counter.shown()) < every
    expect(counter.page.get_by_role("status").filter(has_text=str(len(counter.shown())))).to_be_visible()


def test_what_is_not_there_is_said_kindly_and_emergency_numbers_stay(open_card: Open) -> None:
    counter = open_card()
    counter.page.locator("#find").fill("$& 恐龍")
    assert counter.shown() == []
    expect(counter.page.locator("#found")).to_contain_text("小卡裡沒有「$& 恐龍」")
    expect(counter.page.locator(".urgent").first).to_be_visible()
    counter.page.locator("#find").press("Enter")
    expect(counter.page).to_have_url("http://counter.test/card/")


def test_a_jump_leads_there_although_something_was_looked_for(open_card: Open) -> None:
    counter = open_card()
    counter.page.locator("#find").fill("總公司")
    expect(counter.page.locator("#report")).to_be_hidden()
    counter.page.get_by_role("link", name="通報", exact=True).click()
    expect(counter.page.locator("#report")).to_be_in_viewport()
    expect(counter.page.locator("#find")).to_have_value("")


def test_nothing_dials_before_a_yes(open_card: Open) -> None:
    page = open_card().page
    assert page.locator("a[href^='tel:']").count() == 0
    page.locator("[data-call=mens]").first.click()
    sheet = page.get_by_role("dialog", name="男性關懷專線")
    expect(sheet).to_contain_text("0800-013-999")
    expect(sheet).to_contain_text("每天 07:00–23:00")
    expect(sheet.get_by_role("link", name="現在撥打")).to_have_attribute("href", "tel:0800013999")
    sheet.get_by_role("button", name="回去").click()
    expect(sheet).to_be_hidden()
    expect(page.locator("[data-call=mens]").first).to_be_focused()


def test_the_sheet_opens_and_closes_by_keyboard(open_card: Open) -> None:
    page = open_card("en").page
    page.locator(".urgent").first.press("Enter")
    sheet = page.get_by_role("dialog", name="Police")
    expect(sheet.locator("[data-slot=hours]")).to_have_text("24 hours")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_the_sentence_is_read_aloud_in_chinese_and_a_level_in_the_readers_language(open_card: Open) -> None:
    page = open_card("vi", voices=("vi-VN", "zh-TW", "zh-HK")).page
    said = "() => spoken.filter((one) => one !== 'cancel').map((one) => [one.voice.lang, one.text])"
    page.locator("#lost-elder [data-aloud]").first.click()
    assert page.evaluate(said) == [["zh-TW", "阿公，先坐一下，我陪您。"]]
    expect(page.locator("#lost-elder [data-aloud]").first).to_have_attribute("aria-pressed", "true")
    page.evaluate("() => spoken.at(-1).onend()")
    expect(page.locator("#lost-elder [data-aloud]").first).to_have_attribute("aria-pressed", "false")
    page.locator("#red [data-aloud]").click()
    assert {lang for lang, _ in page.evaluate(said)[1:]} == {"vi-VN"}


def test_where_no_voice_speaks_the_language_none_is_offered(open_card: Open) -> None:
    page = open_card("vi", voices=("zh-TW",)).page
    expect(page.locator("#red [data-aloud]")).to_be_hidden()
    expect(page.locator("#lost-elder [data-aloud]").first).to_be_visible()


def test_an_open_card_follows_a_changed_number_and_keeps_what_was_looked_for(open_card: Open) -> None:
    counter = open_card()
    counter.page.locator("#find").fill("總公司")
    counter.entries = [e | ({"number": "911"} if e["key"] == "police" else {}) for e in counter.entries]
    counter.edition = "second"
    counter.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(counter.page.locator(".urgent .number").first).to_have_text("911")
    assert counter.shown() == ["要看監視器"]


def test_without_a_line_an_open_card_stays_as_it_is(open_card: Open) -> None:
    counter = open_card()
    counter.online = False
    counter.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    counter.page.locator("#find").fill("總公司")
    assert counter.shown() == ["要看監視器"]
    counter.page.locator(".urgent").first.click()
    expect(counter.page.get_by_role("dialog", name="警察報案專線")).to_be_visible()
