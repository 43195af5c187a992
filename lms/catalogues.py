"""The interface's catalogues: `locale/*/LC_MESSAGES/django.po` is written, the `.mo` beside it built from it. The
source language has one too, made of the sentences of the others: what is found at once need not be looked for in the
thirty catalogues of Django, Wagtail and their kin."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import polib

from lms.engines.locks import alone

GATHERED, SOURCE = "en", "zh_Hant"
"""Whose catalogue the sentences are taken from, and the folder of the language that they are written in."""

BORROWED = re.compile(r"[A-Za-z][^\u3400-\u9fff]*")
"""A sentence without Chinese is Django's own (`people/languages/borrowed.py`), which it says in Chinese by itself."""

Read = Callable[[str], polib.POFile]


def compile_catalogues(base: Path) -> list[str]:
    """Build what is older or newer than its source; the languages built. Processes that start together build once."""
    (base / "var").mkdir(exist_ok=True)
    with alone(base / "var" / "catalogues.lock"):
        return [built.parts[-3] for source, built, read in _catalogues(base) if _build(source, built, read)]


def _catalogues(base: Path) -> list[tuple[Path, Path, Read]]:
    """Each file that is written, what is built of it, and how it is read."""
    written = sorted(base.glob("locale/*/LC_MESSAGES/*.po"))
    found: list[tuple[Path, Path, Read]] = [(path, path.with_suffix(".mo"), polib.pofile) for path in written]
    own = base / "locale" / SOURCE / "LC_MESSAGES"
    return found + [(path, own / f"{path.stem}.mo", _as_written) for path in written if path.parts[-3] == GATHERED]


def _as_written(path: str) -> polib.POFile:
    """The catalogue at `path` with each sentence as its own translation; Chinese has one form for every number."""
    gathered = polib.pofile(path)
    gathered.metadata |= {"Language": SOURCE, "Plural-Forms": "nplurals=1; plural=0;"}
    for entry in list(gathered):
        if BORROWED.fullmatch(entry.msgid):
            gathered.remove(entry)
        elif entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid}
        else:
            entry.msgstr = entry.msgid
    return gathered


def _build(source: Path, built: Path, read: Read) -> bool:
    """Put the whole file in place at once, with its source's time: that is how one knows that it is fresh. False where
    it is."""
    when = source.stat()
    if built.exists() and built.stat().st_mtime_ns == when.st_mtime_ns:
        return False
    built.parent.mkdir(parents=True, exist_ok=True)
    half = built.with_suffix(f".{os.getpid()}")
    read(str(source)).save_as_mofile(str(half))
    os.utime(half, ns=(when.st_atime_ns, when.st_mtime_ns))
    half.replace(built)
    return True
