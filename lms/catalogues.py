"""The interface's catalogues: `locale/*/LC_MESSAGES/django.po` is written, the `.mo` beside it built from it."""

import os
from pathlib import Path

import polib

from lms.engines.locks import alone


def compile_catalogues(base: Path) -> list[str]:
    """Build what is older or newer than its source; the languages built. Processes that start together build once."""
    (base / "var").mkdir(exist_ok=True)
    with alone(base / "var" / "catalogues.lock"):
        stale = [source for source in sorted(base.glob("locale/*/LC_MESSAGES/*.po")) if not _fresh(source)]
        for source in stale:
            _build(source)
    return [source.parts[-3] for source in stale]


def _fresh(source: Path) -> bool:
    built = source.with_suffix(".mo")
    return built.exists() and built.stat().st_mtime_ns == source.stat().st_mtime_ns


def _build(source: Path) -> None:
    """Put the whole file in place at once, with its source's time: that is how one knows that it is fresh."""
    half = source.with_suffix(f".{os.getpid()}")
    when = source.stat()
    polib.pofile(str(source)).save_as_mofile(str(half))
    os.utime(half, ns=(when.st_atime_ns, when.st_mtime_ns))
    half.replace(source.with_suffix(".mo"))
