"""A trainer at work in the editor, in the browser."""

from playwright.sync_api import Page

SET = """([name, value]) => {
  const field = document.querySelector(`[name="${name}"]`);
  field.value = value;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
}"""
LAST_ADD = """(name) => {
  const stream = document.querySelector(`[name="${name}"]`).parentElement;
  [...stream.querySelectorAll(".c-sf-add-button")].at(-1).click();
}"""
NAMES = "() => [...document.querySelectorAll('[data-script-node]')].map((field) => field.value)"
GREW = "(count) => document.querySelectorAll('[data-script-node]').length > count"
NAMED = "() => [...document.querySelectorAll('[data-script-node]')].every((field) => field.value)"
NAME_OF = """(value) => [...document.querySelectorAll("[name$='-node_id']")].find((f) => f.value === value)?.name"""


def open_editor(page: Page, url: str, title: str) -> None:
    """Find a page by its title, as one would in the explorer, and open it."""
    page.goto(f"{url}/studio/pages/3/")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_load_state("networkidle")


def add_step(page: Page, kind: str, stream: str = "nodes") -> str:
    """Put a step of that kind at the end of a stream, given by the prefix of its fields; the name it was given."""
    before: list[str] = page.evaluate(NAMES)
    page.evaluate(LAST_ADD, f"{stream}-count")
    page.get_by_role("option", name=kind, exact=True).first.click()
    page.wait_for_function(GREW, arg=len(before))
    page.wait_for_function(NAMED)
    (new,) = set(page.evaluate(NAMES)) - set(before)
    return str(new)


def add_item(page: Page, prefix: str) -> None:
    """Put one more into a list or a stream of one kind, given by the prefix of its fields."""
    page.evaluate(LAST_ADD, f"{prefix}-count")


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
