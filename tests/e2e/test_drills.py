"""A drill from the alarm on the clerk's phone to the review: answered, observed, failed, without a network, and stopped
for something real. `STREETLIGHT_SHOTS=<folder>` keeps a picture of every station."""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from content.script import Script, load
from tests.e2e.backstage import Hired
from tests.e2e.flushing import body
from tests.e2e.offline import wait_until_all_is_kept
from tests.e2e.playing import Walk, critical
from tests.e2e.site import Site

pytestmark = [pytest.mark.prove, pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.xdist_group("e2e")]
TITLE, SLUG = "演練：走不回家的長者", "drill-lost-elder"
REMEDY = "再練一次：風險分級與通報"
DIALS = re.compile(r"(?i)(tel|sms|callto|facetime):")


def shoot(page: Page, name: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    if folder := os.environ.get("STREETLIGHT_SHOTS"):
        Path(folder).mkdir(exist_ok=True)
        page.screenshot(path=f"{folder}/drill-{name}.png", full_page=True)


@pytest.fixture
def clerk(hire: Callable[..., Hired]) -> Hired:
    return hire(name="許可晴")


@pytest.fixture
def script() -> Script:
    return load(body(SLUG))


def rung(site: Site, clerk: Hired, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = site.backstage.ask(
        "ring", chain=clerk.chain, employee_number=clerk.employee_number, title=TITLE, **more
    )
    return told


def stands(site: Site, call: str, result: str) -> dict[str, Any]:
    """How the call stands once it came to this."""
    end = time.monotonic() + 30
    while (found := site.backstage.ask("call", pk=call))["result"] != result:
        assert time.monotonic() < end, found
        time.sleep(0.2)
    told: dict[str, Any] = found
    return told


def test_a_drill_is_answered_observed_and_reviewed(
    site: Site, clerk: Hired, script: Script, hire: Callable[..., Hired], meet: Callable[..., Page]
) -> None:
    ring = rung(site, clerk)
    phone = meet(clerk)
    expect(phone.locator(".drill-card")).to_be_visible()
    shoot(phone, "today")
    phone.locator(".drill-card a.button").click()
    shoot(phone, "alarm")
    assert not DIALS.search(phone.content())
    phone.get_by_role("button", name="我在，開始").click()
    walk = Walk(phone, script, at="/drill/")
    walk.go(questions=2)
    shoot(phone, "question")
    expect(phone.locator("#drill-mark")).to_contain_text("演練")
    expect(phone.locator("#drill-mark")).to_contain_text("DRILL")

    manager = meet(hire(role="manager", name="林店長"))
    manager.goto(f"{site.url}/drills/{ring['drill']}/observe/")
    manager.context.set_offline(True)
    for line in manager.locator("fieldset.card").all():
        line.locator("label", has_text="做到了").click()
    manager.get_by_role("button", name="送出檢核表").click()
    expect(manager.locator("#observed")).to_be_visible()
    shoot(manager, "observed")
    manager.context.set_offline(False)

    walk.go()
    expect(phone.locator(".drill-card")).to_have_count(0)
    assert stands(site, ring["call"], "passed")["phone_timed"] is False
    phone.goto(f"{site.url}/drill/{ring['call']}/")
    expect(phone.get_by_role("heading", name="通過了")).to_be_visible()
    shoot(phone, "result")
    manager.goto(f"{site.url}/drills/{ring['drill']}/")
    expect(manager.locator("table").first).to_contain_text("許可晴")
    manager.reload()
    expect(manager.get_by_role("cell", name="做到了").first).to_be_visible()
    shoot(manager, "review")


def test_the_team_looks_at_it_together_mends_and_closes_it(
    site: Site, clerk: Hired, script: Script, hire: Callable[..., Hired], meet: Callable[..., Page]
) -> None:
    ring = rung(site, clerk)
    desk = meet(hire(role="manager", name="林店長"))
    desk.goto(f"{site.url}/drills/{ring['drill']}/")
    expect(desk.get_by_text("還有人在做")).to_be_visible()
    expect(desk.get_by_role("button", name="一起檢討過了")).to_have_count(0)

    phone = meet(clerk)
    phone.goto(f"{site.url}/drill/{ring['call']}/")
    phone.get_by_role("button", name="我在，開始").click()
    Walk(phone, script, at="/drill/").go()
    stands(site, ring["call"], "passed")
    site.backstage.ask("excuse_others", call=ring["call"])

    desk.reload()
    desk.get_by_role("textbox", name="我們學到什麼").fill("先問名字，再問住哪裡。")
    desk.get_by_role("button", name="記下來").click()
    expect(desk.get_by_text("沒有記是誰說的")).to_be_visible()
    desk.get_by_role("textbox", name="要改善什麼").fill("把小卡貼在收銀機旁")
    desk.get_by_label("誰負責").select_option(label="許可晴")
    desk.get_by_role("button", name="排一件改善事項").click()
    expect(desk.locator("section[aria-labelledby=actions] li")).to_contain_text("把小卡貼在收銀機旁")
    desk.get_by_role("button", name="一起檢討過了").click()
    expect(desk.get_by_text("檢討過了，謝謝大家。")).to_be_visible()
    shoot(desk, "debriefed")

    desk.get_by_role("button", name="結案").click()
    expect(desk.get_by_text("還不行")).to_be_visible()
    desk.locator("section[aria-labelledby=actions] li").get_by_role("button", name="改好了").click()
    desk.get_by_role("button", name="結案").click()
    expect(desk.locator("main .chip", has_text="結案了")).to_be_visible()
    expect(desk.get_by_role("button", name="記下來")).to_have_count(0)
    shoot(desk, "closed")
    assert site.backstage.ask("call", pk=ring["call"])["state"] == "closed"


def test_who_does_harm_has_failed_and_is_asked_again_until_mended(
    site: Site, clerk: Hired, script: Script, meet: Callable[..., Page]
) -> None:
    ring = rung(site, clerk, remedy="remedy-reporting")
    phone = meet(clerk)
    phone.goto(f"{site.url}/drill/{ring['call']}/")
    phone.get_by_role("button", name="我在，開始").click()
    walk = Walk(phone, script, at="/drill/")
    walk.go(critical)
    assert any("再想一次" in scene for scene in walk.seen)
    stands(site, ring["call"], "failed")
    phone.goto(f"{site.url}/drill/{ring['call']}/")
    expect(phone.get_by_role("heading", name="還沒過，再練練")).to_be_visible()
    # The worker enrols whoever failed.
    end = time.monotonic() + 30
    while not phone.goto(site.url) or not phone.get_by_text(REMEDY).count():
        assert time.monotonic() < end
        time.sleep(0.5)
    shoot(phone, "remedy")


def test_who_was_busy_has_missed_it_and_has_it_another_time(
    site: Site, clerk: Hired, script: Script, hire: Callable[..., Hired], meet: Callable[..., Page]
) -> None:
    ring = rung(site, clerk, minutes=150)
    makeup = site.backstage.ask("make_up", call=ring["call"])
    stands(site, ring["call"], "missed")
    phone = meet(clerk)
    expect(phone.locator(".drill-card")).to_contain_text("補練")
    phone.locator(".drill-card a.button").click()
    shoot(phone, "make-up")
    phone.get_by_role("button", name="我在，開始").click()
    Walk(phone, script, at="/drill/").go()
    stands(site, makeup, "passed")
    # Both stand beside the certificates, for whoever answers for the clerk's readiness.
    desk = meet(hire(role="hr", name="人資"))
    desk.goto(f"{site.url}/board/{clerk.chain}/people/{clerk.employee_number}/")
    results = desk.locator("section[aria-labelledby=drilled]")
    expect(results.locator("li", has_text="補練")).to_contain_text("通過")
    expect(results.locator("li").last).to_contain_text("錯過")
    shoot(desk, "readiness")


def test_where_nobody_plans_shifts_who_says_it_is_called_and_who_is_silent_is_not(
    site: Site, clerk: Hired, hire: Callable[..., Hired], meet: Callable[..., Page]
) -> None:
    colleague = hire(name="在家的人")
    phone = meet(clerk)
    phone.get_by_role("button", name="我在班上").click()
    expect(phone.locator("#on-shift")).to_contain_text("到")
    ring = rung(site, clerk, says=False)
    phone.goto(site.url)
    expect(phone.locator(".drill-card")).to_be_visible()
    at_home = site.backstage.ask("call", pk=ring["calls"][colleague.employee_number])
    assert (at_home["state"], at_home["excuse"]) == ("excused", "off_shift")
    assert meet(colleague).locator(".drill-card").count() == 0


def test_where_there_is_no_network_the_phones_clock_counts(
    site: Site, clerk: Hired, script: Script, meet: Callable[..., Page]
) -> None:
    ring = rung(site, clerk)
    phone = meet(clerk)
    phone.goto(f"{site.url}/drill/{ring['call']}/")
    wait_until_all_is_kept(phone)
    phone.wait_for_timeout(500)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="我在，開始").click()
    walk = Walk(phone, script, at="/drill/")
    walk.go()
    expect(phone.locator("#scene .arriving")).to_be_visible()
    shoot(phone, "offline")
    phone.wait_for_timeout(11_000)
    phone.context.set_offline(False)
    assert stands(site, ring["call"], "passed")["phone_timed"] is True


def test_something_real_stops_it_at_once(site: Site, clerk: Hired, script: Script, meet: Callable[..., Page]) -> None:
    ring = rung(site, clerk)
    phone = meet(clerk)
    phone.goto(f"{site.url}/drill/{ring['call']}/")
    phone.get_by_role("button", name="我在，開始").click()
    Walk(phone, script, at="/drill/").go(questions=1)
    phone.locator("#drill-stop").click()
    phone.get_by_role("button", name="停止演練").click()
    expect(phone.get_by_role("heading", name="先處理真的事")).to_be_visible()
    shoot(phone, "stopped")
    stands(site, ring["call"], "aborted")
