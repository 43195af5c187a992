"""Questions that stand alone."""

import uuid

from content.script import Play, best, lint, load
from content.script.model import Answer
from courses.refreshers.cutting import ASKED, asked_nodes, cut, item_id, words_of
from tests.content.data_files import body as shipped
from tests.content.data_files import each_lesson, hotlines
from tests.factories.kinds import every_kind_of_lesson
from tests.factories.refreshers import quiz_body


def errors(body):
    return [each for each in lint(body, hotlines=hotlines(), langs=["zh-Hant"]) if each.severity == "error"]


@each_lesson
def test_every_question_of_the_starter_lessons_can_be_played_alone(slug):
    lesson = shipped(slug)
    items = cut(lesson)
    asked = [node["id"] for node in lesson["nodes"] if node["kind"] in ASKED]
    assert sorted(items) == sorted(asked) != []
    for node, body in items.items():
        assert errors(body) == [], node
        assert set(body["texts"]) == set(lesson["texts"])


def test_every_kind_is_cut_with_its_ids_and_without_what_only_the_lesson_knows():
    items = cut(every_kind_of_lesson())
    assert list(items) == asked_nodes(every_kind_of_lesson()) == ["n2", "n3", "n4", "q1", "q2", "q3"]
    for name, body in items.items():
        (node, ending) = body["nodes"]
        assert (node["id"], ending["kind"], body["start"]) == (name, "ending", name)
        assert {"timer", "skip"} & set(node) == set()
        assert errors(body) == []
        assert {way["to"] for way in [*node.get("choices", ()), *node.get("results", {}).values()]} == {"end"}


def test_a_node_that_is_called_like_the_ending_gets_another_ending():
    body = every_kind_of_lesson()
    text = body["texts"]["zh-Hant"]
    for node in body["nodes"]:
        if node["id"] == "end":
            node["id"] = "over"
        for way in [*node.get("choices", ()), *node.get("results", {}).values()]:
            way["to"] = {"n2": "end", "end": "over"}.get(way["to"], way["to"])
        if node["id"] == "n2":
            node["id"] = "end"
    renamed = {key.replace("end.", "over.").replace("n2.", "end."): value for key, value in text.items()}
    body["texts"]["zh-Hant"] = renamed
    item = cut(body)["end"]
    assert [node["id"] for node in item["nodes"]] == ["end", "end_"]
    assert errors(item) == []


def test_points_stay_only_where_something_can_be_gained():
    body = quiz_body(1)
    body["nodes"][1]["choices"][2]["points"] = {"privacy": -1, "empathy": -1}
    body["competencies"] = ["empathy", "privacy"]
    item = cut(body)["q1"]
    assert item["competencies"] == ["privacy"]
    assert item["nodes"][0]["choices"][2]["points"] == {"privacy": -1}


def test_passed_is_right_at_once():
    script = load(cut(quiz_body())["q1"])

    def passed(*ways):
        play = Play(script, "seed")
        for way in ways:
            play.take(Answer("q1", way))
        return play.outcome().passed

    assert best(script).total == 2
    assert [passed("b"), passed("a"), passed("c"), passed("d", "b")] == [True, False, False, False]


def test_the_ending_says_what_was_right_in_every_language():
    texts = cut(quiz_body())["q2"]["texts"]
    assert texts["zh-Hant"]["end.text"] == "q2.b.text。\n\nq2.b.feedback。"
    assert texts["en"]["end.text"] == "en q2.b.text。\n\nen q2.b.feedback。"


def test_a_question_without_such_words_ends_with_itself():
    body = every_kind_of_lesson()
    del body["texts"]["zh-Hant"]["n3.right.feedback"]
    item = cut(body)["n3"]["texts"]["zh-Hant"]
    assert item["end.text"] == item["n3.text"]


def test_a_language_that_does_not_ask_the_question_is_left_out():
    body = quiz_body()
    body["texts"]["en"]["q1.text"] = " "
    assert [set(cut(body)[name]["texts"]) for name in ("q1", "q2")] == [{"zh-Hant"}, {"zh-Hant", "en"}]


def test_what_a_machine_has_translated_says_so_alone_too():
    body = quiz_body() | {"drafts": ["en"]}
    assert cut(body)["q1"]["drafts"] == ["en"]
    body["texts"]["en"]["q1.text"] = ""
    assert "drafts" not in cut(body)["q1"]


def test_a_question_that_did_not_change_comes_out_as_it_was():
    before, after = quiz_body(), quiz_body(title="新的名字")
    after["texts"]["zh-Hant"] |= {"goal.text": "改過的卡片。", "q2.text": "改過的題目。"}
    after["minutes"], after["pass_mark"] = 9, 60
    was, now = cut(before), cut(after)
    assert {name for name in was if was[name] != now[name]} == {"q2"}


def test_an_identity_is_its_lesson_and_its_node():
    one, other = uuid.uuid4(), uuid.uuid4()
    assert len({item_id(one, "q1"), item_id(one, "q2"), item_id(other, "q1")}) == 3
    assert item_id(one, "q1") == item_id(one, "q1")


def test_what_is_read_before_answering_holds_no_feedback_and_no_other_node():
    told = {"q1.text": "問題", "q1.a.text": "甲", "q1.a.feedback": "錯", "q1.right.feedback": "對", "q11.text": "別題"}
    assert words_of("q1", told) == "問題甲"
