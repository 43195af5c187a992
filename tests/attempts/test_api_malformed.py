"""What is malformed is refused before it reaches the log, and costs the log nothing."""

import json

import pytest

from attempts.models import Attempt
from tests.attempts.phone import Phone, step

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        None,
        {"edition": "abc", "for": "enrolment:1"},
        {"edition": "A" * 64, "for": "enrolment:1"},
        {"edition": "0" * 64},
        {"edition": "0" * 64, "for": ""},
        {"edition": "0" * 64, "for": "enrolment"},
        {"edition": "0" * 64, "for": "enrolment:1\n"},
        {"edition": "0" * 64, "for": "enrolment:" + "1" * 64},
        {"edition": "0" * 64, "for": 1},
        {"edition": ["0" * 64], "for": "enrolment:1"},
    ],
)
def test_a_malformed_beginning_is_refused(alices, body):
    phone = Phone(alices.clerk)
    assert phone.call("PUT", phone.path, body)[0] == 422
    assert not Attempt.objects.exists()


MALFORMED = [
    {"seq": 0},
    {"seq": -1},
    {"seq": 10_001},
    {"seq": 1.5},
    {"seq": None},
    {"seq": 10**400},
    {"node": ""},
    {"node": "n" * 41},
    {"node": None},
    {"node": "n1\x00"},
    {"node": "前"},
    {"node": "\ud800"},
    {"answer": "x" * 4001},
    {"answer": "\x00"},
    {"answer": {"\x00": 1}},
    {"answer": "\ud800"},
    {"answer": float("nan")},
    {"answer": [float("inf")]},
    {"answer": float("inf")},
    {"answer": 10**30},
    {"answer": -1e300},
    {"answer": [1]},
    {"answer": {"a": 1}},
    {"answer": {"a": {"b": "c"}}},
    {"answer": False},
    {"shown_at": "2026-01-05T02:00:04"},
    {"answered_at": "2026-01-05 02:00:04"},
    {"shown_at": "yesterday"},
    {"shown_at": None},
    {"shown_at": "9999-12-31T23:59:59-14:00"},
    {"answered_at": "0001-01-01T00:00:00+14:00"},
    {"elapsed_ms": -1},
    {"elapsed_ms": 24 * 3600 * 1000 + 1},
    {"elapsed_ms": "long"},
]


@pytest.mark.parametrize("seq", [1, 2], ids=["in turn", "ahead"])
@pytest.mark.parametrize("wrong", MALFORMED, ids=lambda wrong: ascii(wrong)[:40])
def test_a_malformed_member_is_refused_and_the_rest_of_the_log_lives_on(phone, wrong, seq):
    sent = step(seq, "intro", None) | wrong
    status, body = phone.put(sent)
    assert (status, list(body)) == (422, ["detail"])
    assert phone.flush([sent])[0] == 422
    assert phone.answers() == []


@pytest.mark.parametrize("member", ["seq", "node", "shown_at", "answered_at", "elapsed_ms"])
def test_a_missing_member_is_refused(phone, member):
    sent = step(1, "intro", None)
    del sent[member]
    assert phone.put(sent)[0] == 422


def test_a_step_without_an_id_and_a_flush_that_is_no_list_are_refused(phone):
    sent = step(1, "intro", None)
    bodies = [[{k: v for k, v in sent.items() if k != "id"}], [sent | {"id": "1"}], sent, "step", None, [[]], [None]]
    assert [phone.flush(body)[0] for body in bodies] == [422] * 7
    assert phone.call("PUT", f"{phone.path}/steps/not-a-uuid", sent)[0] == 422


@pytest.mark.parametrize("year", ["1970", "1980", "2099"])
def test_a_phone_whose_clock_is_wrong_loses_nothing(phone, year):
    clock = f"{year}-01-01T00:00:00+08:00"
    assert phone.put(step(1, "intro", None, shown_at=clock, answered_at=clock))[0] == 201
    assert phone.log()["steps"][0]["shown_at"][:2] == ("19" if year < "1999" else "20")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"nope", b"1" * 5000, b"[" * 5000 + b"]" * 5000])
def test_what_is_not_json_is_refused(phone, body):
    sent = step(1, "intro", None)
    assert phone.call("PUT", f"{phone.path}/steps/{sent['id']}", body)[0] in (400, 422)
    assert phone.call("POST", f"{phone.path}/steps", body)[0] in (400, 422)
    assert phone.answers() == []


@pytest.mark.parametrize("depth", [100, 300, 900, 1900])
def test_a_deep_answer_is_refused_at_any_depth(phone, depth):
    sent = step(1, "intro", "@")
    body = json.dumps(sent).replace('"@"', "[" * depth + "]" * depth).encode()
    assert phone.call("PUT", f"{phone.path}/steps/{sent['id']}", body)[0] in (400, 422)
    ahead = json.dumps(sent | {"seq": 2}).replace('"@"', "[" * depth + "]" * depth).encode()
    assert phone.call("PUT", f"{phone.path}/steps/{sent['id']}", ahead)[0] in (400, 422)
    assert phone.answers() == []


@pytest.mark.parametrize("size", [1_000_000, 2_000_000])
def test_an_answer_of_a_megabyte_is_too_big_and_costs_the_log_nothing(phone, size):
    sent = step(1, "intro", "x" * size)
    for status, body in (phone.put(sent), phone.flush([sent])):
        assert (status, "1000 kB" in body["detail"]) == (413, True)
    assert phone.put(step(1, "intro", None))[0] == 201
