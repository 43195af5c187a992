"""The phone without a network, with the real worker: what was kept opens, and only for the person it was kept for."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.backstage import Hired
from tests.e2e.conftest import PHONE
from tests.e2e.edge import edge
from tests.e2e.offline import kept, shelf_of, wait_until, wait_until_all_is_kept
from tests.e2e.signing_in import at_home, enter, sign_in
from tests.e2e.site import Site

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.xdist_group("e2e")]
Meet = Callable[..., Page]
Hire = Callable[..., Hired]
KEEP = "/api/v1/me/keep"
# A form is sent, and the page that it leads to is not looked at yet.
SAVED_UNSEEN = """() => {
  const body = new URLSearchParams(new FormData(document.querySelector("main form:has([name=quiet_from])")));
  return fetch("/me/notices/", { method: "POST", redirect: "manual", body });
}"""


@pytest.fixture
def clerk(hire: Hire, meet: Meet) -> Iterator[Page]:
    """A new clerk's phone on which all that is due is kept."""
    page = meet(hire())
    wait_until_all_is_kept(page)
    yield page
    page.context.set_offline(False)


def first(page: Page, prefix: str) -> str:
    return next(url for url in kept(page)[shelf_of(page)] if url.startswith(prefix))


def test_today_the_street_and_the_player_open_without_a_network(clerk: Page, site: Site) -> None:
    street, lamp = first(clerk, "/courses/"), first(clerk, "/learn/")
    clerk.context.set_offline(True)
    clerk.goto(site.url + "/")
    expect(clerk.locator("#lamps")).to_be_visible()
    expect(clerk.locator("#offline")).to_be_visible()
    clerk.goto(site.url + street)
    expect(clerk.locator(".walk li").first).to_be_visible()
    clerk.goto(site.url + lamp)
    expect(clerk.get_by_role("button", name="開始")).to_be_visible()


def test_what_is_not_kept_is_answered_by_the_page_that_says_what_is_safe(clerk: Page, site: Site) -> None:
    clerk.context.set_offline(True)
    clerk.goto(site.url + "/me/time/")
    expect(clerk.get_by_role("heading", name="現在沒有網路")).to_be_visible()
    clerk.get_by_role("link", name="回到今日").click()
    expect(clerk.locator("#lamps")).to_be_visible()


def test_a_page_that_was_lit_meanwhile_is_renewed_by_looking_at_it(clerk: Page, site: Site) -> None:
    clerk.goto(site.url + "/me/")
    copy = "async () => (await (await caches.open(NAME)).match('/me/')).text()".replace("NAME", f"'{shelf_of(clerk)}'")
    token = clerk.locator("[name=csrfmiddlewaretoken]").first.input_value()
    wait_until(clerk, f"async () => (await ({copy})()).includes('{token}')")


def test_what_is_said_once_is_not_lost_to_the_worker_that_keeps_pages_meanwhile(clerk: Page, site: Site) -> None:
    clerk.goto(site.url + "/me/notices/")
    clerk.evaluate(SAVED_UNSEEN)
    clerk.evaluate(f"() => caches.delete('{shelf_of(clerk)}')")
    clerk.evaluate("() => navigator.serviceWorker.controller.postMessage({ keep: true })")
    wait_until_all_is_kept(clerk)
    clerk.goto(site.url + "/me/notices/")
    expect(clerk.get_by_text("存好了。")).to_be_visible()


def test_signing_out_takes_the_kept_pages_away_and_nothing_opens_after_it(clerk: Page, site: Site) -> None:
    shelf = shelf_of(clerk)
    clerk.goto(site.url + "/me/")
    clerk.locator("form[action='/sign-out/'] button").click()
    clerk.wait_for_url("**/sign-in/")
    assert kept(clerk).get(shelf, []) == []
    clerk.context.set_offline(True)
    clerk.goto(site.url + "/")
    expect(clerk.get_by_role("heading", name="現在沒有網路")).to_be_visible()


def test_what_the_worker_was_about_to_keep_is_kept_for_nobody_once_the_person_has_signed_out(
    browser: Browser, site: Site, hire: Hire
) -> None:
    """The worker asks before the person taps, and is answered while the server has not heard of the tap."""
    asked, signing_out, keeping = Event(), Event(), Event()

    def hold(path: str) -> None:
        if path == KEEP:
            asked.set()
            signing_out.wait(30)
        elif path == "/sign-out/":
            signing_out.set()
            # Only a worker that keeps on asks for this.
            keeping.wait(2)
        elif path == "/" and signing_out.is_set():
            keeping.set()

    with edge(site.url) as front, browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        page = at_home(context, front.url, hire())
        wait_until_all_is_kept(page)
        shelf = shelf_of(page)
        front.hold = hold
        page.goto(front.url + "/me/")
        assert asked.wait(30)
        page.locator("form[action='/sign-out/'] button").click()
        page.wait_for_url("**/sign-in/")
        assert not keeping.is_set()
        assert kept(page).get(shelf, []) == []
        context.set_offline(True)
        page.goto(front.url + "/")
        expect(page.get_by_role("heading", name="現在沒有網路")).to_be_visible()


def test_signing_out_without_a_network_counts_once_the_signal_is_back(clerk: Page, site: Site) -> None:
    shelf = shelf_of(clerk)
    clerk.context.set_offline(True)
    clerk.goto(site.url + "/me/")
    clerk.locator("form[action='/sign-out/'] button").click()
    expect(clerk.get_by_role("heading", name="現在沒有網路")).to_be_visible()
    assert kept(clerk).get(shelf, []) == []
    clerk.context.set_offline(False)
    clerk.goto(site.url + "/")
    clerk.wait_for_url("**/sign-in/**")


def test_another_person_on_the_phone_sees_none_of_the_firsts_pages(clerk: Page, site: Site) -> None:
    mine = first(clerk, "/courses/")
    clerk.context.clear_cookies()
    sign_in(clerk, site.url, site.session_of("manager"))
    wait_until(clerk, "async () => Boolean(await (await caches.open('notes')).match('/current-person'))")
    clerk.context.set_offline(True)
    clerk.goto(site.url + mine)
    expect(clerk.get_by_role("heading", name="現在沒有網路")).to_be_visible()


def test_a_session_that_has_ended_keeps_the_copies_for_the_same_persons_return(clerk: Page, site: Site) -> None:
    shelf = shelf_of(clerk)
    clerk.context.clear_cookies()
    clerk.goto(site.url + "/")
    clerk.wait_for_url("**/sign-in/**")
    assert "/" in kept(clerk)[shelf]
    clerk.context.set_offline(True)
    clerk.goto(site.url + "/")
    expect(clerk.get_by_role("heading", name="現在沒有網路")).to_be_visible()


def test_the_studio_and_the_rest_of_the_api_never_come_from_the_phone(clerk: Page) -> None:
    urls = {url for shelf in kept(clerk).values() for url in shelf}
    apis = {url.split("/")[3] for url in urls if url.startswith("/api/")}
    assert apis <= {"editions", "pictures"}
    assert not {url for url in urls if url.startswith(("/studio/", "/board/", "/sign-in/"))}


def test_a_new_release_takes_over_while_a_page_is_open_and_keeps_what_the_page_uses(
    browser: Browser, site: Site, hire: Hire
) -> None:
    """A release is a word in the worker's script: at the network's edge it becomes another one."""
    with edge(site.url) as front, browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        page = at_home(context, front.url, hire())
        wait_until_all_is_kept(page)
        before = next(name for name in kept(page) if name.startswith("static-"))
        old, new = before.removeprefix("static-").encode(), b"0123456789ab"
        front.change = lambda path, body: body.replace(old, new) if path == "/worker.js" else body
        page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
        wait_until(page, "async () => (await caches.keys()).includes('static-0123456789ab')")
        wait_until(page, "async () => !(await navigator.serviceWorker.getRegistration()).installing")
        assert before in kept(page)
        context.set_offline(True)
        page.goto(front.url + "/")
        expect(page.locator("#lamps")).to_be_visible()
        context.set_offline(False)
        # Once the server speaks of the new release in its list too, every page is a new one and the old files can go.
        front.change = lambda path, body: body.replace(old, new)
        page.goto(front.url + "/")
        wait_until(page, f"async () => !(await caches.keys()).includes('{before}')")


def test_where_the_browser_refuses_workers_and_storage_pages_work_all_the_same(
    site: Site, hire: Hire, meet: Meet
) -> None:
    page = meet(service_workers="block")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.add_init_script("Object.defineProperty(self, 'caches', { get() { throw new DOMException('refused'); } });")
    enter(page.context, site.url, hire())
    page.goto(site.url)
    expect(page.locator("#lamps")).to_be_visible()
    # The worker is asked for when the page is at rest.
    page.evaluate("() => new Promise((rest) => requestIdleCallback(() => setTimeout(rest, 100)))")
    assert faults == []
