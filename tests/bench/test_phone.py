"""The phone's bench: what it counts, and what it calls missed."""

import socket
from threading import Thread

from bench.phone.__main__ import LEAST, MOST_AGAIN, MOST_BYTES, MOST_REQUESTS, MOST_SCRIPT, MOST_TAP_MS, Figure
from bench.phone.site import Line


def answering(answer: bytes) -> socket.socket:
    """A server that gives one answer to the first who asks and hangs up."""
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = door.accept()
        with line:
            line.recv(100)
            line.sendall(answer)

    Thread(target=serve, daemon=True).start()
    return door


def test_the_line_counts_what_comes_down_it_and_only_once():
    with answering(b"x" * 70_000) as server:
        line = Line(server.getsockname()[1])
        with line.open(), socket.create_connection(("127.0.0.1", line.port)) as phone:
            phone.sendall(b"may I?")
            came = b""
            while data := phone.recv(65_536):
                came += data
    assert came == b"x" * 70_000
    assert [line.taken(), line.taken()] == [70_000, 0]


def test_a_figure_is_missed_beyond_its_bound():
    assert [Figure("today", "bytes", value, 60).missed for value in (60, 61)] == [False, True]
    assert [Figure("today", "score", value, 98, least=True).missed for value in (98, 97)] == [False, True]


def test_the_bounds_are_those_of_the_issue():
    assert (MOST_BYTES, MOST_SCRIPT, MOST_REQUESTS, MOST_AGAIN, MOST_TAP_MS) == (60_000, 25_000, 8, 3_000, 100)
    assert LEAST == {"performance": 98, "accessibility": 100, "best-practices": 100}
