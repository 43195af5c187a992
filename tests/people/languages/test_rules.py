"""The languages, and which one a text from outside names."""

import pytest
from django.conf import settings
from django.utils.translation import get_language_info

from content.rules import LANGUAGES as CONTENT
from people.languages.rules import DRAFTS, NAMES, SOURCE, TAGS, code_of, fitting, wordless


@pytest.mark.parametrize(
    ("tag", "code"),
    [("zh-Hant", "zh-hant"), ("ZH-HANT", "zh-hant"), ("vi", "vi"), ("ID", "id"), ("en", "en")],
)
def test_a_tag_names_a_language_in_any_case(tag, code):
    assert code_of(tag) == code


@pytest.mark.parametrize("tag", ["", "zh", "zh-Hans", "en-US", "fr", " vi", "vi\n", "../vi", None, 3, ["vi"]])
def test_anything_else_names_none(tag):
    assert code_of(tag) is None


def test_every_language_has_a_tag_a_name_and_djangos_formats():
    assert list(TAGS) == list(NAMES) == [code for code, _ in settings.LANGUAGES]
    assert settings.LANGUAGE_CODE == SOURCE
    assert [get_language_info(code)["bidi"] for code in TAGS] == [False] * 4
    assert set(TAGS) > DRAFTS


def test_what_is_taught_is_never_in_a_language_that_the_interface_lacks():
    assert CONTENT.items() <= TAGS.items()


@pytest.mark.parametrize(
    ("code", "path", "spoken"),
    [
        ("vi", "/", "vi"),
        ("vi", "/studio/", "zh-hant"),
        ("id", "/studio/pages/3/", "zh-hant"),
        ("en", "/studio/", "en"),
        ("vi", "/studios/", "vi"),
    ],
)
def test_the_studio_speaks_two_languages(code, path, spoken):
    assert fitting(code, path) == spoken


def test_what_has_no_words_is_the_same_for_everybody():
    assert wordless("/logos/0.webp")
    assert wordless("/healthz")
    assert not wordless("/verify/ABC/")
