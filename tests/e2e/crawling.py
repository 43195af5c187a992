"""A walk through the site as a person would find it: from link to link, each kind of page once."""

from collections import deque
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

# The studio is Wagtail's and the board has looks of its own; a file is no page.
ELSEWHERE = ("/studio/", "/board/", "/static/", "/logos/", "/api/")
LINKS = "[...document.querySelectorAll('a[href]')].map((a) => a.href)"


def door(path: str) -> str:
    """The name of the door behind a path; "" where there is none."""
    try:
        return resolve(path.split("?")[0]).view_name
    except Resolver404:
        return ""


def crawl(page: Page, origin: str, starts: list[str]) -> Iterator[tuple[str, str]]:
    """Open `starts` and what is linked from there, one page of each door besides; (door, path) of each, while it
    stands in `page`."""
    waiting, seen = deque(starts), set[str]()
    left = set(starts)
    while waiting:
        path = waiting.popleft()
        name = door(path)
        if path not in left and name in seen:
            continue
        left.discard(path)
        seen.add(name)
        page.goto(origin + path)
        yield name, path
        waiting.extend(_onward(page, origin))


def _onward(page: Page, origin: str) -> Iterator[str]:
    for address in page.evaluate(LINKS):
        path = urlsplit(address)._replace(scheme="", netloc="", fragment="").geturl()
        if address.startswith(origin + "/") and not path.startswith(ELSEWHERE) and not path.endswith(".pdf"):
            yield path
