from content.script import drill_texts, learner_view, load, structure_sha
from content.script.drill import Cue, Expected, Standard
from tests.content.script.alarm import alarm
from tests.content.script.scripts import elder

SHA = "ab" * 32


def test_a_drill_is_loaded_with_what_it_is_measured_by():
    drill = load(alarm()).drill

    assert drill.target_seconds == 180
    assert drill.cues == (Cue("hand", 3), Cue("blood", 1))
    assert drill.standards[0] == Standard("level", 30, critical=True)
    assert (drill.channel, drill.report) == ("channel", "report")
    assert drill.expected == (Expected("nods", 10, critical=False), Expected("calls", 60, critical=True))


def test_difficulty_counts_the_cues_and_how_hidden_they_are():
    assert load(alarm()).drill.difficulty == 4


def test_what_is_no_drill_has_none():
    assert load(elder()).drill is None


def test_a_phone_gets_the_seconds_and_neither_cues_nor_checklist():
    body = alarm()

    assert learner_view(body, SHA, "zh-Hant")["drill"] == {
        "target_seconds": 180,
        "standards": body["drill"]["standards"],
        "report": "report",
        "channel": "channel",
    }
    assert "drill" not in learner_view(elder(), SHA, "zh-Hant")


def test_another_second_is_another_structure():
    body = alarm()
    body["drill"]["standards"][0]["by"] = 31

    assert structure_sha(body) != structure_sha(alarm())


def test_what_is_not_translated_of_the_checklist_is_said_in_the_source_language():
    body = alarm()
    body["texts"]["en"] = {"drill.nods.text": "Nods", "drill.hand.text": " "}

    assert drill_texts(body, "en") == {"hand": "hand。", "blood": "blood。", "nods": "Nods", "calls": "calls。"}
    assert drill_texts(body, "vi") == drill_texts(body, "zh-Hant")
