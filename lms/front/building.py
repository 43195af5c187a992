"""Builds `ENTRIES` with esbuild: once per state of the sources, by one process at a time, put in place file by file."""

import hashlib
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from lms.engines.locks import alone
from lms.front.entries import CLASSIC, ENTRIES

SOURCES = ("*/static/**/*.js", "*/static/**/*.css", "lms/front/*.py")
# What a phone of six years ago understands.
TARGET = "chrome87,edge88,firefox78,safari14"
FLAGS = ("--bundle", "--minify", "--charset=utf8", "--log-level=warning", f"--target={TARGET}")


class FrontError(Exception):
    """The scripts and styles cannot be built. The text says what to do."""


def built_folder(base: Path) -> Path:
    """The folder that is served as `built/`; its parent is one of STATICFILES_DIRS."""
    return base / "var" / "built" / "built"


def build(base: Path, entries: Mapping[str, tuple[str, ...]] = ENTRIES) -> bool:
    """Build what the checkout at `base` needs; True if anything had to be done. Raises FrontError."""
    into = built_folder(base)
    into.mkdir(parents=True, exist_ok=True)
    with alone(base / "var" / "built.lock"):
        state, known = state_of(base), base / "var" / "built.state"
        if known.exists() and known.read_text() == state and all((into / name).exists() for name in entries):
            return False
        _build(base, into, entries)
        known.write_text(state)
    return True


def state_of(base: Path) -> str:
    """A hash over everything that the build reads."""
    digest = hashlib.sha256()
    for path in _sources(base):
        digest.update(f"{path.relative_to(base)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources(base: Path) -> Iterator[Path]:
    rooms = [room for room in sorted(base.iterdir()) if (room / "__init__.py").exists()]
    for pattern in SOURCES:
        room, rest = pattern.split("/", 1)
        for folder in rooms:
            if room in ("*", folder.name):
                yield from sorted(folder.glob(rest))


def _build(base: Path, into: Path, entries: Mapping[str, tuple[str, ...]]) -> None:
    # On the same disk as the target, so that a finished file takes its place in one step.
    with TemporaryDirectory(dir=into.parent.parent, prefix="building.") as made:
        folder = Path(made)
        for name, sources in entries.items():
            (folder / name).write_text("".join(_import(name, base / source) for source in sources))
        _esbuild(folder, [name for name in entries if name in CLASSIC], "iife")
        _esbuild(folder, [name for name in entries if name not in CLASSIC], "esm")
        for name in entries:
            (folder / "out" / name).replace(into / name)
    for old in into.iterdir():
        if old.name not in entries:
            old.unlink()


def _import(name: str, source: Path) -> str:
    if not source.exists():
        raise FrontError(f"{name} is made of {source}, which is not there: mend lms/front/entries.py.")
    return f'@import "{source}";\n' if name.endswith(".css") else f'import "{source}";\n'


def _esbuild(folder: Path, names: list[str], form: str) -> None:
    program = shutil.which("esbuild")
    if program is None:
        raise FrontError("esbuild is missing, which makes scripts and styles: `sudo apt-get install esbuild`.")
    if not names:
        return
    command = [program, *names, *FLAGS, f"--format={form}", "--outdir=out"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode or done.stderr.strip():
        raise FrontError(f"esbuild cannot build {', '.join(names)}: mend what it says.\n{done.stderr}")
