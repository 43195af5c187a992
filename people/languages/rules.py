"""The languages of the interface, and which one a text from outside names. Plain Python."""

TAGS = {"zh-hant": "zh-Hant", "en": "en", "vi": "vi", "id": "id"}
"""Django's code → the language tag (BCP 47) that pages, persons and editions carry."""

NAMES = {"zh-hant": "繁體中文", "en": "English", "vi": "Tiếng Việt", "id": "Bahasa Indonesia"}
"""Each language's own name."""

SOURCE = "zh-hant"

DRAFTS = frozenset({"vi", "id"})
"""Translated by machine; a native reader has not read them yet."""

IN_THE_STUDIO = frozenset({"zh-hant", "en"})

STUDIO = "/studio/"

WORDLESS = ("/logos/", "/brands/", "/static/", "/healthz", "/readyz")
"""Addresses that answer everybody with the same bytes: no language, and so no session, is asked for there."""


def code_of(tag: object) -> str | None:
    """Django's code for a tag in any case (`zh-Hant`, `VI`), or None for what is no language of ours."""
    code = tag.lower() if isinstance(tag, str) else ""
    return code if code in TAGS else None


def wordless(path: str) -> bool:
    return path.startswith(WORDLESS)


def fitting(code: str, path: str) -> str:
    """The language of the page at `path` for somebody who reads `code`: the studio speaks two only."""
    return SOURCE if path.startswith(STUDIO) and code not in IN_THE_STUDIO else code
