"""What an attempt may be for."""

import pytest

from attempts import purposes
from attempts.purposes import may_attempt, purpose


@pytest.fixture
def registered(monkeypatch):
    monkeypatch.setattr(purposes, "_purposes", {})


def test_a_purpose_is_judged_by_the_room_that_registered_it(registered):
    asked = []
    purpose("drill")(lambda person, subject, edition: asked.append((person, subject, edition)) or subject == "7")
    assert may_attempt("alice", "drill:7", "edition") is True
    assert may_attempt("alice", "drill:8", "edition") is False
    assert asked == [("alice", "7", "edition"), ("alice", "8", "edition")]


@pytest.mark.parametrize("unknown", ["refresher:7", "", "drill", "Drill:7", ":7"])
def test_an_unknown_purpose_is_nobodys(registered, unknown):
    purpose("drill")(lambda person, subject, edition: subject == "7")
    assert may_attempt("alice", unknown, "edition") is False


def test_a_name_is_taken_once_but_may_be_said_twice(registered):
    def mine(person, subject, edition):
        return True

    assert purpose("drill")(mine) is purpose("drill")(mine)
    with pytest.raises(ValueError, match="'drill' is registered twice"):
        purpose("drill")(lambda person, subject, edition: False)
