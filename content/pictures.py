"""Pictures of editions: made small once, kept under their hash, served as what can never change."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

SPEC = "max-800x800|format-webp"
TYPE = "image/webp"


def keep_picture(image: Any) -> dict[str, Any]:
    """Keep a Wagtail image as a picture of at most 800 × 800 px and return how a body refers to it."""
    rendition = image.get_rendition(SPEC)
    with rendition.open_file() as file:
        data = file.read()
    sha256 = hashlib.sha256(data).hexdigest()
    if not default_storage.exists(path_of(sha256)):
        default_storage.save(path_of(sha256), ContentFile(data))
    return {"sha256": sha256, "width": rendition.width, "height": rendition.height, "type": TYPE}


def read_picture(sha256: str) -> bytes | None:
    """The bytes of a picture, or None."""
    if not default_storage.exists(path_of(sha256)):
        return None
    with default_storage.open(path_of(sha256)) as file:
        return bytes(file.read())


def path_of(sha256: str) -> str:
    """Where a picture lies in the default storage."""
    return f"pictures/{sha256}.webp"
