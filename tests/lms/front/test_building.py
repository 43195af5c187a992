"""Scripts and styles are built by the real esbuild, into checkouts of their own."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lms.front.building import FrontError, build, built_folder
from lms.front.entries import CLASSIC, ENTRIES

ROOT = Path(__file__).parents[3]
MADE = {"page.js": ("room/static/room/page.js",), "page.css": ("room/static/room/one.css", "room/static/room/two.css")}


@pytest.fixture
def checkout(tmp_path):
    """A checkout with one room: a script that imports another, and two style sheets."""
    static = tmp_path / "room/static/room"
    static.mkdir(parents=True)
    (tmp_path / "var").mkdir()
    (tmp_path / "room/__init__.py").touch()
    (static / "page.js").write_text('import { word } from "./word.js";\nconsole.log(word);\n')
    (static / "word.js").write_text('// a reason\nexport const word = "街燈";\nexport const unused = "never";\n')
    (static / "one.css").write_text("p { color: red; }\n")
    (static / "two.css").write_text("p { color: blue; }\n")
    return tmp_path


def built(base):
    return {path.name: path.read_text() for path in built_folder(base).iterdir()}


def test_a_script_is_one_file_with_all_that_it_imports_and_nothing_else(checkout):
    assert build(checkout, MADE)
    assert built(checkout)["page.js"] == 'var o="街燈";console.log(o);\n'


def test_styles_keep_their_order(checkout):
    build(checkout, MADE)
    assert built(checkout)["page.css"] == "p{color:red}p{color:#00f}\n"


def test_nothing_is_done_where_nothing_has_changed(checkout, monkeypatch):
    assert build(checkout, MADE) is True
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert build(checkout, MADE) is False


def test_a_changed_source_that_is_only_imported_is_built_anew(checkout):
    build(checkout, MADE)
    (checkout / "room/static/room/word.js").write_text('export const word = "明燈";')
    assert build(checkout, MADE) is True
    assert "明燈" in built(checkout)["page.js"]


def test_a_built_file_that_is_gone_is_made_again(checkout):
    build(checkout, MADE)
    (built_folder(checkout) / "page.css").unlink()
    assert build(checkout, MADE) is True
    assert set(built(checkout)) == set(MADE)


def test_what_is_no_longer_an_entry_goes_away(checkout):
    build(checkout, MADE)
    (checkout / "room/static/room/word.js").write_text('export const word = "x";')
    build(checkout, {"page.js": MADE["page.js"]})
    assert set(built(checkout)) == {"page.js"}


def test_processes_that_start_together_build_once(checkout):
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: build(checkout, MADE), range(4)))
    assert sorted(done) == [False, False, False, True]


def test_where_esbuild_is_missing_the_sentence_names_the_package(checkout, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(FrontError, match="apt-get install esbuild"):
        build(checkout, MADE)
    assert built(checkout) == {}


def test_a_script_that_cannot_be_read_is_told_and_leaves_what_stood(checkout):
    build(checkout, MADE)
    before = built(checkout)
    (checkout / "room/static/room/page.js").write_text("const = ;")
    with pytest.raises(FrontError, match=r"page\.js:1:6"):
        build(checkout, MADE)
    assert built(checkout) == before


def test_a_source_that_is_not_there_is_told(checkout):
    with pytest.raises(FrontError, match=r"absent\.js, which is not there"):
        build(checkout, {"page.js": ("room/static/room/absent.js",)})


def test_the_command_says_what_it_did_and_turns_a_fault_into_a_sentence(capsys, monkeypatch, settings, checkout):
    call_command("build_front")
    assert "Scripts and styles are" in capsys.readouterr().out
    settings.BASE_DIR = checkout
    with pytest.raises(CommandError, match=r"early\.js is made of .*, which is not there"):
        call_command("build_front")


def test_pages_name_only_what_is_built():
    named = {
        name
        for template in ROOT.glob("*/templates/**/*.html")
        for name in re.findall(r"""built/([\w.-]+)""", template.read_text(encoding="utf-8"))
    }
    assert {"house.js", "house.css", "player.js", "player.css", "early.js"} <= named <= set(ENTRIES)


def test_a_script_that_stands_before_the_first_paint_is_no_module():
    for name in CLASSIC & set(ENTRIES):
        assert not re.search(r"^(import|export)\b", (built_folder(ROOT) / name).read_text())
