"""Start codes: their form, what a typed one is worth, how far somebody has come in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.joining.rules import ALPHABET, MOST_TRIES, Given, as_typed, could_be, entry, fresh_code, judge, shown

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOLDS = Given(NOW + timedelta(days=1))


def test_no_two_signs_of_a_code_look_alike_and_no_code_is_a_word():
    assert set("0O1IL2Z5S8BAEU") & set(ALPHABET) == set()
    assert len(set(ALPHABET)) == len(ALPHABET) == 22


def test_codes_are_new_each_time_and_of_the_form():
    codes = {fresh_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(could_be(code) for code in codes)


@given(st.text(ALPHABET, min_size=8, max_size=8), st.sampled_from(["", "-", " ", "－", "  "]))
def test_a_code_is_the_same_however_it_is_typed(code, between):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    assert [as_typed(text) for text in (shown(code), f" {code[:4]}{between}{code[4:]} ", code.lower(), wide)] == [
        code
    ] * 4


@given(st.text(max_size=20))
def test_tidying_twice_is_tidying_once(text):
    assert as_typed(as_typed(text)) == as_typed(text)


@pytest.mark.parametrize("text", ["", "CDFG", "CDFGHJKMN", "CDFGHJK0", "密碼密碼密碼密碼", "lamp-at-2am"])
def test_what_cannot_be_a_code(text):
    assert not could_be(as_typed(text))


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (HOLDS, "open"),
        (Given(NOW), "expired"),
        (Given(NOW + timedelta(seconds=1)), "open"),
        (Given(HOLDS.expires_at, wrong_tries=MOST_TRIES - 1), "open"),
        (Given(HOLDS.expires_at, wrong_tries=MOST_TRIES), "locked"),
        (Given(NOW, wrong_tries=MOST_TRIES), "locked"),
        (Given(HOLDS.expires_at, used=True), "used"),
        (Given(NOW, used=True, wrong_tries=9), "used"),
    ],
)
def test_the_right_code_is_told_its_state_and_a_wrong_one_nothing(code, verdict):
    assert judge(code, fits=True, at=NOW) == verdict
    assert judge(code, fits=False, at=NOW) == "wrong"


@pytest.mark.parametrize(
    ("own_password", "was_here", "code", "state"),
    [
        (True, False, None, "in"),
        (True, True, HOLDS, "in"),
        (False, False, None, "uninvited"),
        (False, True, None, "in"),
        (False, True, HOLDS, "waiting"),
        (False, False, HOLDS, "waiting"),
        (False, False, Given(NOW), "expired"),
        (False, False, Given(HOLDS.expires_at, wrong_tries=5), "locked"),
        (False, False, Given(HOLDS.expires_at, used=True), "uninvited"),
    ],
)
def test_how_far_somebody_has_come_in(own_password, was_here, code, state):
    assert entry(own_password=own_password, was_here=was_here, given=code, at=NOW) == state
