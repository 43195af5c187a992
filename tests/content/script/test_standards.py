import pytest
from hypothesis import given

from content.script import FormatError, lint, load
from tests.content.script.alarm import alarm, drill_bodies
from tests.content.script.scripts import HOTLINES, choice, elder, node


def _found(body):
    return [(finding.code, finding.node, finding.choice) for finding in lint(body, hotlines=HOTLINES, langs=())]


def _standard(body, name):
    return next(standard for standard in body["drill"]["standards"] if standard["node"] == name)


def _drop(body, name, to):
    """Take a question out of the way, and its texts with it."""
    body["nodes"] = [each for each in body["nodes"] if each["id"] != name]
    for each in body["nodes"]:
        for way in [each, *each.get("choices", ()), *each.get("results", {}).values()]:
            if way.get("to") == name:
                way["to"] = to
    kept = body["texts"]["zh-Hant"].items()
    body["texts"]["zh-Hant"] = {key: text for key, text in kept if not key.startswith(f"{name}.")}
    body["drill"]["standards"] = [each for each in body["drill"]["standards"] if each["node"] != name]


def _harmless(body):
    node(body, "steps")["options"][0]["mark"] = "wrong"
    del node(body, "steps")["results"]["harm"], body["texts"]["zh-Hant"]["steps.harm.feedback"]


def _empty(body, member):
    for part in body["drill"][member]:
        body["texts"]["zh-Hant"].pop(f"drill.{part.get('id')}.text", None)
    body["drill"][member] = []


def test_a_finished_drill_passes_in_silence():
    assert _found(alarm()) == []


@given(drill_bodies())
def test_what_the_strategy_gives_has_no_errors(body):
    assert [each for each in lint(body, hotlines=(), langs=()) if each.severity == "error"] == []


BROKEN = {
    "a standard on no step": (
        lambda body: _standard(body, "steps").update(node="n9"),
        [("drill_standard", None, None)],
    ),
    "a standard left open": (lambda body: _standard(body, "steps").update(node=""), [("drill_standard", None, None)]),
    "a standard on a card": (
        lambda body: _standard(body, "steps").update(node="late"),
        [("drill_standard", "late", None)],
    ),
    "two standards on one question": (
        lambda body: _standard(body, "steps").update(node="channel"),
        [("drill_standard", "channel", None)],
    ),
    "no channel": (lambda body: body["drill"].update(channel=None), [("drill_lacks", None, None)]),
    "a channel that is no choice": (
        lambda body: body["drill"].update(channel="order"),
        [("drill_lacks", "order", None)],
    ),
    "no report": (lambda body: body["drill"].pop("report"), [("drill_lacks", None, None)]),
    "a report that is not there": (lambda body: body["drill"].update(report="n9"), [("drill_lacks", None, None)]),
    "a report that is chosen": (
        lambda body: body["drill"].update(report="channel"),
        [("drill_lacks", "channel", None)],
    ),
    "a step named like the drill": (
        lambda body: (
            body["nodes"].append({"id": "drill", "kind": "card", "to": "call"}),
            node(body, "late").update(to="drill"),
            body["texts"]["zh-Hant"].update({"drill.text": "x"}),
        ),
        [("reserved_id", "drill", None)],
    ),
    "a cue twice": (
        lambda body: body["drill"]["cues"].append({"id": "hand", "hidden": 1}),
        [("duplicate_id", None, None)],
    ),
    "a cue named like an expected act": (
        lambda body: body["drill"]["expected"].append({"id": "hand", "by": 9, "critical": True}),
        [("duplicate_id", None, None)],
    ),
    "no alert": (
        lambda body: (
            (_drop(body, "alert", ""), _drop(body, "plain", ""), _drop(body, "end_skip", ""))
            and body.update(start="level")
        ),
        [("drill_lacks", "level", None)],
    ),
    "no level": (lambda body: _drop(body, "level", "channel"), [("drill_lacks", None, None)]),
    "no order": (lambda body: _drop(body, "order", "report"), [("drill_lacks", None, None)]),
    "nothing that harms": (_harmless, [("drill_lacks", None, None)]),
    "no standards": (lambda body: _empty(body, "standards"), [("drill_lacks", None, None)]),
    "no cues": (lambda body: _empty(body, "cues"), [("drill_lacks", None, None)]),
    "nothing to tick": (lambda body: _empty(body, "expected"), [("drill_lacks", None, None)]),
    "later than the whole": (
        lambda body: body["drill"].update(target_seconds=90),
        [("drill_time", "steps", None), ("drill_time", "report", None)],
    ),
    "seconds that fall": (lambda body: _standard(body, "steps").update(by=59), [("drill_time", "steps", None)]),
    "a question off the best path": (
        lambda body: choice(body, "level", "red").update(to="steps", points={"risk": 3}),
        [("drill_standard", "channel", None)],
    ),
    "a level off the best path": (
        lambda body: (
            node(body, "alert").update(to="channel"),
            node(body, "late").update(to="level"),
            [each.update(to="steps") for each in node(body, "level")["choices"]],
            body["drill"].update(standards=[_standard(body, "channel")]),
        ),
        [("drill_lacks", "level", None)],
    ),
    "a line of the checklist without words": (
        lambda body: body["texts"]["zh-Hant"].pop("drill.nods.text"),
        [("text_missing", None, "nods")],
    ),
    "words of no line": (
        lambda body: body["texts"]["zh-Hant"].update({"drill.nobody.text": "x"}),
        [("stray_text", None, None)],
    ),
}


@pytest.mark.parametrize(("spoil", "found"), BROKEN.values(), ids=BROKEN)
def test_a_broken_drill_is_told_where(spoil, found):
    body = alarm()
    spoil(body)

    assert _found(body) == found


@pytest.mark.parametrize(
    "text", ["撥 [[police]]", "撥 [[police.name]]", "[[missing]]", "tel:110", "<a href=TEL:110>", "[["]
)
@pytest.mark.parametrize("key", ["channel.police.text", "drill.calls.text", "summary", "call.text"])
@pytest.mark.parametrize("lang", ["zh-Hant", "en"])
def test_a_drill_names_nothing_that_could_be_dialled(text, key, lang):
    body = alarm()
    body["texts"].setdefault(lang, {})[key] = text

    found = [(each.code, each.severity) for each in lint(body, hotlines=HOTLINES, langs=())]

    assert found == [("hotline_in_drill", "error")]


def test_a_number_as_a_word_may_be_said_and_elsewhere_keys_may():
    body = alarm()
    body["texts"]["zh-Hant"]["channel.police.text"] = "打 110，說地址"

    assert _found(body) == []
    assert "[[police]]" in elder()["texts"]["zh-Hant"]["call.phone.text"]
    assert _found(elder()) == []


MALFORMED = {
    "a drill of format 2": lambda body: body.update(format=2),
    "a scenario of format 3": lambda body: body.update(kind="scenario"),
    "a drill without its measures": lambda body: body.pop("drill"),
    "a target of no time": lambda body: body["drill"].update(target_seconds=10),
    "a target of an hour": lambda body: body["drill"].update(target_seconds=3600),
    "a cue out of sight": lambda body: body["drill"]["cues"][0].update(hidden=4),
    "critical in words": lambda body: body["drill"]["standards"][0].update(critical="yes"),
    "more than is known": lambda body: body["drill"].update(dial="110"),
}


@pytest.mark.parametrize("spoil", MALFORMED.values(), ids=MALFORMED)
def test_a_drill_of_another_shape_is_malformed(spoil):
    body = alarm()
    spoil(body)

    assert {code for code, _, _ in _found(body)} == {"malformed"}
    with pytest.raises(FormatError):
        load(body)


def test_what_is_to_be_said_of_standards_is_said_in_the_trainers_words():
    body = alarm()
    body["drill"]["channel"] = None
    _standard(body, "report")["by"] = 119

    messages = [finding.message for finding in lint(body, hotlines=(), langs=())]

    assert messages == ["演練還沒有說哪一題是「要找誰」，請在那一題的「演練」裡選「要找誰」。"]
    body["drill"]["channel"] = "channel"
    assert [finding.message for finding in lint(body, hotlines=(), langs=())] == [
        "配對題 report（步驟 report）要在 119 秒內做到，可是前面的 steps 是 120 秒，請讓秒數愈後面愈大。"
    ]
