"""The registration of a day's fragments."""

from datetime import UTC, datetime

import pytest

from people import today
from people.factors.queries import person_of
from tests.factories.people import person

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def registered(monkeypatch):
    monkeypatch.setattr(today, "fragments", {})
    return today.fragments


def test_a_day_is_all_fragments_by_name(registered):
    today.fragment("lamps")(lambda somebody, at: [somebody, at])
    today.fragment("calls")(lambda somebody, at: 3)
    assert today.today("alice", NOW) == {"lamps": ["alice", NOW], "calls": 3}


def test_a_name_is_taken_once_but_may_be_said_twice(registered):
    def mine(somebody, at):
        return 1

    assert today.fragment("lamps")(mine) is today.fragment("lamps")(mine)
    with pytest.raises(ValueError, match="'lamps' is registered twice"):
        today.fragment("lamps")(lambda somebody, at: 2)


@pytest.mark.django_db
def test_a_stranger_to_the_floor_has_an_empty_day():
    day = today.today(person_of(person(None).pk), NOW)
    assert (day["courses"], day["certificates"]) == ([], [])
