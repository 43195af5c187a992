import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.script import FormatError, lint, load
from tests.content.script.scripts import HOTLINES, LANGS, choice, elder, node
from tests.content.script.strategies import JSON, bodies, broken_bodies


def test_a_finished_script_passes_in_silence():
    assert lint(elder(), hotlines=HOTLINES, langs=LANGS) == []


def test_errors_come_before_warnings():
    body = elder()
    del body["texts"]["zh-Hant"]["greet.ask.feedback"]
    choice(body, "call", "post")["to"] = "nowhere"

    assert [finding.severity for finding in lint(body, hotlines=HOTLINES, langs=LANGS)] == ["error", "warning"]


def test_lint_leaves_the_body_as_it_was():
    body = elder()
    lint(body, hotlines=HOTLINES, langs=LANGS)

    assert body == elder()


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda body: body.update(author="x"), (None, None, "劇本有不認得的欄位「author」，請刪掉。")),
        (lambda body: body.pop("minutes"), (None, None, "劇本少了「minutes」，請補上。")),
        (lambda body: body.update(minutes=0), (None, None, "劇本的「minutes」不能小於 1，請改正。")),
        (lambda body: body.update(minutes="4"), (None, None, "劇本的「minutes」應該是整數，請改正。")),
        (lambda body: body.update(format=4), (None, None, "劇本的「format」只能是 1、2、3，請改正。")),
        (
            lambda body: body.update(competencies=["risk"] * 2),
            (None, None, "劇本的「competencies」有重複的項目，請刪掉。"),
        ),
        (
            lambda body: choice(body, "greet", "ask").update(quality="best"),
            ("greet", "ask", "步驟「greet」的選項「ask」的「quality」只能是 good、ok、poor、critical，請改正。"),
        ),
        (
            lambda body: choice(body, "greet", "ask").update(id=7),
            ("greet", None, "步驟「greet」的第 2 個選項的「id」應該是文字，請改正。"),
        ),
        (lambda body: node(body, "intro").pop("id"), (None, None, "第 1 個步驟少了「id」，請補上。")),
        (
            lambda body: body["texts"]["en"].update(title="\udc00"),
            (None, None, "劇本內容有無法儲存的文字或數字，請刪掉後重新輸入。"),
        ),
    ],
)
def test_a_malformed_body_is_told_in_words(spoil, found):
    body = elder()
    spoil(body)

    findings = lint(body, hotlines=HOTLINES, langs=LANGS)

    assert [(finding.node, finding.choice, finding.message) for finding in findings] == [found]
    assert [(finding.code, finding.severity) for finding in findings] == [("malformed", "error")]


def test_at_most_twenty_findings_tell_about_the_shape():
    body = elder()
    body["nodes"] = [{"id": f"n{number}", "kind": "essay"} for number in range(30)]

    assert len(lint(body, hotlines=(), langs=())) == 20


@given(JSON, st.lists(st.text(max_size=3)))
def test_lint_finds_fault_with_any_json_and_never_raises(value, langs):
    assert lint(value, hotlines=(), langs=langs)[0].severity == "error"


@given(JSON)
def test_any_json_in_place_of_a_member_is_no_reason_to_raise(value):
    for name in elder():
        lint(elder() | {name: value}, hotlines=(), langs=LANGS)


def test_a_body_that_is_too_deep_is_malformed():
    body = elder()
    deep = body["texts"]["vi"] = {}
    for _ in range(5000):
        deep["x"] = deep = {}

    assert [finding.code for finding in lint(body, hotlines=HOTLINES, langs=LANGS)] == ["malformed"]


def _errors(body):
    return [finding for finding in lint(body, hotlines=(), langs=("zh-Hant", "en")) if finding.severity == "error"]


@given(bodies())
def test_random_sound_scripts_have_no_errors(body):
    assert _errors(body) == []


@given(broken_bodies())
def test_what_lint_lets_pass_can_be_loaded_and_what_cannot_be_loaded_is_an_error(body):
    errors = _errors(body)
    try:
        load(body)
    except FormatError:
        assert errors != []
