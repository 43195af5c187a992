"""What a hotline must say, and who wins where desk and file differ."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.hotlines.rules import Fault, faults_in, in_use, is_stale, merged
from content.loading.files import hotlines_body
from tests.content.hotlines_desk import TODAY, entry


def wrong(**said):
    return [fault.member for fault in faults_in([entry(**said)], TODAY)]


def test_the_data_file_has_no_fault():
    assert faults_in(hotlines_body()["entries"], TODAY) == []


@pytest.mark.parametrize(
    "number", ["110", "1925", "0800-013-999", "02-2388-7066", "ecare.mohw.gov.tw", "https://a.gov.tw/x"]
)
def test_numbers_and_addresses_are_taken(number):
    assert wrong(number=number) == []


@pytest.mark.parametrize(
    "number",
    [
        "",
        "11",
        "一一零",
        "１１０",
        "110 ",
        "-110",
        "110-",
        "0800--013",
        "+886-2-23887066",
        "110;drop",
        "110\n",
        "110\x00",
        "1" * 17,
        "javascript:alert(1)",
        "http://a.gov.tw",
        "ecare",
        "//a.gov.tw",
        "https://a.gov.tw/<b>",
        None,
        110,
    ],
)
def test_what_is_neither_is_refused(number):
    assert wrong(number=number) == ["number"]


@pytest.mark.parametrize(
    ("said", "member"),
    [
        ({"key": "Police"}, "key"),
        ({"key": "警察"}, "key"),
        ({"key": ""}, "key"),
        ({"key": "a" * 41}, "key"),
        ({"name": {"zh-Hant": "警察"}}, "name"),
        ({"name": {"zh-Hant": " ", "en": "Police"}}, "name"),
        ({"name": "警察"}, "name"),
        ({"use_for": {"zh-Hant": "字" * 201, "en": "x"}}, "use_for"),
        ({"hours": {"zh-Hant": "24 小時\x00", "en": "24 hours"}}, "hours"),
        ({"hours": {"zh-Hant": "打 [[police]]", "en": "24 hours"}}, "hours"),
        ({"name": {"zh-Hant": "警察", "en": "Police", "vi": " "}}, "name"),
        ({"name": {"zh-Hant": "警察", "en": "Police", "id": "x" * 41}}, "name"),
        ({"hours": {"zh-Hant": "全天", "en": "24 hours", "vi": ["24"]}}, "hours"),
        ({"drafts": ["zh"]}, "drafts"),
        ({"drafts": "vi"}, "drafts"),
        ({"langs": []}, "langs"),
        ({"langs": ["zh", "zh"]}, "langs"),
        ({"langs": ["中文"]}, "langs"),
        ({"langs": "zh"}, "langs"),
        ({"text": [{"zh-Hant": "簡訊"}]}, "text"),
        ({"text": "簡訊"}, "text"),
        ({"source": ""}, "source"),
        ({"source": "x" * 501}, "source"),
        ({"last_verified": "2026-11-24"}, "last_verified"),
        ({"last_verified": "昨天"}, "last_verified"),
        ({"last_verified": None}, "last_verified"),
        ({"last_verified": "2026-02-30"}, "last_verified"),
        ({"status": "fine"}, "status"),
        ({"confidence": "sure"}, "confidence"),
    ],
)
def test_each_member_is_looked_at(said, member):
    assert wrong(**said) == [member]


def test_a_key_stands_once():
    assert faults_in([entry(), entry()], TODAY) == [Fault("police", "key", "代號 police 有兩條，請改掉其中一條。")]


@given(
    st.dictionaries(st.sampled_from([*entry(), "x"]), st.none() | st.text() | st.lists(st.integers()) | st.integers())
)
def test_whatever_is_sent_is_told_and_never_thrown(said):
    assert all(fault.message for fault in faults_in([said], TODAY))


def test_what_the_desk_said_stands_against_a_file_that_is_not_newer():
    desk = entry(number="111", desk="2026-11-20")
    for day in ("2026-11-01", "2026-11-20"):
        assert merged([desk], [entry(last_verified=day)], TODAY) == [desk]


def test_a_file_that_was_verified_later_wins():
    told = entry(last_verified="2026-11-21")
    assert merged([entry(number="111", desk="2026-11-20")], [told], TODAY) == [told]


def test_what_the_desk_never_touched_follows_the_file_whatever_its_date():
    told = entry(number="112", last_verified="2020-01-01")
    assert merged([entry()], [told], TODAY) == [told]


def test_what_the_desk_added_stays_and_what_the_file_dropped_is_retired_once():
    added, dropped = entry("new", desk="2026-11-20"), entry("old")
    first = merged([entry(), added, dropped], [entry()], TODAY)
    assert first == [entry(), added, dropped | {"retired": "2026-11-23"}]
    assert merged(first, [entry()], TODAY + timedelta(days=9)) == first


@pytest.mark.parametrize(("day", "is_back"), [("2026-11-20", False), ("2026-11-21", True)])
def test_what_the_desk_retired_comes_back_only_with_newer_knowledge(day, is_back):
    retired = entry(retired="2026-11-20", desk="2026-11-20")
    assert [e["key"] for e in in_use(merged([retired], [entry(last_verified=day)], TODAY))] == ["police"] * is_back


def test_after_a_year_without_a_look_a_number_is_stale():
    assert [is_stale(entry(last_verified=day), TODAY) for day in ("2025-11-23", "2025-11-22")] == [False, True]
