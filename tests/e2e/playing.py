"""Playing in the browser as a person would: read, choose, confirm, go on."""

import json
from collections.abc import Callable

from playwright.sync_api import Page

from content.script import Answer, Play, Script
from tests.e2e.site import BASE

Choose = Callable[[Script, str], str]
PATIENCE_MS = 15_000


def script(slug: str) -> dict[str, object]:
    """The structure of one of the shipped scripts."""
    body: dict[str, object] = json.loads((BASE / "content/data/scripts" / slug / "script.json").read_text())
    return body


def right(played: Script, node: str) -> str:
    """The good choice of a node."""
    return next(choice.id for choice in played.nodes[node].choices.values() if choice.quality == "good")


def critical(played: Script, node: str) -> str:
    """A critical choice of a node where it has one, else the good one."""
    ids = [choice.id for choice in played.nodes[node].choices.values() if choice.quality == "critical"]
    return ids[0] if ids else right(played, node)


class Walk:
    """One play in the browser, kept in step with a play in Python that knows which node is asked."""

    def __init__(self, page: Page, played: Script) -> None:
        self.page, self.played = page, played
        self.play = Play(played, "the order shown does not matter here")
        self.seen: list[str] = []

    def go(self, choose: Choose = right, *, questions: int | None = None) -> None:
        """Answer that many questions, or all of them and go on until the player hands back to the street."""
        asked = 0
        while "/learn/" in self.page.url:
            self.page.wait_for_function(READY, timeout=PATIENCE_MS)
            self.seen.append(self.page.locator("#scene").inner_text())
            if self.play.expects is None and self.page.locator("#scene .result:not(.lit) [data-back]").count():
                self.page.locator("#scene [data-back]").click()
                return
            if self.page.locator("#scene input[name=answer]:enabled").count() == 0:
                self._onward()
                continue
            if asked == questions:
                return
            self._answer(choose)
            asked += 1

    def _answer(self, choose: Choose) -> None:
        while not self.played.nodes[self._expected()].choices:
            self.play.take(Answer(self._expected(), None))
        node = self._expected()
        chosen = choose(self.played, node) if self.play.ending is None else right(self.played, node)
        self.page.locator(f"#scene input[value={chosen}]").check(force=True)
        self.page.locator("#go").click()
        self.page.locator("#scene input[name=answer]:disabled").first.wait_for(timeout=PATIENCE_MS)
        self.play.take(Answer(node, chosen))

    def _expected(self) -> str:
        assert self.play.expects is not None, "the player asks after the end"
        return self.play.expects

    def _onward(self) -> None:
        before = self.page.locator("#scene").inner_html()
        self.page.locator("#go").click()
        self.page.wait_for_function(MOVED, arg=before, timeout=PATIENCE_MS)


READY = """() => {
  const go = document.querySelector("#go");
  if (!go) return true;
  const asked = document.querySelector("#scene input[name=answer]:enabled");
  return Boolean(asked) || (go.offsetParent !== null && !go.disabled && go.textContent.trim() !== "");
}"""
MOVED = """(before) => {
  const scene = document.querySelector("#scene");
  return !scene || scene.innerHTML !== before;
}"""
