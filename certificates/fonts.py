"""Whether this machine can draw a text. fontconfig is asked, since a sheet with boxes in a name is no certificate."""

import subprocess
import unicodedata
from functools import cache

from certificates.rules import HAN

# Either of the first two carries the page; the third adds rare Han. document.css names the same families.
SERIF, SANS, RARE_HAN = "Noto Serif CJK TC", "Noto Sans CJK TC", "HanaMinB"
# Asks for a form of the character before it and is never drawn itself.
VARIATION_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))

NO_FACE = "這台主機沒有可用的中文字型，無法製作證書：請安裝 Debian 套件 fonts-noto-cjk，再重新啟動服務。"
NO_FONTCONFIG = (
    "這台主機沒有 fontconfig，無法製作證書：請安裝 Debian 套件 fontconfig 與 fonts-noto-cjk，再重新啟動服務。"
)
NO_RARE_HAN = "沒有字型畫得出罕用字{}：請安裝 Debian 套件 fonts-hanazono，再重新啟動服務。"
NO_GLYPH = "沒有字型畫得出{}：請安裝 Debian 套件 fonts-noto-core，再重新啟動服務。"
PRIVATE = "{}是自造字，每台電腦畫出來的字不同：請在人員資料改用 Unicode 的字。"


class FontMissing(Exception):
    """The document cannot be drawn here; the message is one sentence that says how to mend it."""


def require_fonts_for(text: str) -> None:
    """Raise FontMissing unless a Noto CJK face is installed and every character of `text` has a glyph here.

    What the chosen faces cover is asked once per process, so newly installed fonts count after a restart.
    """
    faces = [face for face in map(_coverage, (SERIF, SANS)) if face]
    if not faces:
        raise FontMissing(NO_FACE)
    for character in sorted(set(text) - VARIATION_SELECTORS):
        if not character.isspace() and not any(_covers(face, character) for face in (*faces, _coverage(RARE_HAN))):
            _require_any_face(character)


def _require_any_face(character: str) -> None:
    named = f"「{character}」（U+{ord(character):04X}）"
    if unicodedata.category(character) == "Co":
        raise FontMissing(PRIVATE.format(named))
    if not _anywhere(character):
        raise FontMissing((NO_RARE_HAN if HAN.match(character) else NO_GLYPH).format(named))


def _covers(face: tuple[range, ...], character: str) -> bool:
    return any(ord(character) in block for block in face)


@cache
def _coverage(family: str) -> tuple[range, ...]:
    """Return the code points that `family` draws; none if fontconfig would put another family in its place."""
    families, _, charset = _fontconfig("fc-match", "-f", "%{family}|%{charset}", family).partition("|")
    if family not in families.split(","):
        return ()
    bounds = (block.split("-") for block in charset.split())
    return tuple(range(int(bound[0], 16), int(bound[-1], 16) + 1) for bound in bounds)


@cache
def _anywhere(character: str) -> bool:
    return bool(_fontconfig("fc-list", f":charset={ord(character):x}", "file").strip())


def _fontconfig(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout
    except FileNotFoundError as error:
        raise FontMissing(NO_FONTCONFIG) from error
