import pytest

from content.script import FormatError, lint, load
from tests.content.script.nightshift import night
from tests.content.script.scripts import choice, node, part

LISTED = [{"id": "trust", "start": 1, "min": 0, "max": 3}]


def _lead_back_for_ever(body):
    choice(body, "talk", "wait")["effects"] = {}


def _crowd(body):
    """Four counters that twenty questions before the start move freely."""
    names = [f"c{place}" for place in range(4)]
    body["counters"] = [{"id": name, "start": 0, "min": 0, "max": 12} for name in names]
    for each in node(body, "talk")["choices"]:
        each.pop("guard", None)
    node(body, "talk").pop("timer")
    for way, name in zip(node(body, "talk")["choices"], names, strict=False):
        way.update(effects={name: 1, "c3": 1}, to="calm")
    node(body, "calm")["branches"] = [{"guard": [{"counter": "c3", "at_least": 12}], "to": "listen"}]
    body["nodes"] = [each for each in body["nodes"] if each["id"] != "gone"]
    del body["texts"]["zh-Hant"]["gone.text"], body["texts"]["zh-Hant"]["talk.timeout.feedback"]
    extra = [(f"r{place}", f"r{place + 1}") for place in range(20)]
    for name, to in extra:
        ways = [
            {"id": f"w{n}", "to": to, "quality": "good", "points": {}, "effects": {c: 1}} for n, c in enumerate(names)
        ]
        body["nodes"].append({"id": name, "kind": "choice", "choices": ways})
        body["texts"]["zh-Hant"] |= {
            f"{name}.text": "x",
            **{f"{name}.w{n}.{part}": "x" for n in range(4) for part in ("text", "feedback")},
        }
    node(body, "r19")["choices"] = [way | {"to": "hurt"} for way in node(body, "r19")["choices"]]
    body["start"] = "r0"


BROKEN = {
    "timer left open": (lambda body: node(body, "talk")["timer"].update(to=None), [("no_way_out", "talk", "timeout")]),
    "result elsewhere": (
        lambda body: node(body, "listen")["results"]["wrong"].update(to="n9"),
        [("missing_target", "listen", "wrong")],
    ),
    "branch left open": (
        lambda body: node(body, "calm")["branches"][1].update(to=""),
        [("no_way_out", "calm", "branch"), ("unreachable", "gone", None)],
    ),
    "skip left open": (lambda body: node(body, "hurt").update(skip=None), [("no_way_out", "hurt", "skip")]),
    "skip without note": (lambda body: node(body, "hurt").pop("note"), [("skip_without_note", "hurt", None)]),
    "option twice": (
        lambda body: node(body, "tidy")["options"].append({"id": "lamp", "mark": "wrong"}),
        [("duplicate_id", "tidy", "lamp")],
    ),
    "an item named as a slot": (
        lambda body: _rename(body, "report", "items", "woman", "who"),
        [("duplicate_id", "report", "who")],
    ),
    "counter twice": (lambda body: body["counters"].append(LISTED[0]), [("duplicate_id", None, None)]),
    "an id that means something": (
        lambda body: _rename(body, "tidy", "options", "lamp", "partly"),
        [("reserved_id", "tidy", "partly")],
    ),
    "a choice named timeout": (
        lambda body: _rename(body, "mark", "choices", "shout", "timeout"),
        [("reserved_id", "mark", "timeout")],
    ),
    "one option": (
        lambda body: node(body, "tidy").update(options=[{"id": "water", "mark": "right"}]),
        [("few_choices", "tidy", None), ("harm_result", "tidy", "harm"), *[("stray_text", None, None)] * 4],
    ),
    "two items to order": (
        lambda body: node(body, "listen").update(items=[{"id": "look"}, {"id": "hear"}]),
        [("few_choices", "listen", None), *[("stray_text", None, None)] * 2],
    ),
    "a group without words": (
        lambda body: part(body, "say", "accept", "place").update(words=[]),
        [("few_choices", "say", None)],
    ),
    "nothing to accept": (lambda body: node(body, "say").update(accept=[]), [("few_choices", "say", None)]),
    "no right option": (
        lambda body: [each.update(mark="harm") for each in node(body, "tidy")["options"]],
        [("no_right_answer", "tidy", None)],
    ),
    "every word avoided": (
        lambda body: node(body, "say").update(avoid=["店", "ＳＴＯ"]),
        [("no_right_answer", "say", None)],
    ),
    "words that do not fit": (
        lambda body: (
            node(body, "say").update(most=10),
            part(body, "say", "accept", "place").update(words=["門" * 9]),
        ),
        [("no_right_answer", "say", None)],
    ),
    "harm that leads nowhere": (
        lambda body: node(body, "tidy")["results"].pop("harm"),
        [("harm_result", "tidy", "harm"), ("stray_text", None, None)],
    ),
    "harm that nothing causes": (lambda body: node(body, "say").pop("avoid"), [("harm_result", "say", "harm")]),
    "an item without a slot": (
        lambda body: part(body, "report", "items", "door").pop("slot"),
        [("unknown_slot", "report", "door")],
    ),
    "harm in a slot of another question": (
        lambda body: part(body, "report", "items", "name").update(harm=["elsewhere"]),
        [("unknown_slot", "report", "name")],
    ),
    "harm where it belongs": (
        lambda body: part(body, "report", "items", "name").update(harm=["out"]),
        [("unknown_slot", "report", "name")],
    ),
    "near inside the right range": (
        lambda body: node(body, "far").update(near=[111, 119]),
        [("number_range", "far", None)],
    ),
    "low over high": (lambda body: node(body, "far").update(low=118), [("number_range", "far", None)]),
    "a counter that starts outside": (
        lambda body: body["counters"][0].update(start=9),
        [("counter_range", None, None)],
    ),
    "a counter too wide": (lambda body: body["counters"][0].update(max=13), [("counter_range", None, None)]),
    "an effect on no counter": (
        lambda body: node(body, "talk")["timer"].update(effects={"fear": 1}),
        [("unknown_counter", "talk", "timeout")],
    ),
    "a guard without its counter": (
        lambda body: choice(body, "talk", "ask")["guard"][0].update(counter=None),
        [("unknown_counter", "talk", "ask")],
    ),
    "a way back that no counter bounds": (_lead_back_for_ever, [("loop", "talk", None)]),
    "more states than can be seen": (_crowd, [("too_many_states", None, None), ("right_first", None, None)]),
    "nothing but harm left open": (
        lambda body: (
            choice(body, "talk", "push").update(quality="critical"),
            choice(body, "talk", "wait").update(guard=[{"counter": "trust", "at_least": 3}]),
            choice(body, "talk", "ask").update(guard=[{"counter": "trust", "at_least": 2}]),
            choice(body, "talk", "push").update(to="listen"),
            node(body, "talk")["timer"].update(to="gone"),
        ),
        [
            ("locked_in", "talk", None),
            ("unreachable", "calm", None),
            ("dead_choice", "talk", "wait"),
            ("dead_choice", "talk", "ask"),
        ],
    ),
    "more drawn than there is": (lambda body: node(body, "drawn").update(draw=4), [("pool_draw", "drawn", None)]),
    "a member that is not there": (
        lambda body: node(body, "drawn")["of"].append("n9"),
        [("missing_target", "drawn", None)],
    ),
    "a member twice": (lambda body: node(body, "drawn")["of"].append("far"), [("pool_way", "far", None)]),
    "a card in a pool": (
        lambda body: (node(body, "drawn")["of"].append("spare"), _add_card(body, to="drawn")),
        [("pool_way", "spare", None)],
    ),
    "a member that leads on": (
        lambda body: choice(body, "mark", "whisper").update(to="report"),
        [("pool_way", "mark", "whisper")],
    ),
    "a member reached by itself": (
        lambda body: node(body, "hurt").update(skip="far"),
        [("pool_way", "hurt", "skip")],
    ),
    "a member at the start": (
        lambda body: body.update(start="far"),
        [("pool_way", "far", None), ("unreachable", "hurt", None), ("unscorable", None, None)],
    ),
    "a member with effects": (
        lambda body: choice(body, "mark", "shout").update(effects={"trust": 1}),
        [("pool_way", "mark", None)],
    ),
    "members of different worth": (
        lambda body: choice(body, "mark", "whisper").update(points={"privacy": 3}),
        [("pool_uneven", "drawn", None)],
    ),
    "all of a pool drawn": (lambda body: node(body, "drawn").update(draw=3), [("pool_small", "drawn", None)]),
    "a choice that is never open": (
        lambda body: choice(body, "talk", "ask").update(guard=[{"counter": "trust", "at_least": 3}]),
        [("dead_choice", "talk", "ask")],
    ),
    "a result that nothing causes": (
        lambda body: node(body, "far").update(near=[110, 110]),
        [("dead_choice", "far", "partly")],
    ),
    "an item without words": (
        lambda body: body["texts"]["zh-Hant"].pop("listen.hear.text"),
        [("text_missing", "listen", "hear")],
    ),
    "a slot without words": (
        lambda body: body["texts"]["zh-Hant"].pop("report.who.text"),
        [("text_missing", "report", "who")],
    ),
    "a result without feedback": (
        lambda body: body["texts"]["zh-Hant"].pop("say.harm.feedback"),
        [("feedback_missing", "say", "harm")],
    ),
    "time up without feedback": (
        lambda body: body["texts"]["zh-Hant"].pop("talk.timeout.feedback"),
        [("feedback_missing", "talk", "timeout")],
    ),
    "a text of a pool": (
        lambda body: body["texts"]["zh-Hant"].update({"drawn.text": "x"}),
        [("stray_text", None, None)],
    ),
    "a unit where there is no number": (
        lambda body: body["texts"]["zh-Hant"].update({"say.unit": "字"}),
        [("stray_text", None, None)],
    ),
}
WARNINGS = {"dead_choice", "pool_small", "feedback_missing", "right_first"}


def _rename(body, name, member, old, to):
    part(body, name, member, old)["id"] = to
    texts = body["texts"]["zh-Hant"]
    for key in [key for key in texts if key.startswith(f"{name}.{old}.")]:
        text = texts.pop(key)
        texts.setdefault(key.replace(f".{old}.", f".{to}."), text)


def _add_card(body, **members):
    body["nodes"].append({"id": "spare", "kind": "card"} | members)
    body["texts"]["zh-Hant"]["spare.text"] = "備用的一頁"


def test_a_finished_script_with_everything_passes_in_silence():
    assert lint(night(), hotlines=(), langs=("zh-Hant",)) == []


@pytest.mark.parametrize(("spoil", "found"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_found_and_nothing_else(spoil, found):
    body = night()
    spoil(body)

    findings = lint(body, hotlines=(), langs=())

    assert [(finding.code, finding.node, finding.choice) for finding in findings] == found
    assert all(finding.message.endswith("。") for finding in findings)
    assert {finding.code for finding in findings if finding.severity == "warning"} == {
        code for code, _, _ in found
    } & WARNINGS


@pytest.mark.parametrize("name", [name for name, (_, found) in BROKEN.items() if found[0][0] not in WARNINGS])
def test_what_makes_it_unplayable_cannot_be_loaded(name):
    spoil, found = BROKEN[name]
    body = night()
    spoil(body)
    if found[0][0] in ("text_missing",):
        load(body)
        return

    with pytest.raises(FormatError):
        load(body)


MESSAGES = {
    "loop": (
        _lead_back_for_ever,
        (
            "選擇題 talk（你怎麼開口？）會繞回前面（calm → talk → calm），計數擋不住，永遠走不完，"
            "請讓每繞一圈計數都會變，並用條件擋下來。"
        ),
    ),
    "harm": (
        lambda body: node(body, "say").pop("avoid"),
        "填寫題 say（電話裡你怎麼說？）寫了「會傷人」之後會怎樣，但沒有不能出現的詞，請拿掉它，或標出會傷人的部分。",
    ),
    "uneven": (
        lambda body: choice(body, "mark", "whisper").update(points={"privacy": 3}),
        "題庫 drawn 裡每題最多能拿的分數不一樣（far 2 分、mark 3 分、level 2 分），抽到哪題要一樣公平，請改成同分。",
    ),
    "slot": (
        lambda body: part(body, "report", "items", "door").pop("slot"),
        "配對題 report（通報怎麼寫？）的項目 door（店門口）還沒有選它該放的格子，請選一個。",
    ),
    "timer": (
        lambda body: node(body, "talk")["timer"].update(to=None),
        "選擇題 talk（你怎麼開口？）的「時間到」沒有下一步，請選它要接到哪裡。",
    ),
}


@pytest.mark.parametrize(("spoil", "message"), MESSAGES.values(), ids=MESSAGES)
def test_the_message_says_what_where_and_what_to_do(spoil, message):
    body = night()
    spoil(body)

    assert lint(body, hotlines=(), langs=())[0].message == message
