"""What the interface says in other languages is whole: every sentence, every placeholder, every plural."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

from people.languages.rules import DRAFTS, SOURCE, TAGS

BASE = Path(settings.BASE_DIR)
OTHERS = [code for code in TAGS if code != SOURCE]
HELD = re.compile(r"%\(\w+\)[sd]|%[%sd]|\{\w+\}|\[\[[\w.-]+\]\]|</?\w+[^>]*>|&\w+;")
FULL_WIDTH = re.compile(r"[\u3001\u3002\u300a-\u3011\uff01-\uff60]")
HAN = re.compile(r"[\u3400-\u9fff]")
FORMS = {"en": 2, "vi": 1, "id": 1}


def catalogue(code, base=BASE):
    return polib.pofile(str(base / "locale" / code / "LC_MESSAGES" / "django.po"))


def said(entry):
    """All forms of a translation."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def key(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural


@pytest.fixture(scope="module")
def gathered(tmp_path_factory):
    """The tree's sentences, gathered anew in a copy of it without catalogues."""
    copy = tmp_path_factory.mktemp("tree") / "site"
    left_out = shutil.ignore_patterns(".*", "var", "tests", "bench", "static", "locale", "__pycache__", "node_modules")
    shutil.copytree(BASE, copy, ignore=left_out)
    (copy / "locale").mkdir()
    command = [sys.executable, "manage.py", "makemessages", "-v", "0"]
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings"}
    done = subprocess.run(command, cwd=copy, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = next(copy.glob("**/vi/LC_MESSAGES/django.po"))
    return {key(entry) for entry in polib.pofile(str(found))}


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_of_the_tree_is_translated(gathered, code):
    entries = {key(entry): entry for entry in catalogue(code)}
    assert len(gathered) > 500
    assert gathered - set(entries) == set(), "run `make messages` and translate what is new"
    assert [name for name in gathered if not entries[name].translated() or entries[name].fuzzy] == []


@pytest.mark.parametrize("code", OTHERS)
def test_nothing_is_kept_that_nobody_says_any_more(gathered, code):
    assert {key(entry) for entry in catalogue(code)} - gathered == set()


@pytest.mark.parametrize("code", OTHERS)
def test_placeholders_and_markup_are_those_of_the_source(code):
    def held(text):
        return sorted(HELD.findall(text))

    wrong = [
        (entry.msgid, form)
        for entry in catalogue(code)
        for form in said(entry)
        if held(form) not in (held(entry.msgid), held(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


@pytest.mark.parametrize("code", OTHERS)
def test_latin_languages_have_neither_full_width_signs_nor_han(code):
    forms = [form for entry in catalogue(code) for form in said(entry)]
    assert [form for form in forms if HAN.search(form) or FULL_WIDTH.search(form)] == []


@pytest.mark.parametrize("code", OTHERS)
def test_what_follows_a_sentence_directly_keeps_its_distance(code):
    """「你說：」 needs no space after it; “You said: ” does."""
    trailing = [e for e in catalogue(code) if e.msgid.endswith("：") and e.msgid != "："]
    assert [entry.msgid for entry in trailing if not entry.msgstr.rstrip(" ").endswith(":")] == []


@pytest.mark.parametrize(("code", "forms"), FORMS.items())
def test_plurals_have_the_languages_own_number_of_forms(code, forms):
    plural = [entry for entry in catalogue(code) if entry.msgid_plural]
    assert f"nplurals={forms};" in catalogue(code).metadata["Plural-Forms"]
    assert len(plural) > 3
    assert [entry.msgid for entry in plural if sorted(entry.msgstr_plural) != list(range(forms))] == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_draft_says_so_at_its_head(code):
    assert ("draft" in catalogue(code).header) is (code in DRAFTS)


@pytest.mark.parametrize("code", OTHERS)
def test_no_place_and_no_date_makes_a_catalogue_change_by_itself(code):
    text = (BASE / "locale" / code / "LC_MESSAGES" / "django.po").read_text("utf-8")
    assert not re.search(r"^#:|POT-Creation-Date", text, re.MULTILINE)
