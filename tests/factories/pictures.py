"""Pictures as they are uploaded."""

import struct
import zlib
from io import BytesIO

from PIL import Image


def png(width: int = 200, height: int = 80, colour: str = "#8a1f2d", **options: object) -> bytes:
    """A PNG of one colour."""
    return _saved("PNG", width, height, colour, **options)


def webp(width: int = 200, height: int = 80) -> bytes:
    return _saved("WEBP", width, height, "#8a1f2d")


def gif() -> bytes:
    return _saved("GIF", 200, 80, "#8a1f2d")


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes whose header promises more pixels than a machine has memory for."""
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _saved(kind: str, width: int, height: int, colour: str, **options: object) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind, **options)
    return file.getvalue()
