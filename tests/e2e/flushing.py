"""Lamps lit by a machine: what a phone would send for them, through the API of the running site."""

import tomllib
import uuid
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page

from content.script import Answer, Play, Script, load
from tests.e2e.playing import right, script
from tests.e2e.site import BASE

API = "/api/v1/"
SCRIPTS = BASE / "content/data/scripts"


def body(slug: str) -> dict[str, Any]:
    """One of the shipped scripts, whole, in all languages that it has."""
    files = sorted((SCRIPTS / slug).glob("*.toml"))
    texts = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}
    for own in texts.values():
        own.pop("machine_draft", None)
    return {**script(slug), "texts": texts}


def light_the_rest(page: Page) -> int:
    """Play every lamp of today's first course that is still dark, without a mistake; how many that were."""
    course = _call(page, "GET", "me/today")["courses"][0]
    whole = [body(folder.name) for folder in SCRIPTS.iterdir()]
    bodies = {texts["title"]: each for each in whole for texts in each["texts"].values()}
    dark = [work for work in course["works"] if work["state"] == "dark"]
    for work in dark:
        _play(page, load(bodies[work["title"]]), work["edition"], course["for"])
    return len(dark)


def _play(page: Page, played: Script, edition: str, purpose: str) -> None:
    attempt = str(uuid.uuid4())
    _call(page, "PUT", f"attempts/{attempt}", {"edition": edition, "for": purpose})
    _call(page, "POST", f"attempts/{attempt}/steps", _steps(played, attempt))


def _steps(played: Script, attempt: str) -> list[dict[str, Any]]:
    play, steps = Play(played, attempt), []
    while (node := play.expects) is not None:
        answer = None if played.nodes[node].kind == "card" else right(play, played.nodes[node])
        play.take(Answer(node, answer))
        steps.append(_step(len(steps) + 1, node, answer))
    return steps


def _step(seq: int, node: str, answer: Any) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    made = {"id": str(uuid.uuid4()), "seq": seq, "node": node, "answer": answer}
    return made | {"shown_at": now, "answered_at": now, "elapsed_ms": 3000}


def _call(page: Page, method: str, path: str, body: Any = None) -> Any:
    token = next(each["value"] for each in page.context.cookies() if each["name"] == "csrftoken")
    origin = page.evaluate("location.origin")
    headers = {"X-CSRFToken": token, "Referer": origin}
    answer = page.context.request.fetch(origin + API + path, method=method, data=body, headers=headers)
    assert answer.ok, answer.text()
    return answer.json()
