"""The private servers from outside: started once, healed, shared, ended."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import redis

from lms import engines
from tests.lms.engines.checkouts import ENVIRON, ask, pids

ROOT = Path(__file__).parents[3]
BOTH = ("PostgreSQL", "Redis")
NOBODY = dict.fromkeys(BOTH)


def python(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", *words],
        cwd=ROOT,
        env={**os.environ, **ENVIRON},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


ENSURE = (
    "import os, pathlib, sys; from lms import engines; "
    "print(engines.ensure(pathlib.Path(sys.argv[1]), os.environ), flush=True)"
)


def test_both_servers_answer_after_ensure(checkout):
    assert engines.ensure(checkout, ENVIRON) == BOTH
    assert ask(checkout, "SELECT current_database()") == "streetlight"
    assert redis.Redis.from_url(engines.addresses(checkout, ENVIRON).redis_cache).ping() is True


def test_the_database_speaks_utf8_in_utc_and_sorts_alike_everywhere(checkout):
    engines.ensure(checkout, ENVIRON)
    assert ask(checkout, "SHOW timezone") == "UTC"
    assert ask(checkout, "SHOW server_encoding") == "UTF8"
    assert ask(checkout, "SELECT datlocale FROM pg_database WHERE datname = 'streetlight'") == "C.UTF-8"
    assert ask(checkout, "SHOW max_connections") == "200"


@pytest.mark.parametrize(("profile", "fsync"), [("demo", "on"), ("test", "off")])
def test_only_the_tests_servers_may_forget(checkout, profile, fsync, monkeypatch):
    monkeypatch.setitem(ENVIRON, "STREETLIGHT_ENGINES", profile)
    engines.ensure(checkout, ENVIRON)
    assert ask(checkout, "SHOW fsync") == fsync


def test_a_second_ensure_starts_nothing(checkout):
    engines.ensure(checkout, ENVIRON)
    before = pids(checkout)
    assert engines.ensure(checkout, ENVIRON) == ()
    assert pids(checkout) == before


def test_two_processes_racing_start_each_server_once(checkout):
    racers = [python(ENSURE, str(checkout)) for _ in range(3)]
    said = "".join(racer.communicate()[0] for racer in racers)
    assert [racer.returncode for racer in racers] == [0, 0, 0]
    assert (said.count("PostgreSQL"), said.count("Redis")) == (1, 1)


def test_what_was_stored_survives_stop_and_ensure(checkout):
    engines.ensure(checkout, ENVIRON)
    ask(checkout, "CREATE TABLE lamp AS SELECT 7 AS number")
    assert engines.stop(checkout, ENVIRON) == BOTH
    assert pids(checkout) == NOBODY
    assert engines.stop(checkout, ENVIRON) == ()
    engines.ensure(checkout, ENVIRON)
    assert ask(checkout, "SELECT number FROM lamp") == "7"


def test_killed_servers_are_healed_and_the_demo_has_forgotten_nothing(checkout, monkeypatch):
    monkeypatch.setitem(ENVIRON, "STREETLIGHT_ENGINES", "demo")
    engines.ensure(checkout, ENVIRON)
    ask(checkout, "CREATE TABLE lamp AS SELECT 7 AS number")
    for pid in pids(checkout).values():
        os.kill(pid, signal.SIGKILL)
    assert engines.ensure(checkout, ENVIRON) == BOTH
    assert ask(checkout, "SELECT number FROM lamp") == "7"


def test_one_missing_server_is_started_alone(checkout):
    engines.ensure(checkout, ENVIRON)
    os.kill(pids(checkout)["Redis"], signal.SIGKILL)
    assert engines.ensure(checkout, ENVIRON) == ("Redis",)


def test_servers_whose_sockets_were_swept_away_are_started_again(checkout):
    engines.ensure(checkout, ENVIRON)
    run = Path(engines.addresses(checkout, ENVIRON).database["HOST"])
    for socket in (run / ".s.PGSQL.5432", run.parent / "redis.sock"):
        socket.unlink()
    assert engines.ensure(checkout, ENVIRON) == BOTH
    assert ask(checkout, "SELECT 1") == "1"


def test_a_deep_folder_just_works(checkout):
    deep = checkout / ("街" * 40) / ("d" * 120)
    deep.mkdir(parents=True)
    try:
        assert engines.ensure(deep, ENVIRON) == BOTH
        assert ask(deep, "SELECT 1") == "1"
    finally:
        engines.remove(deep, ENVIRON)


def test_stop_if_unused_spares_servers_that_another_process_uses(checkout):
    other = python(f"{ENSURE}; input()", str(checkout))
    assert other.stdout.readline() == f"{BOTH}\n"
    assert engines.stop(checkout, ENVIRON, if_unused=True) == ()
    other.communicate("\n")
    assert engines.stop(checkout, ENVIRON, if_unused=True) == BOTH


def test_stop_if_unused_spares_servers_that_are_kept(checkout):
    engines.ensure(checkout, ENVIRON)
    engines.keep(checkout, ENVIRON)
    assert engines.stop(checkout, ENVIRON, if_unused=True) == ()
    assert engines.stop(checkout, ENVIRON) == BOTH


def test_remove_leaves_nothing(checkout):
    engines.ensure(checkout, ENVIRON)
    run = Path(engines.addresses(checkout, ENVIRON).database["HOST"]).parent
    engines.remove(checkout, ENVIRON)
    assert pids(checkout) == NOBODY
    assert not run.exists()
    assert list((checkout / "var").iterdir()) == []


def test_an_unusable_var_is_one_sentence(checkout):
    (checkout / "var").write_text("a file, not a folder")
    with pytest.raises(
        engines.EngineError, match=r"^The folder .*var/test-engines cannot be made \(.*\): free or mend"
    ):
        engines.ensure(checkout, ENVIRON)


def test_the_command_starts_shows_and_ends_them(checkout):
    def said(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "lms.engines", *words],
            cwd=checkout,
            env={**os.environ, **ENVIRON, "PYTHONPATH": str(checkout)},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    # The command looks after the checkout that its own file lies in.
    (checkout / "lms").mkdir()
    (checkout / "lms/__init__.py").touch()
    (checkout / "lms/engines").symlink_to(ROOT / "lms/engines")
    assert said("start") == "Started: PostgreSQL, Redis.\n"
    assert said("start") == "Started: nothing, all were up.\n"
    numbers = pids(checkout)
    assert [line.split(": ")[0] for line in said("status").splitlines()] == [
        f"{name} runs (process {numbers[name]})" for name in BOTH
    ]
    assert said("stop", "--if-unused") == "Ended: nothing.\n"
    assert said("stop") == "Ended: PostgreSQL, Redis.\n"
    assert said("status") == "PostgreSQL is not running\nRedis is not running\n"
