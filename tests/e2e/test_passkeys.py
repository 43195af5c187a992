"""Passkeys and an app's codes in a real browser, with an authenticator that Chromium itself simulates."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.backstage import Hired
from tests.e2e.conftest import PHONE
from tests.e2e.signing_in import sign_in, sign_out, type_in
from tests.e2e.site import Site
from tests.factories.factors import code_of

pytestmark = [pytest.mark.prove, pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.xdist_group("e2e")]
AtWork = Callable[..., tuple[Page, Hired]]
CHIP = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_chip(page: Page, **changes: Any) -> tuple[CDPSession, str]:
    """Give the page's browser an authenticator; the session and the authenticator's id."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": CHIP | changes})
    return session, made["authenticatorId"]


def present(session: CDPSession, chip: str, *, there: bool) -> None:
    """Whether the person is at the phone: the simulated one would also answer what nobody asked for."""
    session.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": chip, "enabled": there})


def add_passkey(page: Page, site: Site, name: str) -> None:
    page.goto(site.url + "/me/keys/")
    page.get_by_role("link", name="加通行金鑰").click()
    page.get_by_label("叫它什麼").fill(name)
    page.get_by_role("button", name="加通行金鑰").click()
    expect(page.get_by_role("heading", name="備用碼")).to_be_visible()


@pytest.fixture
def at_work(site: Site, hire: Callable[..., Hired], meet: Callable[..., Page]) -> Callable[..., tuple[Page, Hired]]:
    """`at_work(role, …)`: somebody new who has just typed a password, and their page."""

    def came_in(role: str, **options: Any) -> tuple[Page, Hired]:
        page, person = meet(**options), hire(role, password=True)
        sign_in(page, site.url, person)
        return page, person

    return came_in


def test_a_passkey_signs_in_and_is_the_second_step_until_it_is_removed(site: Site, at_work: AtWork) -> None:
    page, supervisor = at_work("supervisor")
    session, chip = with_chip(page)
    add_passkey(page, site, "我的手機")
    assert len(page.locator("ol.keys-codes li").all()) == 10
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    present(session, chip, there=False)
    sign_out(page, site.url)

    passkey = page.get_by_role("button", name="用通行金鑰")
    expect(passkey).to_be_visible()
    present(session, chip, there=True)
    passkey.click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    page.goto(site.url + "/me/keys/")
    expect(page.locator("li", has_text="我的手機").get_by_text("上次使用")).to_be_visible()

    present(session, chip, there=False)
    sign_out(page, site.url)
    type_in(page, site.url, supervisor)
    expect(page.get_by_role("heading", name="再確認一次是你")).to_be_visible()
    page.goto(site.url + "/board/")
    assert "/sign-in/" in page.url
    page.goto(site.url + "/sign-in/second-step/")
    present(session, chip, there=True)
    page.get_by_role("button", name="用通行金鑰").click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)

    page.goto(site.url + "/me/keys/")
    page.get_by_role("link", name="我的手機").click()
    page.get_by_role("button", name="移除").click()
    expect(page.get_by_text("移除好了。")).to_be_visible()
    expect(page.get_by_role("link", name="我的手機")).to_have_count(0)


def test_while_the_number_is_typed_the_browser_offers_the_passkey(site: Site, at_work: AtWork) -> None:
    page, manager = at_work("manager")
    with_chip(page)
    add_passkey(page, site, "店長的手機")
    # The simulated person says yes to whatever is offered.
    page.goto(site.url + "/me/")
    page.get_by_role("button", name="登出").click()
    page.wait_for_url(site.url + "/")
    page.goto(site.url + "/me/keys/")
    page.get_by_role("link", name="店長的手機").click()
    page.get_by_label("密碼", exact=True).fill(manager.password)
    page.get_by_role("button", name="繼續").click()
    page.get_by_role("button", name="移除").click()
    expect(page.get_by_text("移除好了。")).to_be_visible()


def test_a_ceremony_that_is_broken_off_changes_nothing_and_says_so(site: Site, at_work: AtWork) -> None:
    page, _ = at_work("auditor")
    with_chip(page, isUserVerified=False)
    page.goto(site.url + "/me/keys/passkey/")
    page.get_by_role("button", name="加通行金鑰").click()
    expect(page.get_by_text("沒有完成，什麼都沒有改。")).to_be_visible()
    page.goto(site.url + "/me/keys/")
    expect(page.get_by_text("還沒用過")).to_have_count(0)


def test_an_apps_code_is_the_second_step(site: Site, at_work: AtWork) -> None:
    page, trainer = at_work("trainer", viewport={"width": 1440, "height": 900})
    page.goto(site.url + "/me/keys/app/")
    secret = page.locator(".keys-picture .whole").all_inner_texts()
    page.get_by_label("App 上的 6 位數字").fill(code_of("".join(secret), time.time()))
    page.get_by_role("button", name="設好了").click()
    codes = page.locator("ol.keys-codes li").all_inner_texts()
    sign_out(page, site.url)
    type_in(page, site.url, trainer)
    page.get_by_label("驗證碼或備用碼").fill(codes[3])
    page.get_by_role("button", name="確認").click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    page.goto(site.url + "/me/keys/")
    expect(page.get_by_text("還有 9 組沒用過")).to_be_visible()


def test_the_offer_of_a_passkey_goes_for_good_with_one_tap(site: Site, at_work: AtWork) -> None:
    page, _ = at_work("clerk")
    with_chip(page)
    page.context.add_cookies([{"name": "passkey_offer", "value": "1", "url": site.url}])
    page.goto(site.url + "/")
    expect(page.get_by_role("heading", name="下次不用打密碼")).to_be_visible()
    page.get_by_role("button", name="先不要").click()
    page.reload()
    expect(page.locator("#passkey-offer")).to_have_count(0)
