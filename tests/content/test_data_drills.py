"""The ten drills: what the programme's cards ask for, on a phone, and nothing that could be dialled."""

import json
import re
from itertools import pairwise
from typing import Any

import pytest

from content.script import Answer, Play, Timed, learner_view, replay, timing
from tests.content.data_files import (
    DATA,
    DRAFTS,
    DRILLS,
    KINDS,
    LANGS,
    SEED,
    body,
    each_drill,
    each_language,
    good_answers,
    hotlines,
    script,
    texts,
    toml,
    written_numbers,
)

# What the cards of the programme say, per drill: the right level, the seconds for the level and for the call (of those
# that have them), and each step that an observer looks for: its seconds, and whether it is critical.
CARDS: dict[str, tuple[str, int | None, int | None, list[tuple[int, bool]]]] = {
    "drill-lost-elder": (
        *("orange", 120, 180),
        [(15, False), (45, True), (75, False), (90, False), (120, True), (180, True)],
    ),
    "drill-injured-woman": ("red", 30, 60, [(10, False), (20, True), (30, True), (60, True), (90, False)]),
    "drill-child-late-night": (
        *("orange", 100, 180),
        [(20, True), (45, False), (75, True), (100, True), (180, True), (300, False)],
    ),
    "drill-scam-elder": ("orange", 90, 120, [(15, True), (40, True), (70, False), (90, True), (120, True)]),
    "drill-suicidal-regular": (
        *("red", 60, 120),
        [(20, False), (45, True), (60, True), (120, True), (180, True), (600, False)],
    ),
    "drill-deaf-shopper": ("green", 90, None, [(10, False), (25, True), (60, False), (90, True)]),
    "drill-cctv-request": ("green", None, 75, [(20, False), (45, True), (75, True), (100, False), (120, True)]),
    "drill-group-photo": ("yellow", None, 300, [(30, True), (90, True), (150, False), (300, True)]),
    "drill-migrant-lost-docs": ("yellow", 120, 180, [(20, False), (50, True), (90, False), (120, True), (180, True)]),
    "drill-cold-night": ("yellow", 100, 120, [(20, True), (50, False), (75, True), (100, True), (120, False)]),
}


def node(slug: str, name: str) -> dict[str, Any]:
    return next(node for node in body(slug)["nodes"] if node["id"] == name)


def seconds(slug: str) -> dict[str, int]:
    return {standard["node"]: standard["by"] for standard in body(slug)["drill"]["standards"]}


def test_each_card_of_the_programme_is_a_drill() -> None:
    assert set(DRILLS) == set(CARDS)


@each_drill
def test_the_observers_checklist_is_the_card(slug: str) -> None:
    assert [(line["by"], line["critical"]) for line in body(slug)["drill"]["expected"]] == CARDS[slug][3]


@each_drill
def test_the_level_is_the_cards(slug: str) -> None:
    right = [choice["id"] for choice in node(slug, "level")["choices"] if choice["quality"] == "good"]
    assert right == [CARDS[slug][0]]


@each_drill
def test_level_and_channel_are_due_when_the_card_says(slug: str) -> None:
    _, level, channel, _ = CARDS[slug]
    due = seconds(slug)
    assert due["level"] == (level or due["level"])
    assert due["channel"] == (channel or due["channel"])


@each_drill
def test_what_has_to_be_read_and_placed_has_the_time_for_it(slug: str) -> None:
    """Over a minute to look through seven acts, half a minute to put them in order, a minute for the five lines."""
    due = seconds(slug)
    assert list(due.values()) == sorted(due.values())
    assert set(due) == {"level", "channel", "steps", "order", "report"}
    # Where stopping the spread comes first, nothing was asked before.
    assert due["steps"] >= (90 if slug == "drill-group-photo" else max(150, due["channel"] + 30))
    assert due["order"] - due["steps"] >= 30
    assert due["report"] - due["order"] >= 60
    assert body(slug)["drill"]["target_seconds"] == max(due.values())


@each_drill
def test_what_the_card_calls_critical_is_critical_on_the_phone(slug: str) -> None:
    critical = {standard["node"] for standard in body(slug)["drill"]["standards"] if standard["critical"]}
    # Whom to call on a cold night is not critical on its card, the register of a request for footage is.
    other = {"drill-cold-night": {"level", "steps"}, "drill-cctv-request": {"level", "channel", "steps", "report"}}
    assert critical == other.get(slug, {"level", "channel", "steps"})


@each_drill
def test_it_begins_with_the_alert_and_ends_with_a_pretended_call(slug: str) -> None:
    path = [answer.node for answer in good_answers(slug)]
    assert (path[0], path[-1], len(path)) == ("alert", "call", 7)
    assert texts(slug, "zh-Hant")["alert.text"].startswith("【演練】")
    assert texts(slug, "zh-Hant")["call.title"].startswith("模擬")


@each_drill
@each_language
def test_every_language_says_that_it_is_a_drill(slug: str, lang: str) -> None:
    said = {
        "zh-Hant": ("演練：", "【演練】"),
        "en": ("Drill: ", "[DRILL]"),
        "vi": ("Diễn tập: ", "[DIỄN TẬP]"),
        "id": ("Latihan: ", "[LATIHAN]"),
    }
    told = texts(slug, lang)
    assert (told["title"].startswith(said[lang][0]), told["alert.text"].startswith(said[lang][1])) == (True, True)


@each_drill
def test_two_kinds_of_harm_at_least_are_mixed_with_three_right_acts_and_each_says_why(slug: str) -> None:
    marks = {option["id"]: option["mark"] for option in node(slug, "steps")["options"]}
    harm = [name for name, mark in marks.items() if mark == "harm"]
    assert (len(harm) >= 2, list(marks.values()).count("right") >= 3) == (True, True)
    assert [name for name in harm if f"steps.{name}.feedback" not in texts(slug, "zh-Hant")] == []


@each_drill
def test_whoever_keeps_the_seconds_passes_in_time(slug: str) -> None:
    played, due = script(slug), seconds(slug)
    taken = [Timed(answer.node, answer.answer, due.get(answer.node, 5)) for answer in good_answers(slug)]
    found = timing(played, taken)
    assert ({kept.state for kept in found.standards}, found.in_time, found.channel_right) == ({"met"}, True, True)
    assert replay(played, taken, SEED).passed


@each_drill
def test_whoever_slips_once_hears_another_end_and_may_mend_it(slug: str) -> None:
    play = Play(script(slug), SEED)
    for answer in good_answers(slug):
        harm = [name for name, mark in _marks(slug).items() if mark == "harm"][:1]
        play.take(Answer(answer.node, harm) if answer.node == "steps" else answer)
    outcome = play.outcome()
    assert (outcome.outcome, outcome.to_mend, outcome.phase) == ("partial", ("steps",), "mending")


def _marks(slug: str) -> dict[str, str]:
    return {option["id"]: option["mark"] for option in node(slug, "steps")["options"]}


DIALLED = re.compile(r"\[\[|\]\]|(?:tel|sms|callto|facetime):|href|<a", re.IGNORECASE)


@each_drill
@each_language
def test_nothing_in_a_drill_can_be_dialled(slug: str, lang: str) -> None:
    assert {key: text for key, text in texts(slug, lang).items() if DIALLED.search(text)} == {}
    assert not DIALLED.search(json.dumps(learner_view(body(slug), "ab" * 32, lang), ensure_ascii=False))


@pytest.mark.parametrize("text", ["[[police]]", "tel:110", "<a href='tel:110'>110</a>", "SMS:110"])
def test_what_could_be_dialled_is_known_when_it_is_met(text: str) -> None:
    assert DIALLED.search(text)


@each_drill
@each_language
def test_a_number_in_a_drill_is_a_word_and_one_that_the_hotlines_have(slug: str, lang: str) -> None:
    """A number that changes makes this fail, so that the drills follow it."""
    known = {entry["number"] for entry in hotlines().values()}
    assert {key: found for key, found in numbers(slug, lang).items() if found - known} == {}
    assert numbers(slug, lang) == numbers(slug, "zh-Hant")


def numbers(slug: str, lang: str) -> dict[str, set[str]]:
    """The numbers named in each text, sums of money left out."""
    return {key: set(written_numbers(re.sub(r"NT\$[\d,]+", "", text))) for key, text in texts(slug, lang).items()}


def test_no_drill_is_in_a_course() -> None:
    works = {work for path in (DATA / "courses").iterdir() for work in toml(f"courses/{path.name}")["works"]}
    assert works & set(DRILLS) == set()


REMEDIES = ("remedy-empathy", "remedy-privacy", "remedy-reporting")


@pytest.mark.parametrize("slug", REMEDIES)
def test_a_remedy_is_one_lesson_in_every_language_and_leads_to_no_certificate(slug: str) -> None:
    course = toml(f"courses/{slug}.toml")
    assert (course["slug"], course["certifies"], course["pass_rule"]) == (slug, False, "all")
    assert [KINDS[work] for work in course["works"]] == ["lesson"]
    assert (set(course["title"]), set(course["summary"]), set(course["machine_drafts"])) == (
        *(set(LANGS), set(LANGS)),
        set(DRAFTS),
    )


def test_each_lesson_has_its_remedy() -> None:
    lessons = {slug for slug, kind in KINDS.items() if kind == "lesson"}
    assert {toml(f"courses/{slug}.toml")["works"][0] for slug in REMEDIES} == lessons


def test_the_drills_are_of_three_difficulties() -> None:
    weights = {slug: script(slug).drill.difficulty for slug in DRILLS}
    bands = [sum(low < weight <= high for weight in weights.values()) for low, high in pairwise((0, 3, 6, 18))]
    assert (bands[0] > 0, bands[1] > 0, sum(bands)) == (True, True, 10)


def test_every_language_is_there() -> None:
    assert {tuple(sorted(body(slug)["texts"])) for slug in DRILLS} == {tuple(sorted(LANGS))}
