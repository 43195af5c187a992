"""Where a checkout's private servers live: data under `var/`, sockets in a short folder elsewhere."""

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lms.engines.errors import EngineError

FOLDERS = {"demo": "engines", "test": "test-engines"}
SOCKET_PATH_LIMIT = 107
LONGEST_SOCKET = "/pg/.s.PGSQL.5432.lock"


@dataclass(frozen=True)
class Place:
    """One profile's folders: `notes` (locks, logs, normally the data), `run` (sockets), `spare` (data)."""

    profile: str
    notes: Path
    run: Path
    spare: Path

    @property
    def postgres_run(self) -> Path:
        return self.run / "pg"

    @property
    def redis_socket(self) -> Path:
        return self.run / "redis.sock"


def place_of(base: Path, environ: Mapping[str, str], profile: str | None = None) -> Place:
    """Return the place of a checkout's servers; `profile`: "demo", "test" or what the environment says."""
    profile = profile or environ.get("STREETLIGHT_ENGINES") or "demo"
    if profile not in FOLDERS:
        raise EngineError(f"STREETLIGHT_ENGINES={profile!r} makes no sense: set it to demo or test, or unset it.")
    base = base.resolve()
    mark = f"{os.geteuid()}-{hashlib.sha256(os.fsencode(base)).hexdigest()[:8]}"
    folder = FOLDERS[profile]
    name = f"sl-{mark}" if profile == "demo" else f"sl-{mark}-{profile}"
    return Place(
        profile=profile,
        notes=base / "var" / folder,
        run=_runtime_folder(environ, name) / name,
        spare=Path("/var/tmp") / f"streetlight-{mark}" / folder,  # noqa: S108 - made and owner-checked by own_folder
    )


def _runtime_folder(environ: Mapping[str, str], name: str) -> Path:
    own = Path(environ.get("XDG_RUNTIME_DIR", ""))
    # Root's servers run as another account, which may not enter root's runtime folder.
    usable = os.geteuid() != 0 and own.is_absolute() and own.is_dir() and own.stat().st_uid == os.geteuid()
    if usable and len(os.fsencode(own / name)) + len(LONGEST_SOCKET) <= SOCKET_PATH_LIMIT:
        return own
    return Path("/tmp")  # noqa: S108 - the folder below it is made with mode 0700 and owner-checked


def own_folder(path: Path, mode: int) -> Path:
    """Make `path` with `mode`, or take it over if it is already ours; raise EngineError if it is somebody else's."""
    try:
        path.mkdir(mode=mode, parents=True, exist_ok=True)
        found = path.lstat()
    except OSError as fault:
        raise EngineError(f"The folder {path} cannot be made ({fault.strerror}): free or mend its place.") from fault
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise EngineError(
            f"The folder {path} belongs to another user (number {found.st_uid}): remove it, or start as that user."
        )
    path.chmod(mode)
    return path
