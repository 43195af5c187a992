"""The private PostgreSQL where something is wrong with its folders or its start."""

import os
import re
import subprocess

import pytest

from lms import engines
from tests.lms.engines.checkouts import ENVIRON, ask, pids


def home(checkout):
    spare = checkout / "var/test-engines/elsewhere"
    return engines.places.place_of(checkout, ENVIRON).spare / "pg" if spare.exists() else spare.with_name("pg")


@pytest.fixture
def stopped(checkout):
    """A checkout whose servers ran once."""
    engines.ensure(checkout, ENVIRON)
    engines.stop(checkout, ENVIRON)
    return checkout


def refusal(checkout) -> str:
    with pytest.raises(engines.EngineError) as refused:
        engines.ensure(checkout, ENVIRON)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_a_pid_file_with_another_process_number_is_seen_through(stopped):
    # A number that is alive and not PostgreSQL: after a reboot small numbers come again.
    (home(stopped) / "data/postmaster.pid").write_text(f"{os.getpid()}\n{home(stopped) / 'data'}\n")
    assert pids(stopped)["PostgreSQL"] is None
    assert "PostgreSQL" in engines.ensure(stopped, ENVIRON)
    assert ask(stopped, "SELECT 1") == "1"


def test_data_that_was_half_made_is_made_again(checkout):
    engines.ensure(checkout, ENVIRON)
    engines.stop(checkout, ENVIRON)
    (home(checkout) / "data").rename(home(checkout) / "data.half")
    (home(checkout) / "data.half/PG_VERSION").unlink()
    assert "PostgreSQL" in engines.ensure(checkout, ENVIRON)
    assert ask(checkout, "SELECT current_database()") == "streetlight"
    assert not (home(checkout) / "data.half").exists()


def test_a_start_cut_off_before_the_database_was_made_is_completed(checkout):
    engines.ensure(checkout, ENVIRON)
    place = engines.places.place_of(checkout, ENVIRON)
    subprocess.run(
        ["psql", "-h", place.postgres_run, "-U", "postgres", "-c", "DROP DATABASE streetlight"],
        check=True,
        capture_output=True,
        env={"PATH": f"{engines.postgres.binaries(engines.postgres.account_for(checkout), place.spare)}"},
    )
    assert engines.ensure(checkout, ENVIRON) == ()
    assert ask(checkout, "SELECT current_database()") == "streetlight"


def test_data_of_another_major_is_refused(stopped):
    (home(stopped) / "data/PG_VERSION").write_text("17\n")
    assert re.fullmatch(
        r".*/data was made by PostgreSQL 17 and this is 18: move it away or run `make clean`\.", refusal(stopped)
    )


def test_a_data_folder_without_data_is_refused_not_overwritten(stopped):
    (home(stopped) / "data/PG_VERSION").unlink()
    assert refusal(stopped).endswith("is no PostgreSQL data: move it away, or run `make clean`.")
    assert (home(stopped) / "data/base").is_dir()


def test_a_server_that_does_not_start_is_quoted(stopped):
    with (home(stopped) / "data/postgresql.conf").open("a") as conf:
        conf.write("lamp_colour = amber\n")
    sentence = refusal(stopped)
    assert sentence.startswith("PostgreSQL does not start: mend what its log says (")
    assert "postgresql.conf" in sentence


@pytest.mark.parametrize("sockets", [".", "/run/somewhere/else"])
def test_a_server_started_with_other_sockets_is_not_started_twice(checkout, sockets):
    engines.ensure(checkout, ENVIRON)
    lines = (home(checkout) / "data/postmaster.pid").read_text().splitlines(keepends=True)
    true_line, lines[4] = lines[4], f"{sockets}\n"
    socket = engines.places.place_of(checkout, ENVIRON).postgres_run / ".s.PGSQL.5432"
    socket.rename(socket.with_name("aside"))
    (home(checkout) / "data/postmaster.pid").write_text("".join(lines))
    assert refusal(checkout).startswith(f"PostgreSQL of this folder already runs with its socket in {sockets}: ")
    lines[4] = true_line
    (home(checkout) / "data/postmaster.pid").write_text("".join(lines))


@pytest.fixture
def tiny_disk(checkout):
    """A checkout whose `var/` is a disk of three megabytes."""
    var = checkout / "var"
    var.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m,mode=755", "tmpfs", var], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("this machine lets nobody mount a small disk")
    yield checkout
    engines.stop(checkout, ENVIRON)
    subprocess.run(["umount", var], check=True)


def test_a_full_disk_is_quoted(tiny_disk):
    sentence = refusal(tiny_disk)
    assert sentence.startswith("PostgreSQL cannot make its data in ")
    assert "No space left on device" in sentence
