"""How long a tap takes until the next node stands there: no network, the processor four times as slow."""

from playwright.sync_api import Browser, Page

from bench.phone.site import Site
from bench.phone.visits import KEPT_MS, Cookies, phone

SLOWED = 4
MOST_TAPS = 60

TAP = """() => new Promise((told) => {
  const scene = document.getElementById("scene");
  const began = performance.now();
  const shown = new MutationObserver(() => {
    shown.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => told(performance.now() - began)));
  });
  shown.observe(scene, { childList: true, subtree: true });
  document.getElementById("go").click();
})"""


def taps(browser: Browser, site: Site, cookies: Cookies, path: str) -> list[float]:
    """Milliseconds from the tap on the main button to the frame that shows what follows, one per tap."""
    with phone(browser, site, cookies) as context:
        page = context.new_page()
        page.goto(path, wait_until="networkidle")
        page.wait_for_timeout(KEPT_MS)
        context.set_offline(True)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        return [took for _ in range(MOST_TAPS) if (took := _tap(page)) is not None]


def _tap(page: Page) -> float | None:
    """One tap; None where the main button is not what leads on here."""
    option = page.locator("#scene input[type=radio]").first
    if option.count():
        option.check(force=True)
    if page.locator("#thumb").is_hidden() or page.locator("#go").get_attribute("aria-disabled") == "true":
        return None
    took: float = page.evaluate(TAP)
    return took
