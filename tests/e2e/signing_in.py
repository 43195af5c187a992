"""Coming in: by the form, as people do, or with what the form leaves in a browser."""

import re
import secrets

from playwright.sync_api import BrowserContext, Page

from tests.e2e.backstage import Hired


def enter(context: BrowserContext, url: str, person: Hired) -> None:
    """Give a browser the person's session, and the token that it would have from the form."""
    cookies = {"sessionid": person.cookie, "csrftoken": secrets.token_hex(16)}
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])


def at_home(context: BrowserContext, url: str, person: Hired) -> Page:
    """The person's page of today, in that browser."""
    enter(context, url, person)
    page = context.new_page()
    page.goto(url)
    return page


def type_in(page: Page, url: str, person: Hired) -> None:
    """Fill the form and send it, whatever comes of it."""
    page.goto(url + "/sign-in/")
    page.locator("[name=chain]").select_option(person.chain)
    page.locator("[name=employee_number]").fill(person.employee_number)
    page.locator("[name=password]").fill(person.password)
    page.locator("form button.main").click()


def sign_in(page: Page, url: str, person: Hired) -> None:
    """Until whatever comes after the form stands."""
    type_in(page, url, person)
    page.wait_for_url(re.compile(r"^(?!.*/sign-in/(\?|$))"))


def sign_out(page: Page, url: str) -> None:
    page.goto(url + "/me/")
    page.locator("form[action='/sign-out/'] button").click()
    page.wait_for_url("**/sign-in/")
