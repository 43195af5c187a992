"""One clerk's telephone: one persistent connection, a session cookie, a CSRF token."""

import http.client
import json
import uuid
from datetime import UTC, datetime
from typing import Any

from bench.ground import Known

TOKEN = "b" * 32


class Refused(Exception):
    """The server answered otherwise than the bench expects; the figure would mean nothing."""


class Clerk:
    """Speaks HTTP to one server as one person, or as nobody where `session` is empty."""

    def __init__(self, port: int, session: str) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN} if session else {}

    def ask(self, method: str, path: str, body: Any = None, *, expect: int, **headers: str) -> bytes:
        """Send one request, read the whole answer; raise Refused if its status is not `expect`."""
        sent = {**self._headers, **headers}
        data = None if body is None else json.dumps(body)
        if data is not None:
            sent["Content-Type"] = "application/json"
        self._line.request(method, path, data, sent)
        answer = self._line.getresponse()
        told = answer.read()
        if answer.status != expect:
            raise Refused(f"{method} {path}: {answer.status} instead of {expect}: {told[:300]!r}")
        return told

    def leave(self) -> None:
        self._line.close()


def begin(clerk: Clerk, known: Known) -> str:
    """Begin an attempt at the lesson; its address."""
    address = f"/api/v1/attempts/{uuid.uuid4()}"
    clerk.ask("PUT", address, {"edition": known.edition, "for": known.purpose}, expect=201)
    return address


def steps(known: Known) -> list[dict[str, Any]]:
    """All steps of one attempt, each with a new UUID."""
    now = datetime.now(UTC).isoformat()
    told = {"shown_at": now, "answered_at": now, "elapsed_ms": 3000}
    return [
        {"id": str(uuid.uuid4()), "seq": seq, "node": node, "answer": answer, **told}
        for seq, (node, answer) in enumerate(known.path, start=1)
    ]
