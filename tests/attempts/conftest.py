from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.attempts.handset import Handset
from tests.attempts.phone import Phone
from tests.browsers import ARGS, SHELL
from tests.factories.walks import walk


@pytest.fixture
def alices(db):
    """Alice's walk: one scenario in one course."""
    return walk()


@pytest.fixture
def phone(alices):
    """Alice's phone, with an attempt that has begun."""
    made = Phone(alices.clerk)
    assert made.begin(alices)[0] == 201
    return made


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": SHELL, "args": ARGS}


@pytest.fixture
def make_handset(browser: Browser) -> Iterator[Callable[..., Handset]]:
    """Handsets of 360 × 740; afterwards the console must have been silent (scripts, styles, the content policy)."""
    made: list[Handset] = []
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-TW")

    def make(**config: Any) -> Handset:
        made.append(Handset(context.new_page(), **config))
        return made[-1]

    yield make
    context.close()
    assert [complaint for phone in made for complaint in phone.complaints] == []
