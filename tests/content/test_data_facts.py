"""What the real content claims, where it was found, whom it tells to call, and what the course asks for."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.content.data_files import (
    DRILLS,
    LANGS,
    SLUGS,
    body,
    each_hotline,
    hotlines,
    texts,
    toml,
)


def facts() -> dict[str, dict[str, Any]]:
    return toml("facts.toml")["facts"]


each_fact = pytest.mark.parametrize("key", facts())


def steps() -> set[str]:
    """Where a fact may be used; which parts the counter card has, its own tests know."""
    card = {place for entry in facts().values() for place in entry["used_in"] if place.startswith("card/")}
    return {f"{slug}/{node['id']}" for slug in SLUGS for node in body(slug)["nodes"]} | card


@each_fact
def test_a_fact_names_steps_that_are_there(key):
    used = facts()[key]["used_in"]
    assert used
    assert set(used) - steps() == set()
    assert len(set(used)) == len(used)


@each_fact
def test_a_fact_says_in_both_languages_of_the_studio_what_it_is_where_it_was_found_and_when(key):
    entry = facts()[key]
    assert set(entry) == {"statement", "source", "last_verified", "confidence", "used_in"}
    assert (set(entry["statement"]), all(entry["statement"].values())) == ({"zh-Hant", "en"}, True)
    assert len(entry["source"]) > 10
    assert date(2010, 1, 1) < date.fromisoformat(entry["last_verified"]) <= datetime.now(UTC).date()
    assert entry["last_verified"][:4] in entry["source"]
    assert entry["confidence"] in ("high", "medium", "low")


CLAIM = re.compile(
    r"第\s*\d+\s*條|§|罰|(?:\d+|二十四)\s*小時|[一二三四五六七八九十]小時內|(?:\d+|[一二三四五六七八九十]+)\s*分鐘內|"
    r"\d+\s*天|[一二三四五六七八九十]歲以下|不到[一二三四五六七八九十]歲|法律|依法|個資法|責任通報|任何人都可以|誰都可以|"
    r"身分會保密|免費|有研究|平日"
)

# What a person in the story says or does; nobody learns a rule from it.
STORY = {"grading-and-reporting/facts", "grading-and-reporting/q5"}


def claims() -> dict[str, str]:
    """Steps whose texts state an article, a fine, a limit of time or age, a duty or a right; with the words."""
    return {
        f"{slug}/{key.split('.')[0]}": found[0]
        for slug in SLUGS
        for key, text in texts(slug, "zh-Hant").items()
        if (found := CLAIM.search(text))
    }


def test_what_a_text_claims_is_covered_by_a_fact():
    covered = {place for entry in facts().values() for place in entry["used_in"]} | STORY
    assert {place: words for place, words in claims().items() if place not in covered} == {}
    assert set(claims()) >= STORY


@pytest.mark.parametrize(
    "text",
    [
        "依第 53 條辦理",
        "罰三千元",
        "走失不用等 24 小時",
        "二十四小時都有人接",
        "一小時內告訴店長",
        "15 天內答覆",
        "五分鐘內",
        "六歲以下",
    ],
)
def test_a_claim_is_known_when_it_is_met(text):
    assert CLAIM.search(text)


@pytest.mark.parametrize("text", ["坐了兩小時，一直擦眼淚", "等了十分鐘", "她才四歲", "外面只有十二度"])
def test_a_story_is_no_claim(text):
    assert not CLAIM.search(text)


@each_hotline
def test_a_hotline_says_where_it_was_found_and_when(key):
    entry = hotlines()[key]
    assert len(entry["source"]) > 10
    assert not re.search(r"\bS\d\d\b|\bOK\b", entry["source"])
    assert date(2015, 1, 1) < date.fromisoformat(entry["last_verified"]) <= datetime.now(UTC).date()
    assert entry["last_verified"][:4] in entry["source"]
    assert entry["status"] == "awaiting live check"
    assert entry["confidence"] in ("high", "medium", "low")


@each_hotline
def test_a_hotline_speaks_both_languages(key):
    entry = hotlines()[key]
    assert re.fullmatch(r"\d{3,4}|0800-\d{3}-\d{3}|[a-z.]+\.tw", entry["number"])
    for part in (entry["name"], entry["use_for"], entry["hours"], *entry["text"]):
        assert set(part) == set(LANGS)
        assert all(part.values())
    assert entry["langs"][0] == "zh"


def test_free_is_claimed_only_where_a_source_says_so():
    assert {key for key, entry in hotlines().items() if entry.get("free")} == {
        "protection",
        "mental-health",
        "migrant-worker",
        "missing-elder",
    }


def test_every_script_but_the_drills_is_in_the_course_once():
    works = toml("courses/frontline-care.toml")["works"]
    assert sorted(works) == sorted(set(SLUGS) - set(DRILLS))


def test_a_lesson_opens_each_stretch_of_the_course_and_situations_follow_it():
    kinds = [body(slug)["kind"] for slug in toml("courses/frontline-care.toml")["works"]]
    lessons = [place for place, kind in enumerate(kinds) if kind == "lesson"]
    assert lessons[0] == 0
    assert all(kinds[place + 1] == "scenario" for place in lessons)


def test_the_course_says_what_it_asks_for_in_both_languages():
    course = toml("courses/frontline-care.toml")
    assert (course["slug"], course["pass_rule"], course["validity_months"]) == ("frontline-care", "all", 12)
    assert (set(course["title"]), set(course["summary"])) == (set(LANGS), set(LANGS))
