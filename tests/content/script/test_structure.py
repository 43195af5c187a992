import copy

import pytest

from content.script import lint
from tests.content.script.scripts import HOTLINES, LANGS, choice, elder, node

CARD = {"id": "spare", "kind": "card", "to": "home"}


def _add_card(body, **members):
    body["nodes"].append(CARD | members)
    body["texts"]["zh-Hant"]["spare.text"] = "備用的一頁"


def _drop(body, *names):
    body["nodes"] = [node for node in body["nodes"] if node["id"] not in names]
    for texts in body["texts"].values():
        for key in [key for key in texts if key.split(".")[0] in names]:
            del texts[key]


def _start_with_the_good_ending_unreachable(body):
    for name in ("red", "orange"):
        choice(body, "grade", name)["to"] = "gone"


def _without_endings(body):
    _drop(body, "home", "gone", "lost")
    choice(body, "seat", "shout")["to"] = "call"
    for each in node(body, "grade")["choices"]:
        each["to"] = None


def _all_critical(body):
    choice(body, "call", "phone")["quality"] = "critical"


BROKEN = {
    "no start": (lambda body: body.pop("start"), [("missing_start", None, None)]),
    "empty start": (lambda body: body.update(start=""), [("missing_start", None, None)]),
    "start elsewhere": (lambda body: body.update(start="n9"), [("missing_start", None, None)]),
    "target elsewhere": (
        lambda body: choice(body, "greet", "ask").update(to="n9"),
        [("missing_target", "greet", "ask")],
    ),
    "card to elsewhere": (
        lambda body: _add_card(body, to="n9"),
        [("missing_target", "spare", None), ("unreachable", "spare", None)],
    ),
    "choice left open": (lambda body: choice(body, "greet", "ask").update(to=None), [("no_way_out", "greet", "ask")]),
    "choice without to": (lambda body: choice(body, "greet", "ask").pop("to"), [("no_way_out", "greet", "ask")]),
    "card left open": (
        lambda body: _add_card(body, to=""),
        [("no_way_out", "spare", None), ("unreachable", "spare", None)],
    ),
    "unreachable": (_add_card, [("unreachable", "spare", None)]),
    "unreachable, led to by itself only": (
        lambda body: _add_card(body, to="spare"),
        [("loop", "spare", None), ("unreachable", "spare", None)],
    ),
    "loop": (lambda body: choice(body, "call", "post").update(to="greet"), [("loop", "call", None)]),
    "one choice": (
        lambda body: _drop_choice(body, "call", "post"),
        [("few_choices", "call", None), ("right_first", None, None)],
    ),
    "all critical": (_all_critical, [("unmendable", "call", None), ("no_good_choice", "call", None)]),
    "level without orange": (
        lambda body: _drop_choice(body, "grade", "yellow"),
        [("level_ids", "grade", None)],
    ),
    "levels out of order": (lambda body: node(body, "grade")["choices"].reverse(), [("level_ids", "grade", None)]),
    "no right level": (
        lambda body: choice(body, "grade", "orange").update(quality="ok"),
        [("level_good", "grade", None)],
    ),
    "two right levels": (
        lambda body: choice(body, "grade", "red").update(quality="good"),
        [("level_good", "grade", None)],
    ),
    "node twice": (
        lambda body: body["nodes"].append(copy.deepcopy(node(body, "home"))),
        [("duplicate_id", "home", None)],
    ),
    "choice twice": (
        lambda body: node(body, "greet")["choices"].append(copy.deepcopy(choice(body, "greet", "stare"))),
        [("duplicate_id", "greet", "stare")],
    ),
    "points not listed": (
        lambda body: choice(body, "greet", "stare").update(points={"report": -1}),
        [("unknown_competency", "greet", "stare")],
    ),
    "no correct ending": (
        _start_with_the_good_ending_unreachable,
        [("unreachable", "home", None), ("no_correct_ending", None, None)],
    ),
    "correct ending worded otherwise": (
        lambda body: node(body, "home").update(outcome="partial"),
        [("no_correct_ending", None, None)],
    ),
    "no ending": (
        _without_endings,
        [
            *(("no_way_out", "grade", level) for level in ("red", "orange", "yellow", "green")),
            ("no_ending", None, None),
        ],
    ),
    "competency never scored": (lambda body: body["competencies"].append("report"), [("unscorable", None, None)]),
    "competency only lost": (
        lambda body: choice(body, "grade", "orange").update(points={"risk": 0}),
        [("unscorable", None, None)],
    ),
}


def _drop_choice(body, name, choice_name):
    step = node(body, name)
    step["choices"] = [each for each in step["choices"] if each["id"] != choice_name]
    for texts in body["texts"].values():
        for key in [key for key in texts if key.startswith(f"{name}.{choice_name}.")]:
            del texts[key]


@pytest.mark.parametrize(("spoil", "found"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_found_and_nothing_else(spoil, found):
    body = elder()
    spoil(body)

    findings = lint(body, hotlines=HOTLINES, langs=())

    assert [(finding.code, finding.node, finding.choice) for finding in findings] == found
    assert all(finding.message.endswith("。") for finding in findings)


def test_a_competency_that_only_an_unreachable_choice_gives_cannot_be_scored():
    body = elder()
    body["competencies"].append("report")
    spare = copy.deepcopy(node(body, "greet")) | {"id": "spare"}
    spare["choices"][1]["points"] = {"report": 3}
    body["nodes"].append(spare)

    codes = {finding.code for finding in lint(body, hotlines=HOTLINES, langs=())}

    assert {"unreachable", "unscorable"} <= codes


MESSAGES = {
    "missing_target": (
        lambda body: choice(body, "greet", "ask").update(to="n9"),
        "選擇題 greet（你先怎麼做？）的選項 ask（走近問他冷不冷）要接到「n9」，但沒有這個步驟，請重新選下一步。",
    ),
    "no_way_out": (
        lambda body: node(body, "intro").update(to=None),
        "卡片 intro（一位老先生在門口站了二十…）沒有下一步，請選它要接到哪裡。",
    ),
    "loop": (
        lambda body: choice(body, "call", "post").update(to="greet"),
        "選擇題 call（接下來呢？）會繞回前面（greet → seat → call → greet），永遠走不完，請把它改接到別的步驟。",
    ),
    "unscorable": (
        lambda body: body["competencies"].append("report"),
        "沒有人拿得到「通報」的分數，請在走得到的選項給它正分，或從劇本的能力裡拿掉它。",
    ),
    "level": (
        lambda body: choice(body, "grade", "red").update(to=""),
        "分級題 grade（現在有多急？）的「紅」沒有下一步，請選它要接到哪裡。",
    ),
}


@pytest.mark.parametrize(("spoil", "message"), MESSAGES.values(), ids=MESSAGES)
def test_the_message_says_what_where_and_what_to_do(spoil, message):
    body = elder()
    spoil(body)

    assert lint(body, hotlines=HOTLINES, langs=())[0].message == message


def test_what_lies_behind_a_broken_way_is_one_fault_not_many():
    body = elder()
    node(body, "intro")["to"] = None

    found = [finding for finding in lint(body, hotlines=HOTLINES, langs=LANGS) if finding.code == "unreachable"]

    assert [finding.node for finding in found] == ["greet"]
    assert "後面還有" in found[0].message
