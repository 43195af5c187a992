"""The card's data file is fit to be shown to a clerk: whole in four languages, and nothing claimed without a source."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext

from content.card.reading import CardData, read_card
from content.loading.files import DATA, facts, hotlines_body
from tests.content.test_data import LABELS, MAINLAND, SIMPLIFIED, half_width_between_han, written_numbers
from tests.content.test_data_facts import CLAIM

LANGS = ("zh-Hant", "en", "vi", "id")
CARD = read_card()
BODY = CARD.body
HAN = re.compile(r"[\u3001\u3002\u3400-\u9fff\uff01-\uff60]")
PARTS = {
    **{level["id"]: level for level in BODY["levels"]},
    "grading": BODY["grading"],
    "report": BODY["report"],
    **{each["id"]: each for each in BODY["say"]},
}


def spoken(value: Any) -> Iterator[dict[str, Any]]:
    """Every text with its languages."""
    if isinstance(value, dict) and "zh-Hant" in value:
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from spoken(inner)


def texts(part: Any, lang: str) -> list[str]:
    found = [said[lang] for said in spoken(part)]
    return [text for one in found for text in (one if isinstance(one, list) else [one])]


def test_parts_have_ids_of_their_own():
    assert len(PARTS) == len(BODY["levels"]) + 2 + len(BODY["say"])
    assert [level["id"] for level in BODY["levels"]] == ["red", "orange", "yellow", "green"]
    assert len(BODY["report"]["lines"]) == 5


@pytest.mark.parametrize("part", PARTS)
def test_every_text_is_there_in_every_language_with_as_many_lines(part):
    for said in spoken(PARTS[part]):
        assert set(said) == set(LANGS), said
        assert len({len(one) if isinstance(one, list) else 0 for one in said.values()}) == 1, said
    for lang in LANGS:
        assert [text for text in texts(PARTS[part], lang) if not text or text != text.strip()] == []


@pytest.mark.parametrize("part", PARTS)
def test_what_a_part_claims_is_covered_by_a_fact(part):
    claimed = [text for text in texts(PARTS[part], "zh-Hant") if CLAIM.search(text)]
    assert not claimed or CARD.verified.get(part), claimed


def test_there_are_claims_to_be_covered():
    claiming = {part for part in PARTS if any(CLAIM.search(text) for text in texts(PARTS[part], "zh-Hant"))}
    assert claiming >= {"red", "report", "suicide", "child"}


def test_facts_name_parts_that_are_there():
    named = {place.removeprefix("card/") for fact in facts() for place in fact.used_in if place.startswith("card/")}
    assert named - set(PARTS) == set()
    assert named == set(CARD.verified)


def test_the_oldest_day_counts():
    assert CARD.oldest("suicide") == date(2014, 1, 1)
    assert CARD.oldest("green") is None


@pytest.mark.parametrize("lang", LANGS)
def test_hotlines_are_those_of_the_list_and_the_same_in_every_language(lang):
    known = {entry["key"] for entry in hotlines_body()["entries"]}
    for part in PARTS.values():
        calls = set(part.get("calls", ()))
        named = [re.findall(r"\[\[([^\]]+)\]\]", text) for text in texts(part, lang)]
        assert named == [re.findall(r"\[\[([^\]]+)\]\]", text) for text in texts(part, "zh-Hant")]
        assert calls | {key for keys in named for key in keys} <= known


@pytest.mark.parametrize("lang", LANGS)
def test_no_number_of_a_hotline_is_written_out(lang):
    said = [text for text in texts(BODY, lang) if written_numbers(text)]
    assert said == []


def test_situations_have_levels_and_emergencies_begin_with_whom_to_call():
    levels = {level["id"] for level in BODY["levels"]}
    assert {each["level"] for each in BODY["say"]} <= levels
    assert [each["id"] for each in BODY["say"] if each["level"] in ("red", "orange") and not each["calls"]] == []


def test_which_languages_a_machine_wrote_is_said():
    assert BODY["machine_drafts"] == ["vi", "id"]


@pytest.mark.parametrize("lang", LANGS[1:])
def test_other_languages_are_free_of_chinese(lang):
    assert [text for text in texts(BODY, lang) if HAN.search(text)] == []


def test_chinese_is_that_of_taiwan_without_labels():
    said = texts(BODY, "zh-Hant")
    assert [text for text in said if half_width_between_han(text) or set(text) & set(SIMPLIFIED)] == []
    # The report's list of what never goes in shows two words to avoid.
    found = {word for word in (*LABELS, *MAINLAND) for text in said if word in text}
    assert found == {"可憐"}


@pytest.mark.parametrize("lang", LANGS)
def test_levels_are_called_as_in_the_player(lang):
    words = [("紅級", "立即危險"), ("橙級", "高風險"), ("黃級", "需要關懷轉介"), ("綠級", "一般協助")]
    with translation.override(lang.lower()):
        wanted = [(gettext(name), gettext(means)) for name, means in words]
    assert [(level["name"][lang], level["means"][lang]) for level in BODY["levels"]] == wanted


def test_a_word_or_a_day_more_is_another_card(tmp_path: Path):
    data = Path(copytree(DATA, tmp_path / "data"))
    assert read_card(data).sha256 == CARD.sha256
    for name, old, new in [("card.toml", "一分鐘內打電話", "馬上打電話"), ("facts.toml", "2026-11-22", "2026-11-21")]:
        file = data / name
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
        assert read_card(data).sha256 != CARD.sha256
        copytree(DATA, data, dirs_exist_ok=True)


def test_the_card_knows_which_hotlines_it_calls_or_tells():
    held = CardData({"levels": [{"calls": ["police"], "text": {"zh-Hant": "打 [[welfare]]（[[city.name]]）"}}]}, {})
    assert [held.names(key) for key in ("police", "welfare", "city", "welf", "112")] == [True, True, True, False, False]
