"""Rules of content that need no database."""

from collections.abc import Mapping

LANGUAGES = {"zh-hant": "zh-Hant", "en": "en", "vi": "vi", "id": "id"}
"""Wagtail's locale code → the language tag (BCP 47) that editions and phones use."""

SOURCE_LOCALE = "zh-hant"

SOURCE = LANGUAGES[SOURCE_LOCALE]
"""The language that content is written in; every edition has it."""

DRAFT, REVIEWED = "draft", "reviewed"
"""Where a page stands with its experts."""


def title_in(titles: Mapping[str, str], lang: str) -> str:
    """A title in a language, else in the source language; empty where there is none."""
    return titles.get(lang) or titles.get(SOURCE) or ""
