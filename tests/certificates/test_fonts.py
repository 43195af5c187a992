from pathlib import Path

import pytest

from certificates import fonts
from certificates.fonts import FontMissing, require_fonts_for

SYSTEM = Path("/usr/share/fonts")
NAME = "王小明"


@pytest.fixture(autouse=True)
def forget():
    yield
    fonts._coverage.cache_clear()
    fonts._anywhere.cache_clear()


@pytest.fixture
def only(monkeypatch, tmp_path):
    """Make this process see the fonts of the given folders alone."""

    def see(*folders):
        folders = "".join(f"<dir>{folder}</dir>" for folder in folders)
        config = tmp_path / "fonts.conf"
        config.write_text(f"<fontconfig>{folders}<cachedir>{tmp_path}/cache</cachedir></fontconfig>")
        monkeypatch.setenv("FONTCONFIG_FILE", str(config))
        fonts._coverage.cache_clear()
        fonts._anywhere.cache_clear()

    return see


@pytest.mark.parametrize("text", ["", NAME, "Nguyễn Thị Lan", "𠮷", "𪛖", "葛\U000e0100城", "（演練）2026 — ·", "○〇"])
def test_what_the_installed_faces_have_is_accepted(text):
    require_fonts_for(text)


def test_without_a_cjk_face_the_sentence_names_the_package(only):
    only(SYSTEM / "truetype/dejavu")
    with pytest.raises(FontMissing, match="fonts-noto-cjk"):
        require_fonts_for(NAME)


def test_without_any_font_the_sentence_names_the_package(only, tmp_path):
    only(tmp_path)
    with pytest.raises(FontMissing, match="fonts-noto-cjk"):
        require_fonts_for("abc")


def test_without_the_face_for_rare_han_the_sentence_names_character_and_package(only):
    only(SYSTEM / "opentype/noto")
    require_fonts_for(NAME)
    with pytest.raises(FontMissing, match=r"「𪛖」（U\+2A6D6）.*fonts-hanazono"):
        require_fonts_for("王𪛖")


def test_another_script_without_a_face_is_refused_too(only):
    only(SYSTEM / "opentype/noto")
    with pytest.raises(FontMissing, match=r"U\+0E01.*fonts-noto-core"):
        require_fonts_for("ก")


def test_another_script_is_left_to_any_face_that_has_it():
    require_fonts_for("שלום")


def test_privately_made_characters_are_refused_even_where_some_face_draws_something():
    assert fonts._anywhere("\uf000")
    with pytest.raises(FontMissing, match="自造字"):
        require_fonts_for("\uf000")


def test_without_fontconfig_the_sentence_names_the_package(monkeypatch, tmp_path):
    fonts._coverage.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FontMissing, match="套件 fontconfig"):
        require_fonts_for(NAME)


def test_a_missing_font_is_asked_for_again_once_it_is_there(only):
    only(SYSTEM / "truetype/dejavu")
    with pytest.raises(FontMissing):
        require_fonts_for(NAME)
    only(SYSTEM)
    require_fonts_for(NAME)
