"""A browser and a running site, both made once for all tests here."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.cast import Cast, engage
from tests.e2e.site import Site, database, environment, free_port, manage, running

PHONE = {"width": 360, "height": 740}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journey that lights every lamp of the demo's clerk comes last: others on the same site need a dark one."""
    items.sort(key=lambda item: "test_main_journey" in item.nodeid)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-gpu", "--disable-quic"]}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """The demo's site, seeded, with web server, worker and beat."""
    logs = tmp_path_factory.mktemp("site")
    with database(f"e2e_{worker_id}_{os.getpid()}") as url:
        port = free_port()
        environ = environment(url, port, redis_db=4)
        manage(environ, "build_front")
        manage(environ, "migrate", "-v", "0")
        manage(environ, "seed_demo", "--small", "--out", str(logs / "demo.json"))
        with running(environ, port, Path(logs)):
            yield Site(f"http://localhost:{port}", json.loads((logs / "demo.json").read_text())["sign_ins"], environ)


@pytest.fixture(scope="session")
def cast(site: Site) -> Cast:
    return engage(site)


@pytest.fixture
def meet(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`meet(sign_in or None, viewport=…)`: a page in a browser of its own, signed in where a sign-in is given."""
    contexts: list[BrowserContext] = []

    def met(sign_in: dict[str, str] | None = None, *, viewport: dict[str, int] = PHONE, **options: Any) -> Page:
        context = browser.new_context(viewport=viewport, **{"locale": "zh-TW", **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        if sign_in:
            page.goto(site.url + "/sign-in/")
            for field, value in sign_in.items():
                control = page.locator(f"[name={field}]")
                control.select_option(value) if field == "chain" else control.fill(value)
            page.locator("form button.main").click()
            page.wait_for_url(lambda address: not address.endswith("/sign-in/"))
        return page

    yield met
    for context in contexts:
        context.close()


@pytest.fixture
def open_as(site: Site, meet: Callable[..., Page]) -> Callable[..., Page]:
    """`open_as(role, viewport=…)`: the same, signed in as that role's person."""
    return lambda role, **options: meet(site.sign_ins[role], **options)
