import copy
import json
import random

import pytest
from hypothesis import given

from content.script import Answer, FormatError, best, canonical, load, sha, structure_sha
from tests.content.script.scripts import choice, elder, node
from tests.content.script.strategies import JSON, bodies


def test_load_indexes_nodes_and_choices_by_id():
    script = load(elder())

    assert list(script.nodes) == ["intro", "greet", "seat", "call", "grade", "home", "gone", "lost"]
    assert script.nodes["intro"].targets() == ("greet",)
    assert script.nodes["seat"].targets() == ("call", "lost")
    assert script.nodes["seat"].choices["shout"].points == {"privacy": -3}
    assert script.nodes["lost"].outcome == "unsafe"
    assert best(script).path[0] == Answer("intro", None)


@given(bodies())
def test_a_trusted_body_loads_to_the_same_script(body):
    assert load(body, trusted=True) == load(body)


def _without(name):
    return lambda body: body.pop(name)


REFUSED = {
    "unknown member": (lambda body: body.update(author="x"), ""),
    "drafts without a list": (lambda body: body.update(drafts="en"), "drafts"),
    "a draft twice": (lambda body: body.update(drafts=["en", "en"]), "drafts"),
    "a draft in no language": (lambda body: body.update(drafts=["機器"]), "drafts.0"),
    "another format": (lambda body: body.update(format=4), "format"),
    "format as a truth": (lambda body: body.update(format=True), "format"),
    "no start": (_without("start"), ""),
    "no nodes": (lambda body: body.update(nodes=[]), "nodes"),
    "start elsewhere": (lambda body: body.update(start="nowhere"), ""),
    "id with a line break": (lambda body: body.update(start="intro\n"), "start"),
    "card without a way": (lambda body: node(body, "intro").pop("to"), "nodes.0"),
    "card with choices": (lambda body: node(body, "intro").update(choices=[]), "nodes.0"),
    "choice without choices": (lambda body: node(body, "greet").pop("choices"), "nodes.1"),
    "one choice": (lambda body: node(body, "greet")["choices"].pop(), "nodes.1.choices"),
    "unknown kind": (lambda body: node(body, "greet").update(kind="essay"), "nodes.1.kind"),
    "unknown quality": (lambda body: choice(body, "greet", "ask").update(quality="best"), "nodes.1.choices.1.quality"),
    "four points": (
        lambda body: choice(body, "greet", "ask").update(points={"risk": 4}),
        "nodes.1.choices.1.points.risk",
    ),
    "half a point": (
        lambda body: choice(body, "greet", "ask").update(points={"risk": 0.5}),
        "nodes.1.choices.1.points.risk",
    ),
    "points not listed": (lambda body: choice(body, "greet", "ask").update(points={"report": 1}), "greet"),
    "levels reversed": (lambda body: node(body, "grade")["choices"].reverse(), "nodes.4.choices.0.id"),
    "three levels": (lambda body: node(body, "grade")["choices"].pop(), "nodes.4.choices"),
    "two right levels": (lambda body: choice(body, "grade", "red").update(quality="good"), "nodes.4.choices"),
    "node twice": (lambda body: body["nodes"].append(copy.deepcopy(body["nodes"][0])), "intro"),
    "choice twice": (lambda body: choice(body, "greet", "ask").update(id="stare"), "greet"),
    "missing target": (lambda body: choice(body, "greet", "ask").update(to="nowhere"), "greet"),
    "loop": (lambda body: choice(body, "greet", "ask").update(to="intro"), "greet"),
    "nothing but critical": (lambda body: choice(body, "call", "phone").update(quality="critical"), "call"),
    "source not written": (lambda body: body["texts"].pop("zh-Hant"), "texts"),
    "text of no node": (lambda body: body["texts"]["en"].update({"nowhere.text": "x"}), ""),
    "half a letter": (lambda body: body["texts"]["en"].update({"title": "\ud83d"}), ""),
    "not a number": (lambda body: body.update(minutes=float("nan")), ""),
    "huge number": (lambda body: body.update(minutes=10**5000), ""),
}


@pytest.mark.parametrize(("spoil", "path"), REFUSED.values(), ids=REFUSED)
def test_a_spoilt_body_is_refused_with_its_place(spoil, path):
    body = elder()
    spoil(body)

    with pytest.raises(FormatError) as caught:
        load(body)

    assert caught.value.path == path
    assert caught.value.message.endswith("。")


@given(JSON)
def test_what_is_no_script_is_refused(value):
    with pytest.raises(FormatError):
        load(value)


def test_a_body_that_is_too_deep_is_refused():
    body = elder()
    deep = body["texts"]["vi"] = {}
    for _ in range(5000):
        deep["x"] = deep = {}

    with pytest.raises(FormatError):
        load(body)


def test_canonical_is_sorted_utf8_without_blanks():
    lamp = "街燈"
    expected = f'{{"a":{{"z":"{lamp}\\n","é":2}},"b":1}}'

    assert canonical({"b": 1, "a": {"é": 2.0, "z": f"{lamp}\n"}}) == expected.encode()


def test_sha_does_not_depend_on_the_order_of_members():
    body = elder()
    shuffled = dict(random.Random(1).sample(list(body.items()), len(body)))

    assert list(shuffled) != list(body)
    assert sha(shuffled) == sha(body) == sha(json.loads(canonical(body)))


def test_sha_is_that_of_the_canonical_bytes():
    # printf '{"a":1}' | sha256sum
    assert sha({"a": 1}) == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"


def test_a_corrected_text_is_another_edition_of_the_same_structure():
    body = elder()
    body["texts"]["zh-Hant"]["title"] = "門口的老人家"

    assert sha(body) != sha(elder())
    assert structure_sha(body) == structure_sha(elder())


def test_a_draft_that_was_read_is_another_edition_of_the_same_structure():
    marked = elder() | {"drafts": ["en"]}

    assert sha(marked) != sha(elder())
    assert structure_sha(marked) == structure_sha(elder())
    assert load(marked) == load(elder())


def test_another_link_is_another_structure():
    body = elder()
    choice(body, "greet", "stare")["to"] = "lost"

    assert structure_sha(body) != structure_sha(elder())
