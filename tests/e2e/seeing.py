"""What is wrong with a page as it stands: for screen readers and eyes (axe), for narrow screens, for thumbs."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
# WCAG 2.2, 2.5.8: 24 px both ways, save for links inside a sentence; the main action is larger.
SMALL = """() => {
  const seen = (it) => it.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const inSentence = (it) =>
    it.matches("a:not([class])") && it.closest("p, span, li, dd") && getComputedStyle(it).display === "inline";
  const target = (it) => it.closest("label") ?? it;
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((it) => seen(it) && !inSentence(it) && !it.closest(".for-ears, .skip") && !it.matches(".for-ears, .skip"))
    .map((it) => [it, target(it).getBoundingClientRect()])
    .filter(([it, box]) => Math.min(box.width, box.height) < (it.matches(".button.main") ? 48 : 24))
    .map(([it, box]) => `small target ${box.width}×${box.height}: ${it.outerHTML.slice(0, 120)}`);
}"""
WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const out = [...document.body.querySelectorAll("*")].filter((it) => it.getBoundingClientRect().right > width + 1);
  return [`wider than the screen, ${width}: ${out.at(-1)?.outerHTML.slice(0, 160)}`];
}"""


def faults(page: Page) -> list[str]:
    """axe's violations, what is wider than the screen, what is too small to be hit; [] where all is well."""
    page.emulate_media(reduced_motion="reduce")
    return axe(page) + wide(page) + page.evaluate(SMALL)


def axe(page: Page, only: str | None = None) -> list[str]:
    """axe's violations, or those of one of its tags (`cat.color`: what another theme can change)."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": [only]} if only else {})
    found = AXE.run(page, options=options).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


def wide(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    told: list[str] = page.evaluate(WIDE)
    return told
