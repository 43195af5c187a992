"""A simulated year: every quota, gap, blackout, holiday, hour and shift, by a checker that shares no code."""

from collections import Counter

import pytest

from tests.drills.checker import faults
from tests.drills.year import planned, world

pytestmark = pytest.mark.timeout(3000)


def held(**of):
    """The drills of a year without a fault, by whether they have a moment."""
    year = planned(world(**of))
    assert list(faults(year)) == []
    return Counter(drill["reason"] or "placed" for drill in year["drills"])


@pytest.mark.prove
def test_a_year_of_12000_stores():
    found = held(stores=12_000)
    assert found.total() > 450_000
    assert found["placed"] > 0.85 * found.total()
    assert set(found) == {"placed", "holiday", "blackout", "nobody", "too_near"}


@pytest.mark.prove
@pytest.mark.parametrize(
    ("zone", "country"), [("Europe/Berlin", "DE"), ("America/New_York", "US"), ("Australia/Lord_Howe", "AU")]
)
def test_a_year_where_clocks_are_changed(zone, country):
    assert held(stores=300, zone=zone, country=country)["placed"] > 10_000


def test_a_year_of_a_few_stores():
    assert held(stores=25, zone="Europe/Berlin", country="DE")["placed"] > 500
