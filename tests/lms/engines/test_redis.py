"""The private Redis where something is wrong with it."""

import os
import signal

import pytest

from lms import engines
from lms.engines.redis import redis_at
from tests.lms.engines.checkouts import ENVIRON, pids


def test_a_hung_redis_is_replaced(checkout):
    engines.ensure(checkout, ENVIRON)
    hung = pids(checkout)["Redis"]
    os.kill(hung, signal.SIGSTOP)
    assert engines.ensure(checkout, ENVIRON) == ("Redis",)
    assert pids(checkout)["Redis"] != hung


def test_a_redis_that_does_not_answer_is_quoted(checkout):
    place = engines.places.place_of(checkout, ENVIRON)
    place.notes.mkdir(parents=True)
    # A folder where the socket should be cannot be bound to.
    place.redis_socket.mkdir(parents=True)
    with pytest.raises(
        engines.EngineError, match=r"^Redis does not answer: mend what its log says \(.*ocket.*\), or set"
    ):
        redis_at(place).start()


def test_a_broken_redis_on_path_is_passed_over(checkout, tmp_path, monkeypatch):
    broken = tmp_path / "redis-server"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "Redis" in engines.ensure(checkout, ENVIRON)


def test_no_redis_at_all_is_one_sentence(checkout, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    with pytest.raises(engines.EngineError, match=r"^No Redis is installed: .* or set REDIS_URL\.$"):
        engines.redis.binary()


def test_redis_writes_nothing_but_its_notes(checkout):
    engines.ensure(checkout, ENVIRON)
    engines.stop(checkout, ENVIRON)
    names = {path.name for path in (checkout / "var/test-engines/redis").iterdir()}
    assert names - {"pid"} == {"log", "redis.conf"}
