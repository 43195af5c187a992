"""The network's edge between a browser and the site: a proxy on which a test may change what comes through."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

HOP = {"connection", "transfer-encoding", "content-length", "date", "server"}
Change = Callable[[str, bytes], bytes]


class Edge(ThreadingHTTPServer):
    """Hands every request on to `target`: after `hold(path)`, which may take its time; `change(path, body)` may answer
    another body."""

    daemon_threads = True

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.target = urlsplit(target).netloc
        self.url = f"http://localhost:{self.server_address[1]}"
        self.hold: Callable[[str], object] = lambda path: None
        self.change: Change = lambda path, body: body


class Handler(BaseHTTPRequestHandler):
    server: Edge

    def do_GET(self) -> None:
        self._pass_on(b"")

    def do_POST(self) -> None:
        self._pass_on(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _pass_on(self, sent: bytes) -> None:
        self.server.hold(self.path)
        # What was changed here must not come back as "not modified", nor packed.
        unwanted = {"connection", "accept-encoding", "if-none-match"}
        headers = {name: value for name, value in self.headers.items() if name.lower() not in unwanted}
        with closing(HTTPConnection(self.server.target, timeout=30)) as line:
            line.request(self.command, self.path, sent, headers)
            answer = line.getresponse()
            body = self.server.change(self.path, answer.read())
        # A browser that leaves a page does not wait for what it has asked for.
        with suppress(BrokenPipeError, ConnectionResetError):
            self._answer(answer, body)

    def _answer(self, answer: HTTPResponse, body: bytes) -> None:
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Keep quiet."""


@contextmanager
def edge(target: str) -> Iterator[Edge]:
    """A running edge in front of the site at `target`."""
    with Edge(target) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
