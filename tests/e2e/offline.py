"""A phone with the site's worker on it: what it keeps, and a line that can be cut."""

import time
from typing import Any

from playwright.sync_api import Page

KEPT = """async () => {
  const shelves = {};
  for (const name of await caches.keys()) {
    const keys = await (await caches.open(name)).keys();
    shelves[name] = keys.map(({ url }) => url.slice(location.origin.length));
  }
  return shelves;
}"""
ALL_KEPT = """async () => {
  if (!navigator.serviceWorker.controller) return false;
  const { person, things } = await (await fetch("/api/v1/me/keep")).json();
  if (!(await caches.has(`person-${person}`))) return false;
  const shelf = await caches.open(`person-${person}`);
  const copies = await Promise.all(things.map(({ url }) => shelf.match(url)));
  return copies.every((copy, place) => copy?.headers.get("Kept-Version") === things[place].version);
}"""


def kept(page: Page) -> dict[str, list[str]]:
    """What lies on the phone's shelves, by shelf."""
    found: dict[str, list[str]] = page.evaluate(KEPT)
    return found


def wait_until(page: Page, question: str, seconds: float = 30.0) -> None:
    """Ask the page this async question until the answer is yes."""
    end = time.monotonic() + seconds
    while not page.evaluate(question):
        assert time.monotonic() < end, f"still not so after {seconds:.0f} s: {question}"
        page.wait_for_timeout(200)


def wait_until_all_is_kept(page: Page) -> dict[str, Any]:
    """Wait until the worker has fetched everything that the server names for this person; what it was."""
    wait_until(page, ALL_KEPT)
    named: dict[str, Any] = page.evaluate("async () => (await fetch('/api/v1/me/keep')).json()")
    return named


def shelf_of(page: Page) -> str:
    """The name of the shelf of whoever is signed in on this page."""
    return f"person-{page.locator('body').get_attribute('data-person')}"
