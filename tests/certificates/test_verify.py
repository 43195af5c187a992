"""The public page's template, from the dataclass alone."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string

from certificates.queries import Verification

CODE = "7K2M-9QXD-0AB1-CDEF-GH34-JKMN-PQRS"
FOUND = Verification(
    state="valid",
    code=CODE,
    checked_at=datetime(2026, 11, 22, 14, 30, 5, tzinfo=UTC),
    masked_name="王○明",
    chain_name="晨光便利商店",
    course_title="門市關懷前線",
    issued_on=date(2026, 11, 22),
    valid_from=date(2026, 11, 23),
    valid_until=date(2027, 11, 22),
)
UNKNOWN = Verification("unknown", "ABC", FOUND.checked_at)
WORDS = {
    "valid": "有效",
    "expiring": "有效，即將到期",
    "expired": "已過期",
    "revoked": "已撤銷",
    "superseded": "已由新證書取代",
    "unknown": "查無這張證書",
}


def page(verification):
    return render_to_string("certificates/verify.html", {"verification": verification, "lang": "zh-Hant"})


def article(verification):
    return re.search(r"<article.*</article>", page(verification), re.DOTALL).group()


def headline(verification):
    return re.search(r"<h1>\s*(.*?)\s*<span", article(verification)).group(1)


def sign(verification):
    return re.search(r"<svg.*?</svg>", article(verification), re.DOTALL).group()


@pytest.mark.parametrize(("state", "word"), WORDS.items())
def test_each_state_is_a_word_and_a_class(state, word):
    verification = replace(FOUND, state=state) if state != "unknown" else UNKNOWN
    assert headline(verification) == word
    assert f'<article class="verify verify-{state}">' in article(verification)


def test_each_state_has_a_sign_of_its_own():
    signs = {sign(replace(FOUND, state=state)) for state in WORDS}
    assert len(signs) == len(WORDS)


@pytest.mark.parametrize("state", [state for state in WORDS if state != "unknown"])
def test_a_certificate_is_described_in_both_calendars_at_the_time_it_was_checked(state):
    said = article(replace(FOUND, state=state))
    for text in (
        "王○明",
        "晨光便利商店",
        "門市關懷前線",
        "中華民國 115 年 11 月 22 日",
        "2026-11-23",
        "中華民國 116 年 11 月 22 日",
        "2027-11-22",
        CODE,
        "2026-11-22 22:30:05",
    ):
        assert text in said
    assert "<form" not in said


@pytest.mark.parametrize(("state", "proves"), [("valid", True), ("expired", True), ("revoked", False)])
def test_a_revoked_certificate_is_not_said_to_prove_anything(state, proves):
    assert ("這一頁證明" in article(replace(FOUND, state=state))) is proves


def test_an_unknown_code_can_be_corrected_and_typed_again():
    said = article(UNKNOWN)
    assert 'action="/verify/"' in said
    assert 'name="code" value="ABC"' in said
    assert "持有人" not in said


def test_without_a_code_the_page_asks_for_one_and_blames_nobody():
    said = article(None)
    assert headline(None) == "查驗證書"
    assert 'name="code" value=""' in said
    assert "查無" not in said
    assert "查驗時間" not in said


def test_typed_markup_stays_text_and_short():
    said = article(replace(UNKNOWN, code='"><script>alert(1)</script>' + "A" * 1000))
    assert "<script" not in said
    assert "&quot;&gt;&lt;script&gt;alert(1)" in said
    assert "A" * 100 not in said


def test_the_page_needs_no_inline_script_or_style():
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", article(FOUND) + article(UNKNOWN) + article(None))
