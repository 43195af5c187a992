"""The card as one reader sees it, with the hotlines of now."""

from datetime import date

import pytest

from content.actions.freeze import freeze
from content.card.queries import card_for, card_version
from content.card.reading import read_card
from content.card.writing import write
from content.loading.files import hotlines_body
from content.models import Work

TODAY = date(2026, 11, 23)


@pytest.fixture
def lines(db: None) -> Work:
    """The hotlines of the data file."""
    work = Work.objects.create(kind=Work.Kind.HOTLINES)
    freeze(work=work, body=hotlines_body(), by=None)
    return work


def test_numbers_come_from_the_current_edition(lines):
    card = card_for("en", TODAY)
    assert (card.edition, card.emergency[0].number, card.lines[0].name.text) == (lines.current_id, "110", "Police")
    entries = [entry | ({"number": "911"} if entry["key"] == "police" else {}) for entry in hotlines_body()["entries"]]
    freeze(work=lines, body=hotlines_body() | {"entries": entries}, by=None)
    again = card_for("en", TODAY)
    assert again.emergency[0].number == "911"
    assert "911" in again.situations[5].mind
    assert [row.example for row in again.rows][3] == "asked him to sit down, called 911"


def test_emergency_numbers_are_first_and_a_web_address_cannot_be_dialled(lines):
    card = card_for("zh-Hant", TODAY)
    assert [line.key for line in card.lines[:2]] == ["police", "ambulance"]
    told = {line.key: (line.dial, line.url) for line in card.lines}
    assert told["mens"] == ("0800013999", "")
    assert told["ecare"] == ("", "https://ecare.mohw.gov.tw")


def test_a_retired_line_is_left_out_wherever_it_was_called(lines):
    entries = [e | ({"retired": "2026-11-01"} if e["key"] == "welfare" else {}) for e in hotlines_body()["entries"]]
    freeze(work=lines, body=hotlines_body() | {"entries": entries}, by=None)
    card = card_for("zh-Hant", TODAY)
    assert "welfare" not in {line.key for line in card.lines}
    assert [line.key for line in card.levels[2].calls] == ["long-term-care", "city", "migrant-worker"]


def test_what_a_text_names_keeps_its_number_after_the_line_was_retired(lines):
    entries = [e | ({"retired": "2026-11-01"} if e["key"] == "welfare" else {}) for e in hotlines_body()["entries"]]
    freeze(work=lines, body=hotlines_body() | {"entries": entries}, by=None)
    said = [line.chinese for each in card_for("zh-Hant", TODAY).situations for line in each.lines]
    assert "我們一起打 1957，好嗎？" in said
    assert [text for text in said if "[[" in text] == []


def test_stale_numbers_and_stale_facts_are_marked_and_fresh_ones_are_not():
    card = write(read_card(), "zh-Hant", TODAY, hotlines_body()["entries"], "x")
    told = {line.key: (line.last_verified, line.stale) for line in card.lines}
    assert told["migrant-worker"] == (date(2019, 10, 12), True)
    assert told["police"] == (date(2026, 1, 22), False)
    red, yellow, green = card.levels[0].checked, card.levels[2].checked, card.levels[3].checked
    assert (red and red.stale, yellow and yellow.stale, green) == (False, True, None)


def test_a_day_that_turns_a_fact_stale_is_another_version(lines):
    assert card_version("en", TODAY) == card_version("en", TODAY)
    assert card_version("en", date(2027, 11, 24)) != card_version("en", TODAY)


def test_a_language_or_a_number_more_is_another_version(lines):
    before = card_version("en", TODAY)
    assert card_version("vi", TODAY) != before
    freeze(work=lines, body=hotlines_body() | {"entries": hotlines_body()["entries"][:5]}, by=None)
    assert card_version("en", TODAY) != before


def test_without_hotlines_there_is_a_card_all_the_same(db):
    card = card_for("vi", TODAY)
    assert (card.edition, card.lines, card.emergency, card.draft) == ("", [], [], True)
    assert len(card.situations) == 12


def test_what_a_hotline_says_only_in_chinese_says_so(lines):
    entry = {**hotlines_body()["entries"][0], "name": {"zh-Hant": "警察", "en": "Police"}}
    name = write(read_card(), "id", TODAY, [entry], "x").lines[0].name
    assert (name.text, name.lang) == ("警察", "zh-Hant")


def test_who_reads_chinese_is_not_told_twice():
    def meanings(lang: str) -> set[str]:
        return {line.meaning for each in write(read_card(), lang, TODAY, [], "x").situations for line in each.lines}

    assert meanings("zh-Hant") == {""}
    assert "" not in meanings("id")
