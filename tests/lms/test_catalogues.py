"""Catalogues are built where they changed, and only there."""

import gettext
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from lms.catalogues import compile_catalogues

HEAD = 'msgid ""\nmsgstr ""\n"Language: {0}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def site(tmp_path):
    for code, word in (("vi", "Đăng nhập"), ("id", "Masuk")):
        written(tmp_path, code).parent.mkdir(parents=True)
        written(tmp_path, code).write_text(HEAD.format(code) + f'msgid "登入"\nmsgstr "{word}"\n', "utf-8")
    return tmp_path


def written(site, code):
    return site / "locale" / code / "LC_MESSAGES" / "django.po"


def said(site, code):
    with written(site, code).with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file).gettext("登入")


def test_what_was_never_built_is_built(site):
    assert compile_catalogues(site) == ["id", "vi"]
    assert (said(site, "vi"), said(site, "id")) == ("Đăng nhập", "Masuk")


def test_what_has_not_changed_is_left_alone(site):
    compile_catalogues(site)
    assert compile_catalogues(site) == []


def test_the_source_language_has_each_sentence_as_it_was_written(site):
    plural = 'msgid "%(n)s 題"\nmsgid_plural "%(n)s 題"\nmsgstr[0] "%(n)s question"\nmsgstr[1] "%(n)s questions"\n'
    written(site, "en").parent.mkdir(parents=True)
    written(site, "en").write_text(HEAD.format("en") + f'msgid "登入"\nmsgstr "Sign in"\n\n{plural}', "utf-8")
    assert compile_catalogues(site) == ["en", "id", "vi", "zh_Hant"]
    with (
        written(site, "zh_Hant").with_suffix(".mo").open("rb") as own,
        written(site, "vi").with_suffix(".mo").open("rb") as other,
    ):
        told = gettext.GNUTranslations(own)
        told.add_fallback(gettext.GNUTranslations(other))
    assert (told.gettext("登入"), told.ngettext("%(n)s 題", "%(n)s 題", 2)) == ("登入", "%(n)s 題")
    assert compile_catalogues(site) == []


def test_the_source_language_says_nothing_for_django(site):
    written(site, "en").parent.mkdir(parents=True)
    told = [("Null characters are not allowed.", "No null characters."), ("LINE 帳號", "LINE account")]
    entries = "\n".join(f'msgid "{msgid}"\nmsgstr "{msgstr}"\n' for msgid, msgstr in told)
    written(site, "en").write_text(HEAD.format("en") + entries, "utf-8")
    compile_catalogues(site)
    with written(site, "zh_Hant").with_suffix(".mo").open("rb") as file:
        own = gettext.GNUTranslations(file)
    said = own._catalog  # type: ignore[attr-defined]  # what it knows, without what it falls back to
    assert {msgid for msgid in said if msgid} == {"LINE 帳號"}


@pytest.mark.parametrize("by", [10, -10])
def test_a_source_of_any_other_time_is_built_anew(site, by):
    compile_catalogues(site)
    source = written(site, "vi")
    source.write_text(source.read_text("utf-8").replace("Đăng nhập", "Vào"), "utf-8")
    os.utime(source, (source.stat().st_atime, source.stat().st_mtime + by))
    assert (compile_catalogues(site), said(site, "vi")) == (["vi"], "Vào")


def test_processes_that_start_together_leave_one_whole_file_each(site):
    with ThreadPoolExecutor(4) as pool:
        built = list(pool.map(compile_catalogues, [site] * 4))
    assert sorted(code for codes in built for code in codes) == ["id", "vi"]
    assert {file.name for file in written(site, "vi").parent.iterdir()} == {"django.po", "django.mo"}
