"""A journey: one walk on a phone whose tab is killed, whose network is cut and whose worker is renewed as dice say."""

import random
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as NoPage
from playwright.sync_api import TimeoutError as TooLate

from content.script import Answer, Node, Play, Script
from tests.content.script.answers import mending
from tests.e2e.playing import ATTEMPT, FILL, MOVED
from tests.e2e.weather import renew_worker

PATIENCE_MS = 60_000
MOST_ACTS = 400

SCENE = """() => {
  if (!location.pathname.startsWith("/learn/")) return "elsewhere";
  if (!document.getElementById("player")) return "nothing kept";
  const scene = document.querySelector("#scene > *");
  for (const name of ["result", "arriving", "waiting"]) if (scene?.matches(`.${name}, .${name} *`)) return name;
  if (document.querySelector("#scene fieldset:not([data-told])")) return "question";
  const go = document.getElementById("go");
  return go.offsetParent && go.textContent.trim() ? "go" : null;
}"""
DRAWER = """async () => {
  const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  const db = await asked(indexedDB.open("streetlight"));
  const all = {};
  for (const name of db.objectStoreNames) all[name] = await asked(db.transaction(name).objectStore(name).getAll());
  db.close();
  return all;
}"""
RENEW = "async () => (await navigator.serviceWorker?.getRegistration())?.update().catch(() => null)"


@dataclass
class Phone:
    """One browser with one person's session; what befell it is counted."""

    context: BrowserContext
    url: str
    rng: random.Random
    counts: Counter[str]
    online: bool = True
    heard: deque[str] = field(default_factory=lambda: deque(maxlen=80))

    def __post_init__(self) -> None:
        """Remember what the browser said lately: of no use until a journey comes to a stand."""
        said = {
            "console": lambda message: f"says {message.type}: {message.text}",
            "weberror": lambda error: f"throws {error.error}",
            "request": lambda request: f"asks {request.method} {request.url}",
            "requestfinished": lambda request: f"has {request.method} {request.url}",
            "requestfailed": lambda request: f"fails {request.method} {request.url}: {request.failure}",
        }
        for name, words in said.items():
            self.context.on(name, lambda told, words=words: self.heard.append(f"{time.monotonic():.1f} {words(told)}"))

    def set_online(self, online: bool) -> None:
        self.counts["cuts"] += self.online and not online
        self.online = online
        self.context.set_offline(not online)


@dataclass
class Journey:
    """`answers` is what was tapped and shown as taken; `attempt` its UUID; both are judged once it is over."""

    phone: Phone
    path: str
    script: Script
    attempt: str = ""
    answers: list[Answer] = field(default_factory=list)
    doubtful: Answer | None = None
    over: bool = False

    def go(self) -> "Journey":
        """From the opening to the result, whatever comes; where it comes to a stand, an AssertionError with what was
        tapped, what the phone keeps and what it shows."""
        try:
            return self._walked()
        except Exception as error:
            answers = [(seq, answer.node, answer.answer) for seq, answer in enumerate(self.answers, 1)]
            told = [self.path, self.attempt, list(self.script.nodes), answers, self.doubtful, self.phone.online]
            seen = [self.page.evaluate(DRAWER), self.page.locator("main").inner_html(), *self.phone.heard]
            raise AssertionError("\n".join(map(str, [*told, *seen]))) from error

    def _walked(self) -> "Journey":
        self.phone.set_online(True)
        self.page = self._opened()
        for _ in range(MOST_ACTS):
            scene = self._scene()
            if self.over or scene in ("result", "elsewhere"):
                break
            self._befall()
            if self.over:
                break
            self._act(self._scene())
        else:
            raise AssertionError(f"no end after {MOST_ACTS} acts: {self.path} {self.attempt}")
        self._settle()
        return self

    def left(self) -> dict[str, list[dict[str, Any]]]:
        """What the phone still keeps."""
        found: dict[str, list[dict[str, Any]]] = self.page.evaluate(DRAWER)
        return {name: entries for name, entries in found.items() if entries}

    def _opened(self) -> Page:
        page = self.phone.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        try:
            page.goto(self.phone.url + self.path)
        except NoPage:
            self.phone.counts["not kept"] += 1
            self.phone.set_online(True)
            page.goto(self.phone.url + self.path)
        return page

    def _scene(self) -> str:
        scene: str = self.page.wait_for_function(SCENE, timeout=PATIENCE_MS).json_value()
        return scene

    def _befall(self) -> None:
        dice, counts = self.phone.rng.random(), self.phone.counts
        if dice < 0.12:
            self.phone.set_online(not self.phone.online)
        elif dice < 0.22:
            counts["kills"] += 1
            self._kill()
        elif dice < 0.26 and self.phone.online:
            counts["workers"] += 1
            renew_worker()
            self.page.evaluate(RENEW)

    def _kill(self) -> None:
        self.page.close()
        self.page = self._opened()
        if self.answers or self.doubtful:
            self._wait_for_player()
            self._remember(self.page.evaluate(DRAWER))

    def _remember(self, kept: dict[str, list[dict[str, Any]]]) -> None:
        """Of an attempt that is over the phone keeps nothing, and the next tap would begin another. Of an answer whose
        tab was gone before it showed that it was taken, only the drawer and the server know; no attempt was over
        without it."""
        self.over = self.attempt not in [attempt["id"] for attempt in kept["attempts"]]
        own = [step["seq"] for step in kept["steps"] if step["attempt"] == self.attempt]
        if self.doubtful and (self.over or len(self.answers) + 1 in own):
            self.answers.append(self.doubtful)
        self.doubtful = None

    def _wait_for_player(self) -> None:
        if self._scene() == "nothing kept":
            self.phone.counts["not kept"] += 1
            self.phone.set_online(True)
            self.page.goto(self.phone.url + self.path)
            self._scene()

    def _act(self, scene: str) -> None:
        if scene == "nothing kept":
            self._wait_for_player()
            return
        if not self.answers:
            self.attempt = self.page.evaluate(ATTEMPT) or self.attempt
        if scene in ("arriving", "waiting"):
            self.phone.set_online(True)
            self.page.wait_for_timeout(300)
            self.page.evaluate("() => dispatchEvent(new Event('online'))")
        elif scene == "question":
            self._answer()
        elif scene == "go":
            self._onward()

    def _onward(self) -> None:
        before = self.page.locator("#scene").inner_html()
        untimed = self.page.get_by_role("button", name="不計時作答", exact=True)
        try:
            (untimed if untimed.is_visible() else self.page.locator("#go")).click(timeout=3000)
            self.page.wait_for_function(MOVED, arg=before, timeout=PATIENCE_MS)
        except TooLate:
            self.phone.counts["slow"] += 1

    def _answer(self) -> None:
        play = self._play()
        node = self.script.nodes[str(play.expects)]
        answer = self._chosen(play, node)
        # A half-finished answer stands there again; each tap that takes one back changes which is the next.
        placed = self.page.locator("#scene [aria-pressed=true], #scene button.placed")
        while placed.count():
            placed.first.click()
        FILL[node.kind](self.page, answer)
        self.page.locator("#go").click()
        self.doubtful = Answer(node.id, answer)
        if self.phone.rng.random() < 0.06:
            self.phone.counts["kills"] += 1
            self._kill()
            return
        self.page.locator("#scene .feedback").wait_for()
        self.answers.append(self.doubtful)
        self.doubtful = None

    def _play(self) -> Play:
        play = Play(self.script, self.attempt)
        for answer in self.answers:
            play.take(answer)
        while play.expects and self.script.nodes[play.expects].kind == "card":
            self.answers.append(Answer(play.expects, None))
            play.take(self.answers[-1])
        return play

    def _chosen(self, play: Play, node: Node) -> Any:
        if play.ending is not None and self.phone.rng.random() < 0.7:
            return mending(node, play)
        if node.key is None:
            return self.phone.rng.choice(play.open)
        answer = self.phone.rng.choice(list(node.samples.values()))
        return answer.strip() if isinstance(answer, str) else answer

    def _settle(self) -> None:
        """The last cards have been read, and all that was tapped arrives."""
        self._play()
        self.phone.set_online(True)
        for _ in range(100):
            if not self.left():
                break
            self.page.evaluate("() => dispatchEvent(new Event('online'))")
            self.page.wait_for_timeout(200)
