"""What clerks do in the real content besides choosing: checks that are drawn, reports, ways past, trust, a clock."""

import re
from typing import Any

import pytest

from content.script import Answer, Play, best, replay
from tests.content.data_files import (
    DRILLS,
    KINDS,
    SEED,
    SLUGS,
    before,
    body,
    each_language,
    each_lesson,
    each_script,
    good_answers,
    number_in,
    script,
    texts,
)

skippable = pytest.mark.parametrize(
    ("slug", "node"), [(slug, node["id"]) for slug in SLUGS for node in body(slug)["nodes"] if "skip" in node]
)


def test_what_tells_of_suicide_or_of_violence_throughout_can_be_skipped():
    noted = {slug: [node for node in body(slug)["nodes"] if "note" in node] for slug in SLUGS}
    heavy = {slug for slug, nodes in noted.items() if KINDS[slug] != "lesson" and len(nodes) > 1}
    assert heavy == {slug for slug in SLUGS if any("skip" in node for node in body(slug)["nodes"])}


@skippable
def test_who_skips_passes_reads_who_to_call_and_is_looked_after(slug, node):
    answers = [*(answer for answer in before(good_answers(slug), node)), Answer(node, "@skip"), Answer("plain", None)]
    outcome = replay(script(slug), answers, SEED)
    assert (outcome.phase, outcome.outcome, outcome.passed, outcome.skipped) == ("ended", "correct", True, (node,))
    assert outcome.score == outcome.best_score
    spoken = texts(slug, "zh-Hant")
    assert spoken["plain.text"].count("\n- ") == 3
    assert number_in(slug, "police") in spoken["plain.text"]
    assert all(word in spoken[f"{outcome.ending}.text"] for word in ("店長", number_in(slug, "mental-health")))


@each_lesson
def test_a_lesson_ends_with_a_check_that_draws_four_questions_of_several_kinds(slug):
    nodes = {node["id"]: node for node in body(slug)["nodes"]}
    (pool,) = [node for node in nodes.values() if node["kind"] == "pool"]
    assert (pool["draw"], 8 <= len(pool["of"]) <= 10) == (4, True)
    assert len({nodes[name]["kind"] for name in pool["of"]}) >= 3
    after = nodes[pool["to"]]
    assert after["kind"] == "ending" or nodes[after["to"]]["kind"] == "ending"


@each_lesson
def test_two_people_are_seldom_asked_the_same_four(slug):
    pool = next(node for node in body(slug)["nodes"] if node["kind"] == "pool")
    played = script(slug)
    paths = [best(played, f"{seed:032x}").path for seed in range(40)]
    draws = {frozenset(answer.node for answer in path) & set(pool["of"]) for path in paths}
    assert len(draws) > 30


@each_lesson
@each_language
def test_no_question_of_a_check_leans_on_another(slug, lang):
    """A question may be drawn alone, so it cannot begin where another left off."""
    pool = next(node for node in body(slug)["nodes"] if node["kind"] == "pool")
    opening = re.compile(
        r"^(回到|接著|然後|她搖|他點|你幫她|Back to|Then |She |He nods|Quay lại|Rồi |Sau đó|Cô ấy|Anh ấy|Cô lắc|"
        r"Kembali ke|Lalu |Kemudian |Setelah itu|Dia )"
    )
    assert [name for name in pool["of"] if opening.match(texts(slug, lang)[f"{name}.text"])] == []


@each_script
@each_language
def test_the_longest_option_is_wrong_where_several_are_to_be_picked(slug, lang):
    for node in body(slug)["nodes"]:
        if node["kind"] == "choices":
            lengths = {
                each["id"]: len(texts(slug, lang)[f"{node['id']}.{each['id']}.text"]) for each in node["options"]
            }
            longest = max(node["options"], key=lambda each: lengths[each["id"]])
            assert longest["mark"] != "right"
            assert node["options"][0]["mark"] != "right"


FIVE_LINES = ["when", "where", "what", "did", "to", "out"]


def reports() -> dict[str, dict[str, Any]]:
    """The exercises in which the five-line report is put together, by script."""
    return {
        slug: node
        for slug in SLUGS
        for node in body(slug)["nodes"]
        if node["kind"] == "match" and [slot["id"] for slot in node["slots"]] == FIVE_LINES
    }


def test_the_report_is_put_together_in_its_lesson_and_in_two_situations():
    kinds = [body(slug)["kind"] for slug in reports()]
    assert "grading-and-reporting" in reports()
    assert kinds.count("scenario") >= 2
    assert kinds.count("drill") == len(DRILLS)


@each_language
def test_the_five_lines_are_called_the_same_everywhere_and_their_phrases_differ(lang):
    lines = {tuple(texts(slug, lang)[f"report.{line}.text"] for line in FIVE_LINES) for slug in reports()}
    phrases = [
        texts(slug, lang)[f"report.{item['id']}.text"] for slug, node in reports().items() for item in node["items"]
    ]
    assert len(lines) == 1
    assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize("slug", reports())
def test_a_report_has_a_phrase_for_each_line_and_two_at_least_that_would_harm_in_any(slug):
    node = reports()[slug]
    assert {item["slot"] for item in node["items"]} == set(FIVE_LINES)
    harmful = [item for item in node["items"] if "harm" in item]
    assert all((item["slot"], item["harm"]) == ("out", FIVE_LINES[:-1]) for item in harmful)
    assert len(harmful) >= 2


def test_trust_is_earned_before_she_tells_the_rest():
    """Hurried at every step, yet without harm, she falls silent; asked once more with time, she speaks."""
    played = script("migrant-lost-docs")
    hurried = [
        ("rules", None),
        ("situation", None),
        ("n1", "b"),
        ("n2", "a"),
        ("n3", "yellow"),
        ("n4", "a"),
        ("call", None),
    ]
    play = Play(played, SEED)
    for node, answer in hurried:
        play.take(Answer(node, answer))
    assert play.expects == "n9"
    play.take(Answer("n9", "c"))
    assert play.expects == "n5"


def test_at_the_till_time_runs_out_without_harm():
    answers = before(good_answers("scam-elder"), "n3")
    play = Play(script("scam-elder"), SEED)
    for answer in [*answers, Answer("n3", "@timeout")]:
        play.take(answer)
    assert (play.expects, play.outcome().to_mend) == ("n8", ())
