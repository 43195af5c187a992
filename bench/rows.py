"""What is measured: for each row a way to prepare and send so many requests of one kind."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from bench.clerk import Clerk, begin, steps
from bench.ground import CROWD, CROWDED, SIXTY, SIXTY_STORES, Known

Send = Callable[[], object]
TEN = 10


@dataclass(frozen=True)
class Row:
    """One kind of request. `requests` prepares `often` of them, unmeasured; each is then sent by calling it.

    `bound`: at most this many times `row`, where the issue or we set one. `server` is who answers.
    """

    name: str
    often: int
    requests: Callable[["Desk"], Iterator[Send]]
    bound: float | None = None
    server: str = "granian"


@dataclass(frozen=True)
class Desk:
    """Everybody who sends: nobody, a clerk who reads, one who plays, one who has learned, two chains' HR persons; all
    at one server."""

    known: Known
    nobody: Clerk
    reader: Clerk
    player: Clerk
    learned: Clerk
    hr: Clerk
    desk: Clerk

    def leave(self) -> None:
        for clerk in (self.nobody, self.reader, self.player, self.learned, self.hr, self.desk):
            clerk.leave()


def _same(clerk: str, path: str, expect: int = 200, **headers: str) -> Callable[[Desk], Iterator[Send]]:
    def requests(desk: Desk) -> Iterator[Send]:
        sender: Clerk = getattr(desk, clerk)
        where = path.format(**asdict(desk.known))
        told = {name: value.format(edition=desk.known.edition) for name, value in headers.items()}
        while True:
            yield lambda: sender.ask("GET", where, expect=expect, **told)

    return requests


def _steps(desk: Desk) -> Iterator[Send]:
    """Whole attempts, step by step, the one that ends it included."""
    while True:
        address = begin(desk.player, desk.known)
        for step in steps(desk.known):
            yield _put(desk.player, f"{address}/steps/{step.pop('id')}", step)


def _put(player: Clerk, path: str, body: dict[str, Any]) -> Send:
    return lambda: player.ask("PUT", path, body, expect=201)


def _flushes(desk: Desk) -> Iterator[Send]:
    """The first ten steps of an attempt, once each."""
    while True:
        yield _post(desk.player, f"{begin(desk.player, desk.known)}/steps", steps(desk.known)[:TEN])


def _post(player: Clerk, path: str, body: list[dict[str, Any]]) -> Send:
    def send() -> None:
        told = player.ask("POST", path, body, expect=200)
        if told.count(b"201") != TEN:
            raise AssertionError(f"ten steps were not all accepted: {told[:300]!r}")

    return send


def _exports(desk: Desk) -> Iterator[Send]:
    """The list of a chain's people, whole, as CSV."""

    def send() -> None:
        told = desk.hr.ask("GET", f"/board/{CROWDED}/people.csv", expect=200)
        if told.count(b"\r\n") != CROWD + 1:
            raise AssertionError(f"{CROWD} persons were not all in it: {told[-300:]!r}")

    while True:
        yield send


def _boards(desk: Desk) -> Iterator[Send]:
    """The board of sixty stores with six hundred persons, each store twice on it: as a lamp and in the table."""

    def send() -> None:
        told = desk.desk.ask("GET", f"/board/{SIXTY}/", expect=200)
        if told.count(f"/board/{SIXTY}/stores/".encode()) != 2 * SIXTY_STORES:
            raise AssertionError(f"{SIXTY_STORES} stores were not all on it: {told[-300:]!r}")

    while True:
        yield send


# Moodle 5.1's completion report of 5,000 persons took 9,957 ms where `row` took 0.83: a fiftieth of that.
EXPORT_BOUND = 240
EDITION = "/api/v1/editions/{edition}?lang=zh-Hant"
ROWS = [
    Row("row", 500, _same("reader", "/row/000007")),
    Row("bare", 1000, _same("nobody", "/bare")),
    Row("edition", 500, _same("reader", EDITION), bound=1.5),
    Row("edition-304", 500, _same("reader", EDITION, 304, **{"If-None-Match": '"{edition}-zh-Hant"'})),
    Row("step", 300, _steps, bound=3),
    Row("flush10", 120, _flushes, bound=6),
    Row("home", 120, _same("reader", "/"), bound=4),
    Row("street", 120, _same("reader", "{street}"), bound=3.5),
    Row("learn", 120, _same("reader", "{lamp}"), bound=2.5),
    Row("today", 150, _same("reader", "/api/v1/me/today")),
    Row("refresher", 150, _same("learned", "{question}")),
    Row("board", 60, _boards, bound=8),
    Row("export-5000", 3, _exports, bound=EXPORT_BOUND),
    Row("row gunicorn", 500, _same("reader", "/row/000007"), server="gunicorn"),
    Row("bare gunicorn", 1000, _same("nobody", "/bare"), server="gunicorn"),
]


def prepared(row: Row, desk: Desk, often: int) -> list[Send]:
    """`often` requests, ready to be sent."""
    return list(islice(row.requests(desk), often))
