import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from certificates.rules import (
    CODE_ALPHABET,
    COMPOUND_SURNAMES,
    MASK,
    expiry,
    masked_name,
    new_code,
    normalise_code,
    roc_date,
    state,
)

CODE = "7K2M-9QXD-0AB1-CDEF-GH34-JKMN-PQRS"
FROM, UNTIL = date(2026, 11, 22), date(2027, 11, 22)

han = st.one_of(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF),
)


@pytest.mark.parametrize(
    ("valid_from", "months", "last_day"),
    [
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
    ],
)
def test_expiry_is_the_same_day_or_the_last_day_of_a_shorter_month(valid_from, months, last_day):
    assert expiry(valid_from, months) == last_day


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_expiry_lies_exactly_that_many_months_later_and_never_on_a_later_day_of_the_month(valid_from, months):
    last = expiry(valid_from, months)
    assert (last.year - valid_from.year) * 12 + last.month - valid_from.month == months
    assert last.day == valid_from.day or (last.day < valid_from.day and (last + timedelta(days=1)).day == 1)


@pytest.mark.parametrize("months", [0, -12])
def test_expiry_refuses_a_certificate_that_never_holds(months):
    with pytest.raises(ValueError, match="at least one month"):
        expiry(FROM, months)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (FROM - timedelta(days=1), "valid"),
        (FROM, "valid"),
        (UNTIL - timedelta(days=31), "valid"),
        (UNTIL - timedelta(days=30), "expiring"),
        (UNTIL, "expiring"),
        (UNTIL + timedelta(days=1), "expired"),
    ],
)
def test_state_follows_the_calendar(today, expected):
    assert state(FROM, UNTIL, None, superseded=False, today=today) == expected


@pytest.mark.parametrize("today", [FROM, UNTIL, UNTIL + timedelta(days=400)])
@pytest.mark.parametrize("superseded", [True, False])
def test_revoked_outranks_everything(today, superseded):
    assert state(FROM, UNTIL, datetime(2026, 12, 1, tzinfo=UTC), superseded, today) == "revoked"


@pytest.mark.parametrize("today", [FROM, UNTIL, UNTIL + timedelta(days=400)])
def test_superseded_outranks_the_calendar(today):
    assert state(FROM, UNTIL, None, superseded=True, today=today) == "superseded"


def test_state_refuses_a_period_that_ends_before_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        state(UNTIL, FROM, None, superseded=False, today=FROM)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 22), "中華民國 115 年 11 月 22 日"),
        (date(1912, 1, 1), "中華民國 1 年 1 月 1 日"),
    ],
)
def test_roc_date_counts_from_1912(day, text):
    assert roc_date(day) == text


def test_roc_date_refuses_years_before_the_republic():
    with pytest.raises(ValueError, match="1912"):
        roc_date(date(1911, 12, 31))


def test_new_codes_have_seven_groups_of_four_unambiguous_letters():
    groups = new_code().split("-")
    assert [len(group) for group in groups] == [4] * 7
    assert set("".join(groups)) <= set(CODE_ALPHABET)
    assert not set("ILOU") & set(CODE_ALPHABET)
    assert len(set(CODE_ALPHABET)) ** 28 >= 2**128


def test_new_codes_use_the_whole_alphabet_and_do_not_repeat():
    codes = [new_code() for _ in range(200)]
    assert len(set(codes)) == 200
    assert set("".join(codes)) == set(CODE_ALPHABET) | {"-"}


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        CODE.replace("-", " — "),
        f"  {CODE}\n",
        CODE.replace("0", "o").replace("1", "l"),
        CODE.replace("0", "O").replace("1", "I"),
        "７Ｋ２Ｍ－９ＱＸＤ－０ＡＢ１－ＣＤＥＦ－ＧＨ３４－ＪＫＭＮ－ＰＱＲＳ",
        f"https://streetlight.example/verify/{CODE}/",
        f"\u200b{CODE}\ufeff",
    ],
)
def test_a_code_is_read_however_people_type_it(typed):
    assert normalise_code(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", "-", CODE[:-1], CODE + "A", CODE.replace("7", "U"), CODE.replace("7", "七"), "A" * 1_000_000]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert normalise_code(typed) is None


def test_every_new_code_is_its_own_normal_form():
    codes = [new_code() for _ in range(100)]
    assert [normalise_code(code) for code in codes] == codes


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王○明"),
        ("王明", "王○"),
        ("王", "○"),
        ("", "○"),
        ("  ", "○"),
        ("歐陽小明", "歐陽○明"),
        ("歐陽明", "歐陽○"),
        ("歐陽", "歐○"),
        ("范姜大同", "范姜○同"),
        ("張簡美玲", "張簡○玲"),
        ("陳林小明", "陳○○明"),
        ("王 小明", "王○明"),
        ("王\u3000小 明", "王○明"),
        ("𠮷野家", "𠮷○家"),
        ("王𪛖", "王○"),
        ("葛\U000e0100城明", "葛\U000e0100○明"),
        ("王\ue000明", "王○明"),
        ("瓦歷斯·諾幹", "瓦○○·○○"),
        ("夏曼．藍波安".replace("．", "‧"), "夏○·○○○"),
        ("Nguyen Thi Lan", "Nguyen ○ ○"),
        ("Nguyễn Thị Lan", "Nguyễn ○ ○"),
        ("Lan", "L○"),
        ("e\u0301a", "e\u0301○"),
        ("L", "○"),
        ("Siti Nurhaliza binti Tarudin", "Siti ○ ○ ○"),
        ("王小明 Ming", "王○明 ○"),
        ("王\u202e小明", "王○明"),
        ("王\n小明", "王○明"),
    ],
)
def test_masked_name_hides_the_middle(name, masked):
    assert masked_name(name) == masked


@given(st.text(max_size=40))
def test_a_masked_name_never_holds_the_whole_name(name):
    assume(name.strip() and MASK not in name)
    assert name not in masked_name(name)
    assert name.strip() not in masked_name(name)
    assert MASK in masked_name(name)


@given(st.text(han, min_size=1, max_size=12))
def test_a_masked_han_name_keeps_its_length_and_invents_no_character(name):
    masked = masked_name(name)
    assert len(masked) == len(name)
    assert all(shown in (MASK, original) for shown, original in zip(masked, name, strict=True))


@given(st.sampled_from(sorted(COMPOUND_SURNAMES)), st.text(han, min_size=1, max_size=4))
def test_a_compound_surname_is_shown_whole_and_the_given_name_is_not(surname, given_name):
    masked = masked_name(surname + given_name)
    assert masked.startswith(surname)
    assert masked[2:] != given_name


@given(st.text(st.sampled_from("aeo"), min_size=2), st.lists(st.sampled_from("\u0301\u0302\u0323"), min_size=1))
def test_combining_marks_stay_with_their_letter(letters, marks):
    masked = masked_name(letters[0] + "".join(marks) + letters[1:])
    assert masked == letters[0] + "".join(marks) + MASK
    assert not unicodedata.category(masked[-1]).startswith("M")
