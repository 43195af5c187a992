import json
from pathlib import Path

import pytest
from hypothesis import given

from content.script import fill_hotlines, learner, learner_view
from tests.content.script.scripts import HOTLINES, elder, node
from tests.content.script.strategies import bodies

VECTORS = Path(learner.__file__).parent / "vectors" / "hotlines.json"
SHA = "ab" * 32


def test_the_view_has_texts_links_and_what_is_asked_again():
    view = learner_view(elder(), SHA, "en")

    assert {key: view[key] for key in view if key != "nodes"} == {
        "format": 1,
        "edition": SHA,
        "kind": "scenario",
        "lang": "en",
        "title": "The man at the door",
        "summary": "Ten at night, someone stands at the door.",
        "minutes": 4,
        "start": "intro",
    }
    assert view["nodes"][0] == {
        "id": "intro",
        "kind": "card",
        "to": "greet",
        "text": "An old man has stood at the door for twenty minutes.",
    }
    assert view["nodes"][2]["choices"] == [
        {"id": "chair", "to": "call", "text": "Offer him a chair", "feedback": "He breathes out."},
        {
            "id": "shout",
            "to": "lost",
            "text": "Ask aloud who knows him",
            "feedback": "He starts for the street.",
            "again": True,
        },
    ]
    assert view["nodes"][4]["choices"][0] == {"id": "red", "to": "home", "feedback": "He is not hurt."}
    assert view["nodes"][5] == {"id": "home", "kind": "ending", "outcome": "correct", "text": "His daughter comes."}


@given(bodies())
def test_the_view_never_tells_points_qualities_or_the_mark(body):
    view = learner_view(body, SHA, "zh-Hant")
    told = json.dumps({name: part for name, part in view.items() if name != "drill"})

    assert "points" in json.dumps(body) or all("choices" not in step for step in body["nodes"])
    assert not any(f'"{word}"' in told for word in ("points", "quality", "good", "poor", "critical", "pass_mark"))


def test_what_is_not_translated_falls_back_to_the_source():
    body = elder()
    del body["texts"]["en"]["greet.text"]
    body["texts"]["en"]["summary"] = "  "

    view = learner_view(body, SHA, "en")

    assert view["lang"] == "en"
    assert view["nodes"][1]["text"] == "你先怎麼做？"
    assert view["summary"] == "晚上十點，有人站在門口。"
    assert view["title"] == "The man at the door"


def test_a_language_that_the_script_does_not_have_gives_the_source_and_says_so():
    assert learner_view(elder(), SHA, "vi") == learner_view(elder(), SHA, "zh-Hant")
    assert learner_view(elder(), SHA, "vi")["lang"] == "zh-Hant"


def test_a_machines_draft_says_so_in_its_own_language_only():
    body = elder() | {"drafts": ["en"]}

    assert learner_view(body, SHA, "en")["draft"] is True
    assert "draft" not in learner_view(body, SHA, "zh-Hant")


def test_a_language_that_the_script_does_not_have_is_no_draft_though_marked_as_one():
    assert "draft" not in learner_view(elder() | {"drafts": ["vi"]}, SHA, "vi")


def test_picture_note_and_heading_come_with_the_node():
    body = elder()
    picture = {"sha256": "cd" * 32, "width": 800, "height": 600, "type": "image/webp"}
    node(body, "intro").update(picture=picture, note="violence")
    body["texts"]["zh-Hant"] |= {"intro.alt": "雨中的騎樓", "intro.title": "夜班"}

    view = learner_view(body, SHA, "zh-Hant")["nodes"][0]

    assert view["picture"] == {**picture, "alt": "雨中的騎樓"}
    assert (view["note"], view["title"]) == ("violence", "夜班")
    assert "alt" not in picture


@pytest.mark.parametrize("vector", json.loads(VECTORS.read_text()))
def test_hotlines_are_filled_in_as_in_the_vectors(vector):
    assert fill_hotlines(vector["text"], vector["hotlines"]) == vector["filled"]


def test_a_script_text_gets_its_number_and_name():
    texts = elder()["texts"]["zh-Hant"]

    assert fill_hotlines(texts["call.phone.text"], HOTLINES) == "撥 110 說明情況"
    assert fill_hotlines(texts["call.phone.feedback"], HOTLINES) == "警察十分鐘內會到。"
