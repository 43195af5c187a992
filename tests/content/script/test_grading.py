import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.script import grading
from content.script.grading import Choices, Match, Number, Order, Text, fold
from content.script.nodes import node_of
from tests.content.script.strategies import JSON

VECTORS = json.loads((Path(grading.__file__).parent / "vectors" / "grading.json").read_text())
CHOICES = Choices(frozenset("abc"), frozenset("xy"), frozenset("h"), ("a", "x", "b", "h", "c", "y"))
ORDER = Order(("a", "b", "c", "d"))
MATCH = Match(
    ("in", "out", "gone"),
    {"time": "in", "place": "in", "name": "out", "guess": "out", "face": "out"},
    {"name": ("in",)},
)
NUMBER = Number(low=110, high=113, near=(100, 119), min=0, max=999)
TEXT = Text((("110", "警察"), ("店",), ("受傷", "流血")), ("瘋子",), 20)
PUT = {"time": "in", "place": "in", "name": "out", "guess": "out", "face": "out"}

GRADED = [
    (CHOICES, ["c", "a", "b"], "right"),
    (CHOICES, ["a"], "partly"),
    (CHOICES, ["a", "b", "c", "x"], "partly"),
    (CHOICES, ["a", "x"], "wrong"),
    (CHOICES, ["y"], "wrong"),
    (CHOICES, ["a", "b", "c", "h"], "harm"),
    (CHOICES, [], None),
    (CHOICES, ["a", "a"], None),
    (CHOICES, ["a", "z"], None),
    (CHOICES, ["a", None], None),
    (CHOICES, [["a"]], None),
    (CHOICES, "abc", None),
    (ORDER, ["a", "b", "c", "d"], "right"),
    (ORDER, ["a", "c", "b", "d"], "partly"),
    (ORDER, ["b", "a", "d", "c"], "wrong"),
    (ORDER, ["a", "b", "c"], None),
    (ORDER, ["a", "b", "c", "c"], None),
    (ORDER, ["a", "b", "c", {}], None),
    (ORDER, "abcd", None),
    (MATCH, PUT, "right"),
    (MATCH, PUT | {"guess": "gone"}, "partly"),
    (MATCH, PUT | {"guess": "gone", "face": "in"}, "wrong"),
    (MATCH, PUT | {"name": "in"}, "harm"),
    (MATCH, PUT | {"name": "gone"}, "partly"),
    (MATCH, PUT | {"name": "nowhere"}, None),
    (MATCH, PUT | {"name": ["out"]}, None),
    (MATCH, PUT | {"more": "in"}, None),
    (MATCH, {"time": "in"}, None),
    (MATCH, list(PUT), None),
    (NUMBER, 110, "right"),
    (NUMBER, 112.5, "right"),
    (NUMBER, 109.5, "partly"),
    (NUMBER, 119, "partly"),
    (NUMBER, 99, "wrong"),
    (NUMBER, 999, "wrong"),
    (NUMBER, -1, None),
    (NUMBER, 10**400, None),
    (NUMBER, float("nan"), None),
    (NUMBER, float("inf"), None),
    (NUMBER, True, None),
    (NUMBER, "110", None),
    (TEXT, "店裡有人流血，請打１１０", "right"),
    (TEXT, "打 1 1 0，店裡", "partly"),
    (TEXT, "店", "wrong"),
    (TEXT, "我不知道", "wrong"),
    (TEXT, "警察，店裡有個瘋子流血", "harm"),
    (TEXT, " \u3000\n", None),
    (TEXT, "店" * 21, None),
    (TEXT, "𠮷" * 20, "wrong"),
    (TEXT, "店\x00", None),
    (TEXT, "店\ud83d", None),
    (TEXT, 110, None),
]


@pytest.mark.parametrize(("key", "answer", "result"), GRADED)
def test_an_answer_is_graded(key, answer, result):
    assert key.grade(answer) == result


@given(st.sampled_from([CHOICES, ORDER, MATCH, NUMBER, TEXT]), JSON)
def test_any_json_is_graded_or_refused(key, answer):
    assert key.grade(answer) in ("right", "partly", "wrong", "harm", None)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ｃａｌｌ　１１０！", "call110!"),
        ("A\tB\nC\u00a0d", "abcd"),
        ("Ünï ẞK\u212a\u2003", "Ünïẞk\u212a\u2003"),
        ("～｟", "~｟"),
    ],
)
def test_folding_changes_full_width_capitals_and_white_space_and_nothing_else(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_what_is_folded_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)


SAMPLED = [
    (CHOICES, {"right", "partly", "wrong", "harm"}),
    (Choices(frozenset("a"), frozenset("x"), frozenset(), ("a", "x")), {"right", "wrong"}),
    (Choices(frozenset("ab"), frozenset(), frozenset("h"), ("a", "b", "h")), {"right", "partly", "harm"}),
    (ORDER, {"right", "partly", "wrong"}),
    (MATCH, {"right", "partly", "wrong", "harm"}),
    (Match(("i", "o"), {"a": "i", "b": "o"}, {"a": ("o",), "b": ("i",)}), {"right", "harm"}),
    (NUMBER, {"right", "partly", "wrong"}),
    (Number(1, 2, (1, 2), 1, 2), {"right"}),
    (TEXT, {"right", "partly", "wrong", "harm"}),
    (Text((("a",),), (), 10), {"right", "wrong"}),
    (Text((("a", "yy"), ("a",)), (), 10), {"right", "partly", "wrong"}),
    (Text((("a",), ("ab", "xa")), (), 10), {"right", "partly", "wrong"}),
    (Text((("a",), ("a",)), (), 10), {"right", "wrong"}),
]


@pytest.mark.parametrize(("key", "results"), SAMPLED)
def test_each_result_that_can_be_caused_has_a_sample_that_causes_it(key, results):
    samples = key.samples(partly=True)

    assert set(samples) == results
    assert {result: key.grade(answer) for result, answer in samples.items()} == {result: result for result in results}


def test_without_partly_what_would_be_partly_is_a_sample_of_wrong():
    key = Choices(frozenset("ab"), frozenset(), frozenset(), ("a", "b"))

    assert key.samples(partly=False) == {"right": ["a", "b"], "wrong": ["a"]}


@given(
    st.lists(
        st.lists(st.text("ab店 Ａ", min_size=1, max_size=3).filter(fold), min_size=1, max_size=3),
        min_size=1,
        max_size=3,
    ),
    st.text("ab店", max_size=12),
)
def test_whatever_words_cause_has_a_sample_as_long_as_the_row_of_words_fits(groups, answer):
    key = Text(tuple(tuple(map(fold, words)) for words in groups), (), 60)

    assert key.grade(answer) in {None, *key.samples(partly=True)}


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["node"]["id"] for vector in VECTORS])
def test_answers_are_graded_as_in_the_vectors(vector):
    # A learner's view has the key of the body, but no points.
    results = {name: {**way, "points": {}} for name, way in vector["node"]["results"].items()}
    node = node_of({**vector["node"], "results": results})

    given = [(case["answer"], node.grade(case["answer"])) for case in vector["cases"]]

    assert given == [(case["answer"], case["result"]) for case in vector["cases"]]


def test_the_vectors_have_every_graded_kind_with_every_result():
    told = {(vector["node"]["kind"], case["result"]) for vector in VECTORS for case in vector["cases"]}

    assert told >= {(kind, result) for kind in grading.GRADED for result in ("right", "partly", "wrong", None)}
    assert told >= {(kind, "harm") for kind in ("choices", "match", "text")}
