"""`python -m bench.phone`: measure, print, write `var/bench-phone.json`; ends with 1 where a bound is missed."""

import json
import sys
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, Playwright, sync_playwright

from bench.ground import ROOT
from bench.phone import lighthouse
from bench.phone.site import CHROME, Site, site
from bench.phone.taps import taps
from bench.phone.visits import Cookies, again, first, signed_in

MOST_BYTES, MOST_SCRIPT, MOST_REQUESTS, MOST_AGAIN = 60_000, 25_000, 8, 3_000
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100}
MOST_TAP_MS = 100
LOOKS = 3


@dataclass(frozen=True)
class Figure:
    """One measured number with its bound: a most where `least` is False."""

    page: str
    name: str
    value: float
    bound: float
    least: bool = False

    @property
    def missed(self) -> bool:
        return self.value < self.bound if self.least else self.value > self.bound


def main() -> int:
    (ROOT / "var").mkdir(exist_ok=True)
    with site() as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROME, args=["--no-sandbox"])
        cookies, pages = signed_in(browser, running)
        found = measured(browser, running, cookies, pages)
        browser.close()
        for name, path in pages.items():
            found += looked(playwright, running, cookies, name, path)
    (ROOT / "var/bench-phone.json").write_text(json.dumps([vars(each) for each in found], indent=1) + "\n")
    print(f"{'page':<9}{'what':<32}{'value':>10}{'bound':>10}")
    for each in found:
        verdict = "MISSED" if each.missed else "ok"
        print(f"{each.page:<9}{each.name:<32}{each.value:>10,.0f}{each.bound:>10,.0f}  {verdict}")
    return int(any(each.missed for each in found))


def measured(browser: Browser, running: Site, cookies: Cookies, pages: dict[str, str]) -> list[Figure]:
    """Bytes, requests and taps."""
    found: list[Figure] = []
    for name, path in pages.items():
        visit = first(browser, running, cookies, path)
        print(f"{name}: {path}; besides, for times without a network: {visit.behind:,} bytes", flush=True)
        found += [
            Figure(name, "first visit, bytes", visit.bytes, MOST_BYTES),
            Figure(name, "first visit, bytes of script", visit.script, MOST_SCRIPT),
            Figure(name, "first visit, requests", visit.requests, MOST_REQUESTS),
            Figure(name, "repeat visit, bytes", again(browser, running, cookies, path), MOST_AGAIN),
        ]
    took = taps(browser, running, cookies, pages["player"])
    found.append(Figure("player", f"slowest of {len(took)} taps, ms", max(took), MOST_TAP_MS))
    found.append(Figure("player", "median tap, ms", median(took), MOST_TAP_MS))
    return found


def looked(playwright: Playwright, running: Site, cookies: Cookies, name: str, path: str) -> list[Figure]:
    """The median of several looks: what else runs on this machine must not decide."""
    out = ROOT / f"var/lighthouse-{name}.json"
    looks = [lighthouse.scores(playwright, f"{running.url}{path}", cookies, out) for _ in range(LOOKS)]
    return [
        Figure(name, f"Lighthouse: {what}", median(look[what] for look in looks), least, least=True)
        for what, least in LEAST.items()
    ]


if __name__ == "__main__":
    sys.exit(main())
