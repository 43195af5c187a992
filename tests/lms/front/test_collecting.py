"""Static files as production serves them: gathered from a folder of their own."""

import gzip
import json

import brotli
import pytest
from django.core.management import call_command

from lms.front.collecting import collect
from lms.front.storage import Collected

SHEET = "p { color: red; }\n" * 40


@pytest.fixture
def root(tmp_path, settings):
    """Where static files are gathered from one folder that has two."""
    found = tmp_path / "found/built"
    found.mkdir(parents=True)
    (found / "house.css").write_text(SHEET)
    (found / "lamp.svg").write_text("<svg/>")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path / "found"]
    settings.STATIC_ROOT = str(tmp_path / "static")
    return tmp_path / "static"


def names(root):
    return json.loads((root / "staticfiles.json").read_text())["paths"]


def test_files_are_named_by_what_is_in_them_and_compressed_both_ways(root):
    assert collect(root)
    hashed = root / names(root)["built/house.css"]
    assert hashed.name != "house.css"
    assert hashed.read_text() == SHEET
    assert gzip.decompress(hashed.with_name(hashed.name + ".gz").read_bytes()).decode() == SHEET
    assert brotli.decompress(hashed.with_name(hashed.name + ".br").read_bytes()).decode() == SHEET


def test_nothing_is_gathered_again_that_has_not_changed(root):
    assert (collect(root), collect(root)) == (True, False)


def test_a_changed_file_gets_another_name_and_the_former_stays_for_pages_that_are_still_open(root, settings):
    collect(root)
    before = names(root)["built/house.css"]
    (settings.STATICFILES_DIRS[0] / "built/house.css").write_text(SHEET + "b { color: blue; }")
    assert collect(root)
    assert names(root)["built/house.css"] != before
    assert (root / before).read_text() == SHEET


def test_pages_name_the_hashed_file(root):
    collect(root)
    assert Collected().url("built/house.css") == f"/static/{names(root)['built/house.css']}"


def test_djangos_own_command_gathers_into_the_same_names(root):
    call_command("collectstatic", interactive=False, verbosity=0)
    assert set(names(root)) == {"built/house.css", "built/lamp.svg"}
