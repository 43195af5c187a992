import pytest

from content.script import lint
from tests.content.script.scripts import HOTLINES, LANGS, choice, elder, node


def _found(body, langs=LANGS, hotlines=HOTLINES):
    return [(finding.code, finding.node, finding.choice) for finding in lint(body, hotlines=hotlines, langs=langs)]


def _say(body, lang, **texts):
    body["texts"][lang].update({key.replace("__", "."): text for key, text in texts.items()})


def _reverse(body, *names):
    for name in names:
        node(body, name)["choices"].reverse()


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("title", ("text_missing", None, None)),
        ("summary", ("text_missing", None, None)),
        ("intro.text", ("text_missing", "intro", None)),
        ("grade.text", ("text_missing", "grade", None)),
        ("home.text", ("text_missing", "home", None)),
        ("greet.ask.text", ("text_missing", "greet", "ask")),
        ("greet.ask.feedback", ("feedback_missing", "greet", "ask")),
        ("grade.red.feedback", ("feedback_missing", "grade", "red")),
    ],
)
@pytest.mark.parametrize("blank", [None, "", " \n"])
def test_a_source_text_that_is_missing_or_blank_is_found(key, found, blank):
    body = elder()
    body["texts"]["zh-Hant"].pop(key)
    body["texts"]["zh-Hant"] |= {} if blank is None else {key: blank}

    assert _found(body) == [found]


def test_a_script_without_its_source_language_is_told_once():
    body = elder()
    del body["texts"]["zh-Hant"]

    errors = [finding for finding in lint(body, hotlines=HOTLINES, langs=()) if finding.severity == "error"]

    assert [finding.message for finding in errors] == ["劇本沒有中文的內容，請先用這個語言寫好。"]


def test_a_picture_wants_its_words():
    body = elder()
    node(body, "intro")["picture"] = {"sha256": "ab" * 32, "width": 8, "height": 6, "type": "image/webp"}

    assert _found(body) == [("alt_missing", "intro", None)]
    _say(body, "zh-Hant", intro__alt="雨中的騎樓")
    assert _found(body) == [("translation_missing", "intro", None)]


def test_a_heading_may_stand_on_any_node():
    body = elder()
    for lang in LANGS:
        _say(body, lang, intro__title="夜班", greet__title="開口", home__title="回家")

    assert _found(body) == []


@pytest.mark.parametrize("key", ["nowhere.text", "intro.body", "greet.ask", "greet.nobody.text", "grade.red.text", ""])
def test_a_text_that_belongs_nowhere_is_found_in_any_language(key):
    body = elder()
    body["texts"]["en"][key] = "x"

    assert _found(body) == [("stray_text", None, None)]


def test_translations_are_counted_per_language_with_the_first_places():
    body = elder()
    for key in ("title", "greet.text", "greet.ask.text", "home.text"):
        del body["texts"]["en"][key]

    findings = lint(body, hotlines=HOTLINES, langs=("zh-Hant", "en", "vi"))

    assert [finding.message for finding in findings] == [
        "英文翻譯還缺 4 段（共 26 段）：title、greet.text、greet.ask.text等，請補上翻譯。",
        "越南文翻譯還缺 26 段（共 26 段）：title、summary、intro.text等，請補上翻譯。",
    ]
    assert {finding.severity for finding in findings} == {"warning"}


def test_a_language_that_is_not_offered_is_not_asked_for():
    body = elder()
    del body["texts"]["en"]["title"]

    assert _found(body, langs=["zh-Hant"]) == []


@pytest.mark.parametrize(
    "text", ["[[nobody]]", "[[nobody.name]]", "[[police.hours]]", "[[ police ]]", "[[]]", "[[police", "[[.name]]"]
)
@pytest.mark.parametrize("lang", LANGS)
def test_a_hotline_that_is_not_listed_is_found(text, lang):
    body = elder()
    _say(body, lang, seat__shout__feedback=f"請打 {text}")

    assert _found(body) == [("unknown_hotline", "seat", "shout")]


def test_each_unknown_hotline_is_told_with_its_place():
    body = elder()
    _say(body, "zh-Hant", greet__text="[[police]] [[a]] [[b.name]]")

    assert [finding.message for finding in lint(body, hotlines=HOTLINES, langs=())] == [
        "選擇題 greet（[[police]] […）的中文文字用了「[[a]]」，但專線名單沒有這個代號，請改成名單上的代號。",
        "選擇題 greet（[[police]] […）的中文文字用了「[[b.name]]」，但專線名單沒有這個代號，請改成名單上的代號。",
    ]


def test_a_question_without_a_good_answer_is_found():
    body = elder()
    choice(body, "greet", "ask")["quality"] = "ok"

    assert _found(body) == [("no_good_choice", "greet", None)]


def test_the_good_answer_first_in_two_of_three_is_found():
    body = elder()
    _reverse(body, "greet")

    (finding,) = lint(body, hotlines=HOTLINES, langs=LANGS)

    assert finding.code == "right_first"
    assert finding.message == "3 題選擇題裡有 2 題把好的選項寫在第一個（greet、seat），請換換順序。"


def _without_seat(body):
    body["nodes"] = [step for step in body["nodes"] if step["id"] not in ("seat", "lost")]
    for texts in body["texts"].values():
        for key in [key for key in texts if key.startswith(("seat.", "lost."))]:
            del texts[key]
    for each in node(body, "greet")["choices"]:
        each["to"] = "call"


def test_two_questions_are_too_few_to_judge():
    body = elder()
    _without_seat(body)
    _reverse(body, "greet", "call")
    _say(body, "zh-Hant", greet__ask__text="長" * 50, call__phone__text="長" * 50)

    assert _found(body) == []


def test_the_good_answer_first_in_exactly_half_is_let_pass():
    body = elder()
    fourth = {**node(body, "greet"), "id": "fourth", "choices": [dict(each) for each in node(body, "greet")["choices"]]}
    body["nodes"].append(fourth)
    node(body, "intro")["to"] = "fourth"
    for each in fourth["choices"]:
        each["to"] = "greet"
    for texts in body["texts"].values():
        texts |= {key.replace("greet.", "fourth."): text for key, text in texts.items() if key.startswith("greet.")}
    assert _found(body) == []

    _reverse(body, "greet")

    assert _found(body) == []
    _reverse(body, "fourth")
    assert _found(body) == [("right_first", None, None)]


@pytest.mark.parametrize(("lang", "words"), [("zh-Hant", "中文"), ("en", "英文")])
def test_the_good_answer_longest_in_two_of_three_is_found_per_language(lang, words):
    body = elder()
    _say(body, lang, greet__ask__text="長" * 50, seat__chair__text="長" * 50)
    _say(body, lang, call__phone__text="短")

    (finding,) = lint(body, hotlines=HOTLINES, langs=LANGS)

    assert finding.code == "right_longest"
    assert finding.message.startswith(f"{words}的 3 題選擇題裡有 2 題好的選項最長（greet、seat）")


def test_a_good_answer_as_long_as_another_is_not_the_longest():
    body = elder()
    for name, good, other in (("greet", "ask", "stare"), ("seat", "chair", "shout"), ("call", "phone", "post")):
        for choice_name in (good, other):
            body["texts"]["zh-Hant"][f"{name}.{choice_name}.text"] = "一樣長"

    assert _found(body) == []
    _say(body, "zh-Hant", greet__ask__text="一樣長！", seat__chair__text="一樣長！")
    assert _found(body) == [("right_longest", None, None)]


def test_a_hotlines_key_is_as_long_as_its_number():
    body = elder()
    for name, good, other in (("greet", "ask", "stare"), ("seat", "chair", "shout"), ("call", "phone", "post")):
        _say(body, "zh-Hant", **{f"{name}__{good}__text": "打 [[police]]", f"{name}__{other}__text": "先等一下再說"})

    assert _found(body) == []
