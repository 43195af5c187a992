"""Gathers all static files for the demo and production: hashed, compressed, and only where something has changed."""

import hashlib
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.management import call_command

from lms.engines.locks import alone
from lms.front.storage import Collected

STATE = "collected.state"


class Command(collectstatic.Command):
    """Django's `collectstatic` into the storage that pages will name its files by."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The settings name this storage only once there is something collected.
        self.storage = Collected()


def collect(root: Path) -> bool:
    """Gather every app's static files into `root`; True if anything had to be done."""
    root.mkdir(parents=True, exist_ok=True)
    with alone(root.with_name(f"{root.name}.lock")):
        state, known = state_of_all(), root / STATE
        if known.exists() and known.read_text() == state:
            return False
        call_command(Command(), interactive=False, verbosity=0)
        known.write_text(state)
    return True


def state_of_all() -> str:
    """A hash that changes when any static file of any app does."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            seen = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{seen.st_size}\0{seen.st_mtime_ns}\0".encode())
    return digest.hexdigest()
