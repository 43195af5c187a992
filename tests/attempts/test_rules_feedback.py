"""What a node says, and the months of a report, without a database."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attempts.rules import Saying, months_back, node_of, sayings
from tests.factories.content import scenario_body

BODY = scenario_body()


def parts(node, lang="zh-Hant", body=BODY):
    return [saying.part for saying in sayings(body, node, lang)]


def test_a_node_says_its_text_and_then_each_option_before_what_comes_of_it():
    assert parts("n1") == ["text", "a.text", "a.feedback", "b.text", "b.feedback", "c.text", "c.feedback"]
    assert [saying.is_reply for saying in sayings(BODY, "n1", "zh-Hant")] == [False, *[False, True] * 3]


def test_a_title_comes_first_and_a_node_whose_name_begins_alike_is_another():
    body = scenario_body()
    body["texts"]["zh-Hant"] |= {"n1.title": "開頭", "n10.text": "別的"}
    body["nodes"].append({"id": "n10", "kind": "card", "to": "n2"})
    assert (parts("n1", body=body)[:2], parts("n10", body=body)) == (["title", "text"], ["text"])


def test_what_is_not_translated_is_said_in_the_source_language():
    body = scenario_body()
    del body["texts"]["en"]["intro.text"]
    assert sayings(body, "intro", "en") == (Saying("text", "阿公第三次走進來。"),)
    assert sayings(BODY, "intro", "en") == (Saying("text", "He comes in again."),)
    assert sayings(BODY, "intro", "vi") == (Saying("text", "阿公第三次走進來。"),)


@pytest.mark.parametrize("body", [{}, BODY])
def test_a_node_that_is_not_there_says_nothing(body):
    assert (sayings(body, "gone", "en"), node_of(body, "gone")) == ((), None)


def test_months_go_back_over_the_turn_of_the_year():
    assert months_back(date(2026, 2, 28), 3) == [date(2026, 2, 1), date(2026, 1, 1), date(2025, 12, 1)]


@given(st.dates(date(2000, 1, 1), date(2999, 12, 31)), st.integers(1, 60))
def test_months_are_first_days_in_a_row_with_this_one_first(today, n):
    months = months_back(today, n)
    assert (months[0], len(months)) == (today.replace(day=1), n)
    assert all(25 < (later - earlier).days <= 31 for later, earlier in pairwise(months))
