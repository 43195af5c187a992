"""The page of who has just come, in Chromium: it looks until the first course is there. The API stands at the network's
edge."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route, expect

from tests.browsers import ARGS, SHELL

pytestmark = pytest.mark.e2e

HOST = "http://phone.test"
SCRIPT = '<script type="module">import {awaitFirstCourse} from "/static/lms/coming.js"; awaitFirstCourse();</script>'
COMING = '<!doctype html><html lang="zh-Hant"><title>今日</title><section data-coming></section>' + SCRIPT
THERE = '<!doctype html><html lang="zh-Hant"><title>今日</title><h2>這條街</h2>' + SCRIPT


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": SHELL, "args": ARGS}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def looking(page: Page, *answers: Any) -> list[str]:
    """Open the page of somebody whose looks are answered so, the last one for ever after: courses, or None for a line
    that is cut. Each look is noted. Time stands until it is run."""
    looks: list[str] = []

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path == "/api/v1/me/today":
            looks.append(path)
            told = answers[min(len(looks), len(answers)) - 1]
            route.abort("internetdisconnected") if told is None else route.fulfill(json={"courses": told})
        elif path.startswith("/static/"):
            route.fulfill(path=str(finders.find(path.removeprefix("/static/"))))
        else:
            there = bool(looks) and bool(answers[min(len(looks), len(answers)) - 1])
            route.fulfill(body=THERE if there else COMING, content_type="text/html; charset=utf-8")

    page.clock.install()
    page.route("**/*", serve)
    page.goto(f"{HOST}/")
    return looks


def test_it_looks_until_the_course_is_there_and_no_longer(page: Page) -> None:
    looks = looking(page, [], None, [{"id": 1}])
    for _ in range(3):
        page.clock.run_for(2000)
        page.wait_for_timeout(100)
    expect(page.get_by_role("heading", name="這條街")).to_be_visible()
    page.clock.run_for(20_000)
    assert len(looks) == 3


def test_where_nothing_comes_it_ends(page: Page) -> None:
    looks = looking(page, [])
    page.clock.run_for(200_000)
    page.wait_for_timeout(300)
    assert len(looks) == 60
