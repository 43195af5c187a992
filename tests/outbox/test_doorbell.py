"""The doorbell on a Redis of the test's own: answering, gone, hung, killed and back again."""

import json
import os
import signal
import time

import pytest
import redis

from lms.engines.redis import Redis
from outbox import doorbell


@pytest.fixture(autouse=True)
def _listening(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING", "outbox.doorbell")


def pressed() -> float:
    """Press, and say how many seconds that took."""
    began = time.monotonic()
    doorbell.press()
    return time.monotonic() - began


def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorbell, "_rests_until", time.monotonic())


def rings(broker: Redis) -> list[str]:
    """The names of the tasks that wait in the broker."""
    with redis.Redis(unix_socket_path=str(broker.socket)) as line:
        return [json.loads(message)["headers"]["task"] for message in line.lrange("celery", 0, -1)]


def test_a_press_is_one_message_without_payload(broker):
    broker.start()
    doorbell.press()
    doorbell.press()
    assert rings(broker) == ["outbox.drain", "outbox.drain"]


def test_without_a_broker_a_press_neither_raises_nor_blocks_and_the_bell_rests(broker, caplog):
    assert pressed() < 1
    assert [r.getMessage().split(" (")[0] for r in caplog.records] == ["the doorbell does not ring"]
    broker.start()
    assert pressed() < 0.1
    assert (rings(broker), len(caplog.records)) == ([], 1)


def test_a_broker_that_hangs_holds_nobody_up(broker, monkeypatch):
    broker.start()
    doorbell.press()
    os.kill(broker.pid(), signal.SIGSTOP)
    assert pressed() < 1
    assert pressed() < 0.1
    os.kill(broker.pid(), signal.SIGCONT)
    rested(monkeypatch)
    doorbell.press()
    # What was sent to the hung server may arrive late; a ring too many finds nothing to do.
    assert rings(broker)[:2] == ["outbox.drain", "outbox.drain"]


def test_the_bell_rings_again_after_the_broker_was_killed_and_came_back(broker, monkeypatch):
    broker.start()
    doorbell.press()
    os.kill(broker.pid(), signal.SIGKILL)
    assert pressed() < 1
    while not broker.start():
        time.sleep(0.05)
    assert rings(broker) == []
    rested(monkeypatch)
    doorbell.press()
    assert rings(broker) == ["outbox.drain"]


def test_a_broker_that_is_full_is_no_reason_to_fail_the_request(broker, caplog):
    broker.start()
    with redis.Redis(unix_socket_path=str(broker.socket)) as line:
        line.config_set("maxmemory", 1)
    doorbell.press()
    assert [r.getMessage().split(" (")[0] for r in caplog.records] == ["the doorbell does not ring"]
    assert rings(broker) == []
