import pytest
from jsonschema import Draft202012Validator

from content.script import JSON_SCHEMA, QUALITIES
from content.script.shape import problems
from tests.content.script.scripts import choice, elder, node


def test_the_schema_is_itself_valid():
    Draft202012Validator.check_schema(JSON_SCHEMA)


@pytest.mark.parametrize("draft", [True, False])
def test_a_finished_script_has_the_right_shape(draft):
    assert list(problems(elder(), draft=draft)) == []


@pytest.mark.parametrize(
    ("unfinish", "path"),
    [
        (lambda body: body.pop("start"), ()),
        (lambda body: body.update(nodes=[]), ("nodes",)),
        (lambda body: node(body, "intro").pop("to"), ("nodes", 0)),
        (lambda body: node(body, "greet").update(choices=[]), ("nodes", 1, "choices")),
        (lambda body: choice(body, "greet", "ask").update(to=None), ("nodes", 1, "choices", 1, "to")),
        (lambda body: node(body, "grade")["choices"].pop(0), ("nodes", 4, "choices")),
    ],
)
def test_a_draft_may_be_unfinished_and_an_edition_may_not(unfinish, path):
    body = elder()
    unfinish(body)

    assert list(problems(body, draft=True)) == []
    assert path in [found for found, _ in problems(body, draft=False)]


@pytest.mark.parametrize("name", ["A", "-a", "_a", "a b", "a.b", "é", "", "a" * 41, "a\n"])
def test_an_id_of_other_letters_is_refused(name):
    body = elder()
    node(body, "intro")["id"] = name

    assert [path for path, _ in problems(body, draft=True)] == [("nodes", 0, "id")]


@pytest.mark.parametrize("name", ["a", "0", "a-b_c", "a" * 40])
def test_an_id_of_the_allowed_letters_is_let_pass(name):
    body = elder()
    node(body, "intro")["id"] = name

    assert list(problems(body, draft=True)) == []


def test_values_that_are_not_json_are_refused():
    for value in (object(), (1,), {1: 2}, b"x", {"a"}):
        assert len(list(problems(elder() | {"minutes": value}, draft=True))) == 1


def test_every_quality_is_let_pass_on_a_choice():
    for quality in QUALITIES:
        body = elder()
        choice(body, "greet", "ask")["quality"] = quality

        assert list(problems(body, draft=False)) == []
