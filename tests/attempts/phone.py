"""A phone at the API, over Django's test client: what it sends is JSON, what it gets back is status and body."""

import json
import uuid
from datetime import timedelta
from typing import Any

from django.test import Client

from people.models import Person
from tests.factories.people import LONG_AGO
from tests.factories.walks import Walk

API = "/api/v1/"


def step(seq: int, node: str, answer: Any, **other: Any) -> dict[str, Any]:
    """A step as `POST steps` takes it, with a fresh id."""
    shown = LONG_AGO + timedelta(seconds=4 * seq)
    return {
        "id": str(uuid.uuid4()),
        "seq": seq,
        "node": node,
        "answer": answer,
        "shown_at": shown.isoformat(),
        "answered_at": (shown + timedelta(seconds=3)).isoformat(),
        "elapsed_ms": 3000,
    } | other


def told(answers: list[tuple[str, Any]], first: int = 1) -> list[dict[str, Any]]:
    """Steps for these answers in order."""
    return [step(seq, node, answer) for seq, (node, answer) in enumerate(answers, start=first)]


class Phone:
    """One person's phone with one attempt; `csrf=True` checks tokens as a browser's requests are checked."""

    def __init__(self, person: Person, *, csrf: bool = False) -> None:
        self.client = Client(enforce_csrf_checks=csrf, raise_request_exception=True)
        self.client.force_login(person)
        self.attempt = str(uuid.uuid4())

    @property
    def path(self) -> str:
        return f"{API}attempts/{self.attempt}"

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """`body` is sent as JSON; bytes are sent as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body)
        answer = self.client.generic(method, path, data, "application/json", headers=headers)
        is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        return answer.status_code, answer.json() if is_json else answer.content

    def begin(self, walk: Walk, **other: Any) -> tuple[int, Any]:
        return self.call("PUT", self.path, {"edition": walk.script.pk, "for": walk.enrolment.purpose} | other)

    def put(self, sent: dict[str, Any]) -> tuple[int, Any]:
        body = {name: value for name, value in sent.items() if name != "id"}
        return self.call("PUT", f"{self.path}/steps/{sent['id']}", body)

    def flush(self, sent: list[dict[str, Any]]) -> tuple[int, Any]:
        return self.call("POST", f"{self.path}/steps", sent)

    def log(self) -> Any:
        return self.call("GET", self.path)[1]

    def answers(self) -> list[tuple[int, str, Any, str]]:
        """The log as (seq, node, answer, state)."""
        return [(s["seq"], s["node"], s["answer"], s["state"]) for s in self.log()["steps"]]
