"""Web push in a real browser: subscribing, what the worker shows of a message, and where a tap leads.

Only the browser maker's push service is not there: `PushManager.subscribe` answers what that service would.
"""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Worker, expect

from tests.e2e.backstage import Hired
from tests.e2e.offline import wait_until
from tests.e2e.site import Site
from tests.factories.notices import browser_keys

pytestmark = [pytest.mark.prove, pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.xdist_group("e2e")]
Meet = Callable[..., Page]
Hire = Callable[..., Hired]
PUSHED = "https://fcm.googleapis.com/fcm/send/"
SERVICE = """([endpoint, keys]) => {
  let held = null;
  const made = (endpoint, options) => ({
    endpoint,
    options,
    toJSON: () => ({ endpoint, keys }),
    unsubscribe: async () => ((held = null), true),
  });
  PushManager.prototype.getSubscription = async () => held;
  PushManager.prototype.subscribe = async (options) => (held = made(endpoint, options));
}"""
REPLACED = """([old, fresh, keys]) => {
  const subscription = (endpoint) => ({
    endpoint,
    toJSON: () => ({ endpoint, keys }),
    options: {},
    unsubscribe: async () => (self.givenUp = endpoint),
  });
  const change = { oldSubscription: subscription(old), newSubscription: subscription(fresh) };
  dispatchEvent(Object.assign(new ExtendableEvent("pushsubscriptionchange"), change));
}"""
COUNTED = """() => {
  const show = registration.showNotification.bind(registration);
  self.handled = 0;
  registration.showNotification = (...told) => show(...told).then(() => (self.handled += 1));
}"""
TAPPED = """async () => {
  const [notification] = await registration.getNotifications();
  dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""
SHOWN = """async () => {
  const shown = await (await navigator.serviceWorker.ready).getNotifications();
  return shown.map(({ title, body, tag, icon }) => ({ title, body, tag, icon: new URL(icon).pathname }));
}"""


def worker_of(page: Page) -> Worker:
    wait_until(page, "() => navigator.serviceWorker.controller !== null")
    workers = page.context.service_workers
    return workers[0] if workers else page.context.wait_for_event("serviceworker")


def allow(page: Page, site: Site, endpoint: str) -> dict[str, str]:
    """The person allows notifications, and the browser's maker has a push service; what it says of the browser."""
    page.context.grant_permissions(["notifications"], origin=site.url)
    keys = browser_keys()[2]
    page.add_init_script(f"({SERVICE})({json.dumps([endpoint, keys])})")
    return keys


def deliver(page: Page, site: Site, told: dict[str, Any]) -> None:
    """Hand the worker a message as the browser does once it has decrypted it."""
    session = page.context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: found.extend(one["registrationId"] for one in said["registrations"]),
    )
    session.send("ServiceWorker.enable")
    while not found:
        page.wait_for_timeout(50)
    push = {"origin": site.url, "registrationId": found[-1], "data": json.dumps(told)}
    session.send("ServiceWorker.deliverPushMessage", push)


def wait_until_reached(page: Page, site: Site, address: str, rows: list[list[str]]) -> None:
    """Wait until the server knows these ways, and no others, at addresses that begin so."""
    end = time.monotonic() + 30
    while (known := site.backstage.ask("reaches", address=address)) != rows:
        assert time.monotonic() < end, known
        page.wait_for_timeout(100)


def test_a_phone_subscribes_and_follows_when_the_service_replaces_it_until_it_is_switched_off(
    site: Site, hire: Hire, meet: Meet
) -> None:
    clerk = hire()
    number = clerk.employee_number
    page, mine = meet(clerk), f"{PUSHED}{number}-"
    keys = allow(page, site, mine + "first")
    worker = worker_of(page)
    page.goto(site.url + "/me/notices/")
    page.get_by_role("button", name="打開這支手機的通知").click()
    expect(page.get_by_text("這支手機已經打開。")).to_be_visible()
    wait_until_reached(page, site, mine, [[number, mine + "first", ""]])

    worker.evaluate(REPLACED, [mine + "first", mine + "second", keys])
    wait_until_reached(page, site, mine, [[number, mine + "first", "replaced"], [number, mine + "second", ""]])

    page.get_by_role("button", name="關掉這支手機的通知").click()
    expect(page.get_by_text("這支手機還沒有打開。")).to_be_visible()


def test_a_replaced_subscription_of_somebody_else_is_given_up(site: Site, hire: Hire, meet: Meet) -> None:
    page, theirs = meet(hire()), PUSHED + "somebody-elses"
    worker = worker_of(page)
    worker.evaluate(REPLACED, [theirs, theirs + "-next", browser_keys()[2]])
    wait_until_worker(page, worker, "() => self.givenUp")
    assert worker.evaluate("() => self.givenUp") == theirs + "-next"
    wait_until_reached(page, site, theirs, [])


def wait_until_worker(page: Page, worker: Worker, question: str) -> None:
    end = time.monotonic() + 30
    while not worker.evaluate(question):
        assert time.monotonic() < end, f"still not so: {question}"
        page.wait_for_timeout(100)


def test_what_is_pushed_is_shown_once_and_a_tap_opens_it(site: Site, hire: Hire, meet: Meet) -> None:
    clerk = hire()
    page = meet(clerk)
    page.context.grant_permissions(["notifications"], origin=site.url)
    worker = worker_of(page)
    who = {"chain": clerk.chain, "employee_number": clerk.employee_number}
    notice = site.backstage.ask("latest_notice", **who)
    told = {
        "key": "enrolled:1",
        "title": "新的課程：門市關懷前線",
        "body": "一次一盞也行。",
        "link": f"/notices/{notice}/",
    }
    worker.evaluate(COUNTED)
    for _ in range(2):
        deliver(page, site, told)
    wait_until_worker(page, worker, "() => self.handled === 2")
    (shown,) = page.evaluate(SHOWN)
    icon = shown.pop("icon")
    assert shown == {"title": told["title"], "body": told["body"], "tag": told["key"]}
    assert page.request.get(site.url + icon).headers["content-type"] == "image/png"

    worker.evaluate(TAPPED)
    page.wait_for_url("**/courses/*/")
    page.goto(site.url + "/notices/")
    expect(page.locator(f"a[href='/notices/{notice}/']")).to_be_visible()
    expect(page.get_by_text("都看過了。")).to_be_visible()
    assert page.evaluate(SHOWN) == []


def test_a_tap_leads_nowhere_but_to_our_own_pages(site: Site, hire: Hire, meet: Meet) -> None:
    page = meet(hire())
    page.context.grant_permissions(["notifications"], origin=site.url)
    worker, before = worker_of(page), page.url
    deliver(page, site, {"key": "x", "title": "x", "body": "x", "link": "https://elsewhere.test/"})
    wait_until(page, f"async () => (await ({SHOWN})()).length > 0")
    worker.evaluate(TAPPED)
    wait_until(page, f"async () => (await ({SHOWN})()).length === 0")
    page.wait_for_timeout(500)
    assert page.url == before
