"""A pilot chain's first month in one walk: set up, invited, learned in two languages, mended, and told by the board."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from content.script import load
from tests.e2e import studio
from tests.e2e.conftest import PHONE
from tests.e2e.flushing import body, light_the_rest
from tests.e2e.playing import Walk, go_on, open_lamp
from tests.e2e.site import Site

DESK = {"width": 1440, "height": 900}
pytestmark = [pytest.mark.prove, pytest.mark.e2e, pytest.mark.timeout(1500), pytest.mark.xdist_group("e2e")]

ROSTER = """region,code,name,address
海線,H101,鹽田門市,雲林縣麥寮鄉鹽田路 1 號
海線,H102,蚵寮門市,雲林縣口湖鄉蚵寮路 2 號
山線,H201,茶園門市,嘉義縣梅山鄉茶園路 3 號
"""
STAFF = """store,employee_number,name,role,language
H101,P001,溫秀珠,manager,zh-Hant
H101,P002,紀曉菁,clerk,zh-Hant
H102,P003,Dewi Rahayu,clerk,en
H102,P004,連俊德,manager,zh-Hant
"""
PASSWORD = "two-lamps-by-the-sea"
LESSONS = ("empathetic-questions", "privacy-basics", "grading-and-reporting")
WRONG = "這裡寫的時間跟我們店不一樣。"
MENDED = "這一步的說法改過了：先請他坐下，再問一件事。"


@contextmanager
def browsing(browser: Browser, viewport: dict[str, int]) -> Iterator[Page]:
    context = browser.new_context(viewport=viewport, locale="zh-TW")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def sign_in(page: Page, site: Site, chain: str, number: str, password: str) -> None:
    page.goto(f"{site.url}/sign-in/?chain={chain}")
    page.locator("[name=chain]").select_option(chain)
    page.locator("[name=employee_number]").fill(number)
    page.locator("[name=password]").fill(password)
    page.locator("form button.main").click()
    page.wait_for_url(lambda address: not address.split("?")[0].endswith("/sign-in/"))


def come_in(page: Page, site: Site, number: str, code: str) -> None:
    """The first sign-in: the code of the slip, then a password of one's own."""
    sign_in(page, site, "haian", number, code)
    assert "/sign-in/password/" in page.url
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").last.click()
    page.wait_for_url(site.url + "/")


def an_operator_sets_up_the_chain(page: Page, site: Site, folder: Path) -> str:
    """A third chain with two regions and three stores; the one-time password of its HR person."""
    (folder / "stores.csv").write_text(ROSTER, encoding="utf-8")
    page.goto(site.url + "/studio/chains/found/")
    for name, value in {"slug": "haian", "name": "海岸便利", "hr_number": "P900", "hr_name": "方心怡"}.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=short_name]").fill("海岸")
    page.locator("[name=accent]").fill("#0b5c6b")
    page.locator("[name=roster]").set_input_files(folder / "stores.csv")
    page.get_by_role("button", name="先看看").click()
    expect(page.locator("main")).to_contain_text("3 家，2 個區域")
    page.locator("button[name=found]").click()
    return page.locator(".desk-secret").inner_text()


def hr_invites_two_stores(page: Page, site: Site, folder: Path, password: str) -> dict[str, str]:
    """Both stores of the coast with their people; the start codes by employee number."""
    (folder / "staff.csv").write_text(STAFF, encoding="utf-8")
    sign_in(page, site, "haian", "P900", password)
    page.goto(site.url + "/board/haian/invite/")
    for code in ("H101", "H102"):
        page.locator(f"input[name=store][value={code}]").check(force=True)
    page.get_by_role("button", name="邀請新夥伴").click()
    page.locator("[name=file]").set_input_files(folder / "staff.csv")
    page.locator("form:has([name=file]) button").click()
    page.get_by_role("button", name=re.compile("邀請這 4 人")).click()
    slips = page.locator(".strip")
    expect(slips).to_have_count(4)
    found = {}
    for text in slips.all_inner_texts():
        number = re.search(r"P00\d", text)
        # Before its styles are there, a slip's words stand side by side without a space.
        code = re.search(r"(?<![A-Z0-9])[A-Z0-9]{4}-[A-Z0-9]{4}(?![A-Z0-9])", text)
        assert number is not None, text
        assert code is not None, text
        found[number[0]] = code[0]
    return found


def walk(page: Page, site: Site, slug: str, lang: str) -> list[str]:
    played = body(slug)
    open_lamp(page, site.url, played["texts"][lang]["title"])
    walking = Walk(page, load(played))
    walking.go()
    return walking.seen


def a_clerk_flags(page: Page, site: Site) -> None:
    """In the middle of a scenario something is wrong; it is said where it stands."""
    open_lamp(page, site.url, body("lost-elder")["texts"]["zh-Hant"]["title"])
    Walk(page, load(body("lost-elder"))).go(questions=0)
    page.locator("#flag").click()
    page.locator("#flag-sheet [name=about][value=fact]").check(force=True)
    page.locator("#flag-text").fill(WRONG)
    with page.expect_response(lambda answer: "flags" in answer.url and answer.ok):
        page.locator("#flag-sheet button[value=send]").click()


def a_trainer_mends(page: Page, site: Site) -> None:
    """From the report to the block, to a new edition, to the answer."""
    page.goto(site.url + "/studio/feedback/")
    spot = page.locator(".told__spot", has_text=WRONG)
    node = spot.locator("h2 code").inner_text()
    spot.get_by_role("link", name="到編輯器改這一步").click()
    page.wait_for_load_state("networkidle")
    studio.fill(page, studio.field_of(page, node, "text"), MENDED)
    studio.publish(page)
    page.goto(site.url + "/studio/feedback/")
    spot = page.locator(".told__spot", has_text=WRONG)
    expect(spot).to_contain_text(MENDED)
    spot.locator("[name=reply]").fill("改好了，謝謝你說。")
    spot.locator("button[value=mended]").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".told__spot", has_text=WRONG)).to_have_count(0)


def an_operator_changes_a_hotline(page: Page, site: Site, key: str, number: str) -> None:
    page.goto(f"{site.url}/studio/hotlines/edit/{key}/")
    page.locator("[name=number]").fill(number)
    page.get_by_role("button", name="存成新的一版").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text(number)


def test_a_pilot_chain_lives_its_first_month(site: Site, open_as, browser: Browser, tmp_path: Path) -> None:
    operator = open_as("operator", viewport=DESK)
    password = an_operator_sets_up_the_chain(operator, site, tmp_path)

    with browsing(browser, DESK) as hr, browsing(browser, PHONE) as clerk, browsing(browser, PHONE) as dewi:
        codes = hr_invites_two_stores(hr, site, tmp_path, password)
        assert sorted(codes) == ["P001", "P002", "P003", "P004"]

        come_in(clerk, site, "P002", codes["P002"])
        come_in(dewi, site, "P003", codes["P003"])

        # A wrong fact is flagged, mended, republished, and the clerk is told.
        a_clerk_flags(clerk, site)
        a_trainer_mends(open_as("trainer", viewport=DESK), site)
        clerk.goto(site.url + "/")
        expect(clerk.locator(".thanks")).to_contain_text("改好了，謝謝你說。")

        # All three modules by hand, in Chinese and in English; the scenarios as a phone would send them.
        for slug in LESSONS:
            assert any(re.search(r"[一-鿿]{8}", scene) for scene in walk(clerk, site, slug, "zh-Hant"))
            assert not any(re.search(r"[一-鿿]{20}", scene) for scene in walk(dewi, site, slug, "en"))
        an_open_phone_follows(dewi, operator, site)
        for page, lang in ((clerk, "zh-Hant"), (dewi, "en")):
            walk(page, site, "lost-elder", lang)
            assert light_the_rest(page) == 8

        the_board_tells_the_month(hr, site)


def an_open_phone_follows(clerk: Page, operator: Page, site: Site) -> None:
    """A number changes while a phone is open at the sentence that names it, and changes back."""
    open_lamp(clerk, site.url, body("lost-elder")["texts"]["en"]["title"])
    go_on(clerk)
    rule = clerk.locator("#scene li", has_text="ask your manager or")
    expect(rule).to_have_text(re.compile(r"or 110$"))
    for number in ("1109", "110"):
        an_operator_changes_a_hotline(operator, site, "police", number)
        expect(rule).to_have_text(re.compile(rf"or {number}$"), timeout=60_000)


def the_board_tells_the_month(hr: Page, site: Site) -> None:
    """Two are ready and two have not begun; the same on the board, in the list, in the file."""
    people = hr.locator(".people li")
    for _ in range(20):  # the worker issues the certificates within moments
        hr.goto(site.url + "/board/haian/people/")
        if people.filter(has_text="證書有效到").count() == 2:
            break
        hr.wait_for_timeout(1000)
    ready = people.filter(has_text="證書有效到").locator("strong")
    assert sorted(ready.all_inner_texts()) == ["Dewi Rahayu", "紀曉菁"]
    expect(people.filter(has_text="課程還沒開始")).to_have_count(2)

    hr.goto(site.url + "/board/haian/")
    expect(hr.get_by_role("row", name=re.compile("鹽田門市"))).to_contain_text("1 / 2")
    expect(hr.get_by_role("row", name=re.compile("茶園門市"))).to_be_visible()

    answer = hr.context.request.get(site.url + "/board/haian/people.csv")
    rows = list(csv.reader(io.StringIO(answer.text().lstrip("\ufeff"))))
    assert len(rows) == 5
