"""Two beats, two workers and Redis under siege while drills go out; and a push service that keeps all it is sent."""

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import http_ece
import psycopg

from lms.engines.processes import wait_until
from tests.factories.notices import browser_keys
from tests.outbox.siege import CELERY, Siege
from tests.people.channels.providers import Provider, http_service

MUSTER = "import django; django.setup(); from tests.drills.muster import main; main({!r})"
VICTIMS = ["worker", "worker", "worker 2", "worker 2", "redis", "redis", "beat", "beat 2"]

COUNT = """
SELECT (SELECT count(*) FROM drills_call WHERE state = 'sent'),
       (SELECT count(*) FROM drills_call WHERE state = 'excused'),
       (SELECT count(*) FROM drills_call WHERE state IN ('planned', 'armed') AND due_at > now() + interval '2 minutes'),
       (SELECT count(DISTINCT person_id) FROM drills_call WHERE sent_at IS NOT NULL),
       (SELECT COALESCE(sum((detail ->> 'calls')::int), 0) FROM drills_event WHERE kind = 'sent'),
       (SELECT COALESCE(sum((detail ->> 'absent')::int), 0) FROM drills_event WHERE kind = 'excused'),
       (SELECT count(*) FROM outbox_owed WHERE state <> 'done' AND due_at <= now()),
       (SELECT count(*) FROM outbox_owed WHERE fence > 1)
"""

KEYS = """
SELECT 'drill_call:' || call.id || ':' || reach.id
FROM drills_call call JOIN people_reach reach ON reach.person_id = call.person_id WHERE call.state = 'sent'
"""


@dataclass(frozen=True)
class Tally:
    """What stands in the database: calls that were sent, that were excused, that wait for another moment; how many
    persons were called; what the timeline says was sent and excused; owed rows that are due and not done, and those
    that were claimed again."""

    sent: int
    excused: int
    waiting: int
    called: int
    told_sent: int
    told_excused: int
    left: int
    retaken: int = field(compare=False, default=0)


@dataclass
class DrillSiege(Siege):
    """A siege on two workers and two beats."""

    def muster(self, stores: int, clerks: int, service: str, keys: dict[str, str]) -> dict[str, int]:
        """Make the world; how many are called and how many of them are away."""
        said = {"stores": stores, "clerks": clerks, "service": service, "keys": keys, "seed": self.seed}
        maker = self._start("player", [sys.executable, "-c", MUSTER.format(json.dumps(said))])
        made: dict[str, int] = json.loads(maker.stdout.readline())
        maker.wait()
        return made

    def besiege(self, seconds: float) -> None:
        """Kill somebody every few seconds, and start again whoever is dead."""
        chance, until = random.Random(self.seed), time.monotonic() + seconds
        while time.monotonic() < until:
            self._keep_running()
            time.sleep(chance.uniform(1.0, 4.0))
            self._kill(chance.choice(VICTIMS))
        self._keep_running()

    def _keep_running(self) -> None:
        if not self.broker.answers():
            wait_until(self.broker.start, 10)
        for number in ("", " 2"):
            worker, beat = f"worker{number}", f"beat{number}"
            schedule = str(self.home / f"schedule{number.strip()}")
            self._again(
                worker, ["worker", "--concurrency", "2", "-n", f"w{number.strip()}@%h", "--loglevel", "WARNING"]
            )
            self._again(beat, ["beat", "--loglevel", "WARNING", "--pidfile=", "--schedule", schedule])

    def _again(self, name: str, command: list[str]) -> None:
        if name not in self.processes or self.processes[name].poll() is not None:
            self._start(name, [*CELERY, *command])

    def counted(self) -> Tally:
        with psycopg.connect(self.url) as line:
            return Tally(*line.execute(COUNT).fetchone())

    def keys(self) -> set[str]:
        """The key that each message of a call that was sent has to carry."""
        with psycopg.connect(self.url) as line:
            return {key for (key,) in line.execute(KEYS).fetchall()}

    def settled(self, calls: int, *, patience: float) -> float:
        """Wait until every call is sent, excused or waits for another moment, and nothing is owed; how long it took."""
        began = time.monotonic()
        while time.monotonic() - began < patience:
            now = self.counted()
            if (now.sent + now.excused + now.waiting, now.left) == (calls, 0):
                break
            self._keep_running()
            time.sleep(0.5)
        return time.monotonic() - began


class Phones:
    """All browsers of a siege: one pair of keys, and what the push service was sent for them."""

    def __init__(self, service: Provider) -> None:
        self._private, self._auth, self.keys = browser_keys()
        self.service = service

    def read(self) -> Counter[str]:
        """How often each key arrived, decrypted as the browsers would."""
        return Counter(self._opened(asked.body)["key"] for asked in list(self.service.asked))

    def _opened(self, body: bytes) -> dict[str, str]:
        plain = http_ece.decrypt(body, private_key=self._private, auth_secret=self._auth, version="aes128gcm")
        opened: dict[str, str] = json.loads(plain)
        return opened


@contextmanager
def phones() -> Iterator[Phones]:
    with http_service(lambda request: (201, {}, b"")) as service:
        yield Phones(service)
