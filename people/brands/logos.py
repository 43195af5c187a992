"""Logos of chains: taken as PNG or WebP, drawn anew and small, kept under their hash, served to anybody."""

import hashlib
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

MOST_BYTES = 500_000
MOST_SIDE = 4000
LEAST_SIDE = 24
BOX = (480, 160)
FORMATS = ("PNG", "WEBP")
TYPE = "image/webp"


class LogoError(Exception):
    """The file cannot be a logo. The text says why and what to do."""


@dataclass(frozen=True)
class Logo:
    """A logo that is kept: its address by hash, and its size in pixels."""

    sha256: str
    width: int
    height: int


def keep_logo(data: bytes) -> Logo:
    """Keep a picture as a WebP of at most 480 × 160 px without anything but its pixels. Raises LogoError.

    A file whose pixels would fill the memory is refused by its header, before anything is unpacked.
    """
    picture = _drawn_anew(data)
    kept = BytesIO()
    picture.save(kept, "WEBP", lossless=True)
    sha256 = hashlib.sha256(kept.getvalue()).hexdigest()
    if not default_storage.exists(path_of(sha256)):
        default_storage.save(path_of(sha256), ContentFile(kept.getvalue()))
    return Logo(sha256, *picture.size)


def read_logo(sha256: str) -> bytes | None:
    """The bytes of a logo, or None."""
    if not default_storage.exists(path_of(sha256)):
        return None
    with default_storage.open(path_of(sha256)) as file:
        return bytes(file.read())


def path_of(sha256: str) -> str:
    """Where a logo lies in the default storage."""
    return f"logos/{sha256}.webp"


def _drawn_anew(data: bytes) -> Image.Image:
    if len(data) > MOST_BYTES:
        raise LogoError(f"標誌檔案最多 {MOST_BYTES // 1000} kB，請先縮小再上傳。")
    if data.lstrip()[:5].lower() in (b"<?xml", b"<svg ", b"<svg>", b"<!doc"):
        raise LogoError("不收 SVG，裡面可能藏有程式。請另存成 PNG 或 WebP。")
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            _refuse_sizes(*opened.size)
            opened.verify()  # a library of ours lets Pillow fill up what is missing of a picture
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            picture = opened.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise LogoError(f"圖太大了，長寬最多 {MOST_SIDE} 像素。") from fault
    except (OSError, SyntaxError, ValueError, struct.error, zlib.error) as fault:
        raise LogoError("讀不出這張圖。請上傳 PNG 或 WebP，打開確認看得到再試一次。") from fault
    bare = Image.new("RGBA", picture.size)
    bare.paste(picture)
    bare.thumbnail(BOX)
    return bare


def _refuse_sizes(width: int, height: int) -> None:
    if max(width, height) > MOST_SIDE:
        raise LogoError(f"圖太大了，長寬最多 {MOST_SIDE} 像素。")
    if min(width, height) < LEAST_SIDE:
        raise LogoError(f"圖太小了，印在證書上會糊掉。短邊至少 {LEAST_SIDE} 像素。")
