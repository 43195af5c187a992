"""A trainer at work in the editor, in the browser."""

from playwright.sync_api import Page

SET = """([name, value]) => {
  const field = document.querySelector(`[name="${name}"]`);
  field.value = value;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
}"""
NAME_OF = """(value) => [...document.querySelectorAll("[name$='-node_id']")].find((f) => f.value === value)?.name"""


def open_editor(page: Page, url: str, title: str) -> None:
    """Find a page by its title, as one would in the explorer, and open it."""
    page.goto(f"{url}/studio/pages/3/")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_load_state("networkidle")


def field_of(page: Page, node: str, rest: str) -> str:
    """The form field of a node's member, e.g. `choices-0-value-to`."""
    name: str = page.wait_for_function(NAME_OF, arg=node).json_value()
    return name.removesuffix("node_id") + rest


def fill(page: Page, name: str, value: str) -> str:
    """Fill a field, folded away or not; what it held before."""
    before: str = page.locator(f'[name="{name}"]').input_value()
    page.evaluate(SET, [name, value])
    return before


def publish(page: Page) -> None:
    """Press Publish in the footer's menu and wait for the answer."""
    page.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").first.click()
    with page.expect_navigation():
        page.locator("button[name=action-publish]").first.click()
    page.wait_for_load_state("networkidle")
