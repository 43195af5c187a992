"""A browser and a running site, both made once for all tests here.

The demo's persons are only looked at. A test that changes something of a person's (a lesson begun, a language, a way to
sign in) does so as somebody of its own: `meet(hire())`. So no test finds what another has left.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lms.seeding.seed import sign_ins
from tests.brokers import broker
from tests.browsers import ARGS, CHROMIUM
from tests.databases import database, environment, manage, seeded
from tests.e2e.backstage import Backstage, Hired
from tests.e2e.signing_in import at_home
from tests.e2e.site import Site, free_port, running

PHONE = {"width": 360, "height": 740}
# A bound for what comes by itself, on a machine that does other things too; nobody waits longer than it takes.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": ARGS}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """The demo's site, seeded, with web server, worker and beat."""
    logs = Path(tmp_path_factory.mktemp("site"))
    with database(f"e2e_{worker_id}_{os.getpid()}", like=seeded()) as url, broker() as redis:
        redis.start()
        port = free_port()
        environ = environment(url, port, redis.address)
        manage(environ, "build_front")
        backstage = Backstage(environ, logs / "backstage.log")
        backstage.start()
        with running(environ, port, logs):
            yield Site(f"http://localhost:{port}", sign_ins(), backstage)
        backstage.end()


@pytest.fixture(scope="session")
def hire(site: Site) -> Callable[..., Hired]:
    """`hire(role="clerk", language=…, fate=…)`: somebody of the test's own, signed in; see hands.py."""
    return site.backstage.hire


@pytest.fixture
def meet(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`meet(somebody or None, viewport=…)`: a page in a browser of its own; at home, where somebody is signed in."""
    contexts: list[BrowserContext] = []

    def met(somebody: Hired | None = None, *, viewport: dict[str, int] = PHONE, **options: Any) -> Page:
        context = browser.new_context(viewport=viewport, **{"locale": "zh-TW", **options})  # type: ignore[arg-type]
        contexts.append(context)
        return at_home(context, site.url, somebody) if somebody else context.new_page()

    yield met
    for context in contexts:
        context.close()


@pytest.fixture
def open_as(site: Site, meet: Callable[..., Page]) -> Callable[..., Page]:
    """`open_as(role, viewport=…)`: the same for the demo's person of that role, who is only looked at."""
    return lambda role, **options: meet(site.session_of(role), **options)
