import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from lms.front.entries import ENTRIES
from lms.templatetags.look import clauses, greeting, icon, lamp, once


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (5, "早安"),
        (10, "早安"),
        (11, "午安"),
        (16, "午安"),
        (17, "晚安"),
        (22, "晚安"),
        (23, "大夜辛苦了"),
        (4, "大夜辛苦了"),
    ],
)
def test_the_greeting_follows_the_shops_clock(hour: int, words: str) -> None:
    assert greeting(datetime(2026, 11, 22, hour, 30, tzinfo=ZoneInfo("Asia/Taipei"))) == words


def test_an_icon_is_for_the_eyes_only_and_escaped() -> None:
    drawn = icon("check", 'a"b')
    assert isinstance(drawn, SafeString)
    assert drawn == ('<svg class="icon a&quot;b" aria-hidden="true"><use href="/static/lms/icons.svg#check"/></svg>')


@pytest.mark.parametrize("page", ["404.html", "403.html", "500.html"])
def test_error_pages_need_nothing_from_the_request(page: str) -> None:
    drawn = render_to_string(page)
    assert "回到今日" in drawn
    assert "style=" not in drawn


@pytest.mark.parametrize("sheet", ["tokens", "base", "components", "street", "board"])
def test_every_style_sheet_that_pages_ask_for_is_there(sheet: str) -> None:
    assert "built/house.css" in render_to_string("lms/_styles.html")
    assert f"lms/static/lms/{sheet}.css" in ENTRIES["house.css"]
    assert finders.find(f"lms/{sheet}.css")


def test_the_lamp_in_the_tab_is_the_favicon_itself() -> None:
    drawn = Path(str(finders.find("lms/favicon.svg"))).read_text().strip()
    kind, _, data = lamp().partition(",")
    assert (kind, unquote(data)) == ("data:image/svg+xml", drawn)
    assert not set('"<>#') & set(data)


def named_files() -> Iterator[tuple[str, str]]:
    """(template, file) of each `{% static %}` with a name of its own."""
    for template in sorted(Path(settings.BASE_DIR).glob("*/templates/**/*.html")):
        for name in re.findall(r"{% static ['\"]([^'\"]+)['\"]", template.read_text("utf-8")):
            yield str(template.relative_to(settings.BASE_DIR)), name


def test_every_file_that_a_template_names_is_there() -> None:
    # The tests' storage does not ask; production's answers 500.
    named = list(named_files())
    missing = [
        (template, name)
        for template, name in named
        if name.removeprefix("built/") not in ENTRIES and finders.find(name) is None
    ]
    assert (len(named) > 20, missing) == (True, [])


def test_chinese_is_cut_into_clauses_and_nothing_is_lost():
    assert clauses("好，東西您拿走，沒關係。") == (
        '<span class="clause">好，</span><span class="clause">東西您拿走，</span><span class="clause">沒關係。</span>'
    )
    assert clauses("猜的事、「怪怪的」？」好") == (
        '<span class="clause">猜的事、</span><span class="clause">「怪怪的」？」</span><span class="clause">好</span>'
    )


def test_one_clause_and_latin_letters_stay_as_they_are_and_are_escaped():
    assert clauses("這樣清楚嗎？") == "這樣清楚嗎？"
    assert clauses("Sit down, <b>please</b>.") == "Sit down, &lt;b&gt;please&lt;/b&gt;."
    assert clauses("") == ""


def test_what_says_the_same_to_all_is_drawn_once_for_each_language() -> None:
    drawn = once("attempts/_words.html")
    assert "回到街上" in drawn
    assert once("attempts/_words.html") is drawn
    with override("en"):
        assert "Back to the street" in once("attempts/_words.html")


def test_it_knows_nothing_of_the_page_but_what_it_is_given() -> None:
    page = Template('{% load look %}{% once "attempts/_pieces.html" mode=mode %}')
    walked, tried = (page.render(Context({"mode": mode, "player": {"mode": "attempt"}})) for mode in ("attempt", "try"))
    assert ["打開櫃檯小卡" in each for each in (walked, tried)] == [True, False]
