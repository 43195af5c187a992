"""Playing in the browser as a person would: read, choose, confirm, go on."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error, Page

from content.script import Answer, Node, Play, Script
from tests.e2e.site import BASE

Choose = Callable[[Play, Node], Any]
PATIENCE_MS = 60_000


def script(slug: str) -> dict[str, object]:
    """The structure of one of the shipped scripts."""
    body: dict[str, object] = json.loads((BASE / "content/data/scripts" / slug / "script.json").read_text())
    return body


def right(play: Play, node: Node) -> Any:
    """An answer that takes the good way out of a node, of those that are open."""
    return node.answer(next(name for name in play.open if node.ways[name].quality == "good"))


def critical(play: Play, node: Node) -> Any:
    """An answer that takes a critical way where the node has one that is open, else the good one."""
    harmful = [name for name in play.open if node.ways[name].quality == "critical"]
    return node.answer(harmful[0]) if harmful else right(play, node)


class Walk:
    """One play in the browser, kept in step with a play in Python that knows which node is asked."""

    def __init__(self, page: Page, played: Script, *, at: str = "/learn/") -> None:
        self.page, self.played, self.at = page, played, at
        self._play: Play | None = None
        self.seen: list[str] = []

    def go(self, choose: Choose = right, *, questions: int | None = None) -> None:
        """Answer that many questions, or all of them and go on until the page stands to which the player hands back, or
        the player says that what was answered waits for a signal."""
        asked = 0
        while self.at in self.page.url:
            self.page.wait_for_function(READY, timeout=PATIENCE_MS)
            self.seen.append(self.page.locator("#scene").inner_text())
            if self.page.locator("#scene .arriving").count():
                return
            if (
                self._play
                and self._play.expects is None
                and self.page.locator("#scene .result:not(.lit) [data-back]").count()
            ):
                self.page.locator("#scene [data-back]").click()
                self.page.wait_for_url(lambda address: self.at not in address)
                return
            if self.page.locator(ASKED).count() == 0:
                self._onward()
                continue
            if asked == questions:
                return
            self._answer(choose)
            asked += 1
        self.page.wait_for_load_state()

    @property
    def play(self) -> Play:
        """The play in Python; what its pools draw depends on the attempt that the phone has begun by now."""
        if self._play is None:
            self._play = Play(self.played, self.page.evaluate(ATTEMPT))
        return self._play

    def _answer(self, choose: Choose) -> None:
        while self._asked().kind == "card":
            self.play.take(Answer(self._asked().id, None))
        node = self._asked()
        answer = choose(self.play, node) if self.play.ending is None else right(self.play, node)
        FILL[node.kind](self.page, answer)
        self.page.locator("#go").click()
        self.page.locator("#scene .feedback").wait_for(timeout=PATIENCE_MS)
        self.play.take(Answer(node.id, answer))

    def _asked(self) -> Node:
        assert self.play.expects is not None, "the player asks after the end"
        return self.played.nodes[self.play.expects]

    def _onward(self) -> None:
        go_on(self.page)


def go_on(page: Page) -> None:
    """Press the main button and wait for what comes after the scene."""
    before = page.locator("#scene").inner_html()
    page.locator("#go").click()
    page.wait_for_function(MOVED, arg=before, timeout=PATIENCE_MS)


def open_lamp(page: Page, url: str, title: str) -> None:
    """From today to the player at the lamp of that title."""
    page.goto(url)
    page.locator("a[href^='/learn/']", has_text=title).first.click()
    page.wait_for_selector("#go:visible")


def _check(page: Page, answer: str) -> None:
    page.locator(f"#scene input[value={answer}]").check(force=True)


def _tick(page: Page, answer: list[str]) -> None:
    """These and no others: some may be ticked since the page was here before. A word about the network that comes just
    then moves the boxes, and a thumb that missed looks and tries again."""
    for box in page.locator("#scene input[type=checkbox]").all():
        wanted = box.get_attribute("value") in answer
        while box.is_checked() != wanted:
            with suppress(Error):
                box.set_checked(wanted, force=True)


def _tap(page: Page, answer: list[str]) -> None:
    for value in answer:
        page.locator(f"#scene button[value={value}]").click()


def _put(page: Page, answer: dict[str, str]) -> None:
    for _ in answer:
        item = page.locator("#scene [data-item]").get_attribute("data-item")
        page.locator(f"#scene button[value={answer[str(item)]}]").click()


def _write(page: Page, answer: str | float) -> None:
    page.locator("#scene [name=answer]").fill(str(answer))


FILL: dict[str, Callable[[Page, Any], None]] = {
    "choice": _check,
    "level": _check,
    "choices": _tick,
    "order": _tap,
    "match": _put,
    "number": _write,
    "text": _write,
}
ASKED = "#scene fieldset:not([data-told])"
READY = """() => {
  const go = document.querySelector("#go");
  if (!go || document.querySelector("#scene .arriving")) return true;
  const asked = document.querySelector("#scene fieldset:not([data-told])");
  return Boolean(asked) || (go.offsetParent !== null && !go.disabled && go.textContent.trim() !== "");
}"""
ATTEMPT = """async () => {
  const { edition, for: purpose, attempt } = JSON.parse(document.querySelector("#player-config").textContent);
  const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  const db = await asked(indexedDB.open("streetlight"));
  const known = await asked(db.transaction("attempts").objectStore("attempts").getAll());
  db.close();
  return known.find((one) => one.edition === edition && one.for === purpose && !one.closed)?.id ?? attempt;
}"""
MOVED = """(before) => {
  const scene = document.querySelector("#scene");
  return !scene || scene.innerHTML !== before;
}"""
