"""Real servers on this machine that stand for the providers at the network's edge."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Request:
    path: str
    headers: Any
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Provider:
    """An HTTP service: keeps what it was asked, answers by `answer(request) -> (status, headers, body)`."""

    url: str
    asked: list[Request] = field(default_factory=list)
    answer: Any = None


@contextmanager
def http_service(answer) -> Iterator[Provider]:
    provider = Provider("", answer=answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers.get("Content-Length") or 0)
            request = Request(self.path, self.headers, self.rfile.read(length))
            provider.asked.append(request)
            status, headers, body = provider.answer(request)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815 - http.server calls it so

        def log_message(self, *args):
            """Quiet: a test tells what it wants to be told."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Postbox:
    """An SMTP server's ears: keeps each mail as (recipients, bytes); `refuses` is what it says at RCPT or DATA."""

    def __init__(self):
        self.mails = []
        self.refuses = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if "RCPT" in self.refuses:
            return self.refuses["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if "DATA" in self.refuses:
            return self.refuses["DATA"]
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@contextmanager
def smtp_service() -> Iterator[tuple[Postbox, int]]:
    postbox = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield postbox, port
    finally:
        controller.stop()


class LineDouble:
    """LINE's Messaging API as it is published: push with a retry key, reply with a token that holds once, bot info.

    `fault` is a status to answer instead; a retry key that was taken before is answered 409.
    """

    TOKEN = "channel-token"

    def __init__(self):
        self.keys, self.replies, self.sent, self.fault = set(), set(), [], None

    def __call__(self, request):
        if request.headers["Authorization"] != f"Bearer {self.TOKEN}":
            return self._say(401, {"message": "Authentication failed"})
        if self.fault:
            return self._say(self.fault, {"message": "as the test wants it"})
        return {
            "/v2/bot/message/push": self._push,
            "/v2/bot/message/reply": self._reply,
            "/v2/bot/info": self._info,
        }[request.path](request)

    def _push(self, request):
        key = request.headers["X-Line-Retry-Key"]
        if key in self.keys:
            return self._say(409, {"message": "The retry key is already accepted"})
        told = request.json()
        if not told["to"].startswith("U"):
            return self._say(400, {"message": "The property, 'to', in the request body is invalid"})
        self.keys.add(key)
        self.sent.append(told)
        return self._say(200, {"sentMessages": [{"id": "1", "quoteToken": "q"}]})

    def _reply(self, request):
        told = request.json()
        if told["replyToken"] in self.replies:
            return self._say(400, {"message": "Invalid reply token"})
        self.replies.add(told["replyToken"])
        self.sent.append(told)
        return self._say(200, {"sentMessages": [{"id": "1", "quoteToken": "q"}]})

    def _info(self, request):
        return self._say(
            200,
            {"userId": "Ubot", "basicId": "@lamp", "displayName": "街燈", "chatMode": "bot", "markAsReadMode": "auto"},
        )

    def _say(self, status, told):
        return status, {"Content-Type": "application/json", "x-line-request-id": "r"}, json.dumps(told).encode()
