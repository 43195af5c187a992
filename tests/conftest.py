"""Every test runs on real engines: private servers of this checkout, started once and left to `make clean`."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from lms import engines
from lms.catalogues import compile_catalogues
from lms.front.building import build

ROOT = Path(__file__).resolve().parent.parent
engines.ensure(ROOT, os.environ)
build(ROOT)
compile_catalogues(ROOT)

# How long an example takes says something of who else uses the machine, and nothing of the code.
settings.register_profile("no-clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no-clock")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tests of one group share what is slow to make; a pytest that xdist cannot group under makes it once per worker,
    and says nothing."""
    grouped = [item for item in session.items if item.get_closest_marker("xdist_group")]
    if session.config.getoption("loadgroup", default=False) and not all("@" in item.nodeid for item in grouped):
        raise pytest.UsageError("xdist cannot keep the tests of one group together: see the bound of pytest's version.")
    # What was imported and collected stays to the end. To go through it for garbage again and again took a tenth of the
    # processor.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Each worker's database is a copy of one that was migrated once."""
    # The settings are not there yet when this file is read.
    from django.db import connection

    from tests.databases import migrated

    connection.settings_dict["TEST"]["TEMPLATE"] = migrated()


@pytest.fixture(autouse=True)
def nothing_held() -> None:
    """A process remembers small facts for seconds; a test begins with those of an empty database, read by nobody."""
    # The settings are not there yet when this file is read.
    from content.hotlines.current import current
    from people.brands.queries import looks

    looks.hold({}, float("inf"))
    current.hold(None, float("inf"))


@pytest.fixture
def template_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The tests' own database, migrated and empty, for copies to be made of."""
    with django_db_blocker.unblock():
        yield
