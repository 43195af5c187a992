"""Every test runs on real engines: private servers of this checkout, started once and left to `make clean`."""

import os
from pathlib import Path

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


@pytest.fixture(autouse=True)
def nothing_held() -> None:
    """A process remembers small facts for seconds; a test begins with those of an empty database, read by nobody."""
    # The settings are not there yet when this file is read.
    from content.hotlines.current import current
    from people.brands.queries import looks

    looks.hold({}, float("inf"))
    current.hold(None, float("inf"))
