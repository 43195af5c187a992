"""The card in Chromium without a server: the real page, scripts and styles, with the hotlines at the network's edge."""

import mimetypes
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Page, Route

from content.card.reading import read_card
from content.card.writing import write
from content.loading.files import hotlines_body

HOST = "http://counter.test"
TODAY = date(2026, 11, 23)
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'"
)


class Counter:
    """A signed-in clerk's card. `entries` and `edition` are the hotlines that the server has now; `online` False cuts
    the line, which leaves what is open as it is."""

    def __init__(self, page: Page, lang: str = "zh-Hant") -> None:
        self.page, self.lang = page, lang
        self.entries: list[dict[str, Any]] = hotlines_body()["entries"]
        self.edition, self.online = "first", True
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route("**/*", self._serve)

    def open(self) -> "Counter":
        self.page.goto(f"{HOST}/card/")
        self.page.wait_for_selector("#finding:not([hidden])")
        return self

    def shown(self) -> list[str]:
        """The headings of the parts that are to be seen."""
        return [text.split("\n")[0] for text in self.page.locator("[data-part]:visible h3").all_inner_texts()]

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def _serve(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = Path(str(finders.find(path.removeprefix("/static/"))))
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file)[0])
        elif not self.online:
            route.abort("internetdisconnected")
        elif path == "/card/":
            route.fulfill(body=self.html(), content_type="text/html", headers={"Content-Security-Policy": CSP})
        elif path == "/api/v1/hotlines":
            route.fulfill(json={"edition": self.edition})
        else:
            route.fulfill(status=404, body="")

    def html(self) -> str:
        """The page as the view renders it."""
        request = RequestFactory().get("/card/")
        request.user = type("Clerk", (), {"pk": 7, "is_authenticated": True})()
        request._roles = set()  # a clerk's navigation, without asking the database for it
        card = write(read_card(), self.lang, TODAY, self.entries, self.edition)
        with translation.override(self.lang.lower()):
            return render_to_string("card/card.html", {"card": card}, request)
