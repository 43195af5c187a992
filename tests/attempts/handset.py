"""A handset with the player on it, and the API's answers at the network's edge: scored by the real replay."""

import json
import mimetypes
import re
import uuid
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Page, Route

from attempts.rules import outcome_json
from content.script import Answer, load, replay
from content.script.learner import learner_view

HOST = "http://phone.test"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
SHA = "c0ffee" + "0" * 58
HOTLINES = {
    "kind": "hotlines",
    "entries": [
        {"key": "police", "number": "110", "name": {"zh-Hant": "警察報案專線"}},
        {"key": "mental-health", "number": "1925", "name": {"zh-Hant": "安心專線"}},
    ],
}

DRAWER = """async () => {
  const all = await indexedDB.databases();
  if (!all.some(({ name }) => name === "streetlight")) return {};
  const asked = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const db = await asked(indexedDB.open("streetlight"));
  const stores = [...db.objectStoreNames];
  const found = await Promise.all(stores.map((name) => asked(db.transaction(name).objectStore(name).getAll())));
  db.close();
  return Object.fromEntries(stores.map((name, place) => [name, found[place]]));
}"""

GIVE_AWAY = """async (person) => {
  const open = indexedDB.open("streetlight");
  const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const given = db.transaction([...db.objectStoreNames], "readwrite");
  for (const name of given.objectStoreNames)
    given.objectStore(name).openCursor().onsuccess = ({ target: { result: cursor } }) => {
      cursor?.update({ ...cursor.value, person });
      cursor?.continue();
    };
  await new Promise((done) => (given.oncomplete = done));
  db.close();
}"""

BODY: dict[str, Any] = {
    "format": 1, "kind": "scenario", "source": "zh-Hant", "competencies": ["empathy", "risk"], "minutes": 2,
    "pass_mark": 70, "start": "hello",
    "nodes": [
        {"id": "hello", "kind": "card", "to": "ask"},
        {"id": "ask", "kind": "choice", "choices": [
            {"id": "kind", "to": "grade", "quality": "good", "points": {"empathy": 2}},
            {"id": "cold", "to": "grade", "quality": "poor", "points": {"empathy": -1}},
            {"id": "rude", "to": "grade", "quality": "critical", "points": {"empathy": -2}}]},
        {"id": "grade", "kind": "level", "note": "violence", "choices": [
            {"id": "red", "to": "end", "quality": "ok", "points": {}},
            {"id": "orange", "to": "end", "quality": "good", "points": {"risk": 2}},
            {"id": "yellow", "to": "end", "quality": "poor", "points": {}},
            {"id": "green", "to": "end", "quality": "critical", "points": {"risk": -2}}]},
        {"id": "end", "kind": "ending", "outcome": "correct"},
    ],
    "texts": {"zh-Hant": {
        "title": "半夜的電話", "summary": "一位客人站著不走。", "hello.title": "半夜兩點",
        "hello.text": "她站在門口。\n\n- 先看自己安不安全\n- 不確定就打 [[police]]", "ask.text": "你先做什麼？",
        "ask.kind.text": "「外面冷，進來坐。」", "ask.kind.feedback": "她坐下了。",
        "ask.cold.text": "繼續補貨。", "ask.cold.feedback": "她等不到人，走了。",
        "ask.rude.text": "「要買就買，不買不要站在這裡。」", "ask.rude.feedback": "她走進夜裡。先請她坐下。",
        "grade.text": "這是哪一級？", "grade.red.feedback": "高了一級。", "grade.orange.feedback": "對，橙級。",
        "grade.yellow.feedback": "低了一級。", "grade.green.feedback": "她今晚會出事。",
        "end.title": "天快亮了", "end.text": "她的家人來了。",
    }},
}  # fmt: skip


@dataclass
class Api:
    """What the server would say. `online` False cuts the line; `refuse` names nodes whose next step is answered 422;
    `status` answers everything with that status. `person` is who is signed in by now. `portal`: a wireless
    network's own page answers everything. `body` is what is played. While `slow` no log that is asked for arrives: it
    waits in `held`."""

    body: dict[str, Any] = field(default_factory=lambda: BODY)
    logs: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    online: bool = True
    status: int | None = None
    refuse: set[str] = field(default_factory=set)
    withdrawn: bool = False
    person: str = "7"
    portal: bool = False
    slow: bool = False
    held: list[tuple[Route, Any]] = field(default_factory=list)

    def begin(self, attempt: str, *answers: tuple[str, Any], state: str = "open") -> None:
        """An attempt that the server knows already, with these (node, answer) accepted from another device."""
        log = {"id": attempt, "edition": SHA, "for": "enrolment:5", "state": state, "steps": [], "outcome": None}
        self.logs[attempt] = log
        for node, answer in answers:
            seq = len(log["steps"]) + 1
            self._store(log, {"id": str(uuid.uuid4()), "seq": seq, "node": node, "answer": answer})

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        self.calls.append((method, path, body))
        if self.status:
            return self.status, {"detail": "no"}
        attempt = path.split("/")[4]
        if method == "PUT":
            if self.withdrawn:
                return 409, {"detail": "這一版教材已經撤回。"}
            self.logs.get(attempt) or self.begin(attempt)
            return 201, self.logs[attempt]
        if attempt not in self.logs:
            return 404, {"detail": "找不到"}
        log = self.logs[attempt]
        return 200, log if method == "GET" else [self._judge(log, step) for step in body]

    def _judge(self, log: dict[str, Any], step: dict[str, Any]) -> dict[str, Any]:
        if step["node"] in self.refuse:
            self.refuse.discard(step["node"])
            return {"status": 422, "word": "refused"}
        if log["state"] != "open":
            return {"status": 202, "word": "late"}
        if any(known["id"] == step["id"] for known in log["steps"]):
            return {"status": 200, "word": "known"}
        if any(known["seq"] == step["seq"] for known in log["steps"]):
            return {"status": 409, "word": "answered"}
        if step["seq"] > len(log["steps"]) + 1:
            return {"status": 202, "word": "pending"}
        self._store(log, step)
        return {"status": 201, "word": "accepted"}

    def _store(self, log: dict[str, Any], step: dict[str, Any]) -> None:
        log["steps"].append({**step, "state": "accepted"})
        outcome = replay(load(self.body), [Answer(s["node"], s["answer"]) for s in log["steps"]], log["id"])
        if outcome.phase == "ended":
            log |= {"state": "ended", "outcome": outcome_json(outcome)}


class Handset:
    """The player's page in Chromium. Gathers what the console says."""

    def __init__(self, page: Page, body: dict[str, Any] = BODY, **config: Any) -> None:
        self.page, self.api, self.complaints = page, Api(body), []
        self.config = {
            "mode": "attempt", "attempt": None, "for": "enrolment:5", "edition": SHA,
            "edition_url": f"/api/v1/editions/{SHA}?lang=zh-Hant", "view": None, "hotlines_url": "/api/v1/editions/hot",
            "outcome_url": None, "back_url": "/courses/5/", "lang": "zh-Hant", "review": None, "title": "半夜的電話",
        } | config  # fmt: skip
        self.pages: dict[str, tuple[str, dict[str, Any]]] = {
            "/": ("base.html", {}), "/me/": ("people/me.html", {"postings": []})
        }  # fmt: skip
        self.keeps = True  # as the service worker does: editions are there without a network
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.context.add_cookies([{"name": "csrftoken", "value": "secret-token", "url": HOST}])
        page.route("**/*", self._serve)

    def open(self) -> None:
        self.page.goto(f"{HOST}/learn/5/x/")

    def tap(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click()

    def choose(self, text: str) -> None:
        self.page.get_by_text(text, exact=True).click()

    def kept(self) -> list[str]:
        """What lies in the phone's storage of the player's, as `store.id`."""
        return sorted(f"{store}.{entry['id']}" for store, entries in self.drawer().items() for entry in entries)

    def drawer(self) -> dict[str, list[dict[str, Any]]]:
        """What lies in the phone's storage of the player's, by store; empty where nothing was ever kept."""
        drawer: dict[str, list[dict[str, Any]]] = self.page.evaluate(DRAWER)
        return drawer

    def unsent(self) -> list[dict[str, Any]]:
        """The steps that the phone keeps and the server has not confirmed, whoever's they are."""
        return [step for step in self.drawer()["steps"] if not step.get("sent")]

    def give_to(self, person: str) -> None:
        """As if all that the phone keeps had been answered by somebody else."""
        self.page.evaluate(GIVE_AWAY, person)

    def go_offline(self) -> None:
        self.api.online = False
        self.page.context.set_offline(True)

    def go_online(self) -> None:
        self.api.online = True
        self.page.context.set_offline(False)

    def _hear(self, message: Any) -> None:
        # The browser itself notes every request that fails; that is the very thing some tests are about.
        if message.type in ("error", "warning") and not re.match("Failed to load resource", message.text):
            self.complaints.append(message.text)

    def _serve(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = Path(str(finders.find(path.removeprefix("/static/"))))
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file)[0])
        elif page := self._page_at(path):
            self._page(route, *page)
        elif not self.api.online and not (self.keeps and path.startswith("/api/v1/editions/")):
            route.abort("internetdisconnected")
        elif self.api.portal:
            route.fulfill(body="<!doctype html><title>Free WiFi</title>", content_type="text/html")
        elif path == "/api/v1/hotlines":
            route.fulfill(json={"edition": "hot"}, headers={"Streetlight-Hotlines": "hot"})
        elif path == "/api/v1/editions/hot":
            route.fulfill(json=HOTLINES)
        elif path.startswith("/api/v1/editions/"):
            route.fulfill(json=learner_view(self.api.body, SHA, "zh-Hant"))
        elif path.startswith("/api/"):
            self._api(route, path)
        else:
            route.fulfill(body=f"<!doctype html><title>{path}</title>", content_type="text/html")

    def _page_at(self, path: str) -> tuple[str, dict[str, Any]] | None:
        if path.startswith("/learn/"):
            return "attempts/player.html", {"player": self.config}
        return self.pages.get(path)

    def _api(self, route: Route, path: str) -> None:
        request = route.request
        if request.method != "GET" and request.headers.get("x-csrftoken") != "secret-token":
            route.fulfill(status=403, json={"detail": "CSRF"})
            return
        if request.headers.get("streetlight-person") != self.api.person:
            route.fulfill(status=401, json={"detail": "Unauthorized"})
            return
        sent = json.loads(request.post_data) if request.post_data else None
        status, body = self.api.answer(request.method, path, sent)
        if self.api.slow and request.method == "GET":
            self.api.held.append((route, deepcopy(body)))
            return
        route.fulfill(status=status, json=body)

    def _page(self, route: Route, template: str, context: dict[str, Any]) -> None:
        request = RequestFactory().get(urlsplit(route.request.url).path)
        request.user = type("Clerk", (), {"pk": 7, "is_authenticated": True})()
        request._roles = set()  # a clerk's navigation, without asking the database for it
        with translation.override("zh-hant"):
            html = render_to_string(template, context, request)
            if not html.lstrip().startswith("<!doctype"):
                html = render_to_string("base.html", context, request).replace("</main>", f"{html}</main>")
        route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": CSP})
