"""Logos: what is taken, what is refused, what is kept."""

from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from people.brands.logos import MOST_BYTES, LogoError, keep_logo, path_of, read_logo
from tests.factories.pictures import bomb, gif, png, webp

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize("data", [png(), webp(), png(4000, 24)])
def test_png_and_webp_become_a_small_webp(data):
    logo = keep_logo(data)
    with Image.open(BytesIO(read_logo(logo.sha256))) as kept:
        assert (kept.format, kept.size) == ("WEBP", (logo.width, logo.height))
        assert kept.width <= 480
        assert kept.height <= 160


def test_nothing_but_the_pixels_is_kept():
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "secret-of-the-designer")
    with_text, without = (keep_logo(png(pnginfo=info)) for info in (told, None))
    assert b"secret-of-the-designer" in png(pnginfo=told)
    assert b"secret" not in read_logo(with_text.sha256)
    assert with_text == without


def test_a_picture_with_holes_keeps_them():
    file = BytesIO()
    Image.new("RGBA", (100, 40), (0, 0, 0, 0)).save(file, "PNG")
    with Image.open(BytesIO(read_logo(keep_logo(file.getvalue()).sha256))) as kept:
        assert kept.convert("RGBA").getpixel((5, 5))[3] == 0


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "讀不出"),
        (b"not a picture", "讀不出"),
        (gif(), "讀不出"),
        (png()[:60], "讀不出"),
        (png()[:-40] + b"\0" * 40, "讀不出"),
        (webp()[:-20], "讀不出"),
        (SVG, "SVG"),
        (b'\n<?xml version="1.0"?>' + SVG, "SVG"),
        (bomb(), "太大"),
        (bomb(12_000), "太大"),
        (png(4001, 30), "太大"),
        (png(200, 23), "太小"),
        (png() + b"\0" * MOST_BYTES, "最多 500 kB"),
    ],
    ids=[
        "empty",
        "text",
        "gif",
        "cut short",
        "broken",
        "cut webp",
        "svg",
        "xml",
        "bomb",
        "small bomb",
        "wide",
        "low",
        "heavy",
    ],
)
def test_what_cannot_be_a_logo_is_refused(data, told):
    with pytest.raises(LogoError, match=told):
        keep_logo(data)


def test_a_logo_that_never_was_is_none():
    assert read_logo("0" * 64) is None
    assert path_of("a" * 64) == f"logos/{'a' * 64}.webp"
