"""How people come in, without e-mail: HR prints a sheet, a clerk scans it on a phone and sets a password."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.site import Site

DESK = {"width": 1440, "height": 900}
LIST = "店號,員工編號,姓名,職務,語言\n10231,F8001,高以晴,門市夥伴,中文\n10244,F8002,Siti Aminah,門市夥伴,英文\n"
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.xdist_group("e2e")]


def invited(hr: Page, site: Site, folder: Path) -> tuple[str, Path]:
    """The clerk's start code as the page shows it, and the sheets as PDF."""
    people = folder / "people.csv"
    people.write_text(LIST, encoding="utf-8-sig")
    hr.goto(site.url + "/board/")
    hr.get_by_role("link", name="邀請夥伴、給起始碼").click()
    for store in ("榕樹門市", "河堤門市"):
        hr.get_by_role("checkbox", name=store).check()
    hr.get_by_role("button", name="邀請新夥伴").click()
    hr.locator("[type=file]").set_input_files(people)
    hr.locator("form[enctype] button").click()
    hr.get_by_role("button", name="邀請這 2 人").click()
    code = hr.locator(".strip", has_text="高以晴").locator(".code b").inner_text()
    with hr.expect_download() as download:
        hr.get_by_role("button", name="下載 PDF").click()
    download.value.save_as(folder / "sheets.pdf")
    return code, folder / "sheets.pdf"


def scanned(sheets: Path) -> set[str]:
    subprocess.run(["pdftoppm", "-r", "150", "-png", sheets, sheets.with_name("page")], check=True)
    pages = sorted(sheets.parent.glob("page*.png"))
    assert len(pages) == 2
    return {found.text for page in pages for found in zxingcpp.read_barcodes(Image.open(page))}


def test_a_clerk_comes_in_with_a_slip_of_paper(
    site: Site, open_as: Callable[..., Page], meet: Callable[..., Page], tmp_path: Path
) -> None:
    hr = open_as("hr", viewport=DESK)
    code, sheets = invited(hr, site, tmp_path)
    (address,) = scanned(sheets)

    page = meet()
    page.goto(address)
    expect(page.get_by_label("公司")).to_have_value("fuxiao")
    page.get_by_label("員工編號").fill("F8001")
    page.get_by_label("密碼").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="登入").click()
    expect(page.get_by_role("heading", name="高以晴，歡迎。")).to_be_visible()
    page.goto(site.url + "/me/")
    assert "/sign-in/" in page.url
    page.go_back()

    field = page.get_by_label("新密碼")
    page.get_by_label("顯示密碼").check()
    assert field.get_attribute("type") == "text"
    field.fill("12345678")
    page.get_by_role("button", name="設定密碼，開始").click()
    expect(page.get_by_text("太常見")).to_be_visible()
    field.fill("lamp-by-night-7")
    page.get_by_role("button", name="設定密碼，開始").click()
    expect(page.get_by_role("heading", name=re.compile("高以晴"))).to_be_visible()
    assert page.url == site.url + "/"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    hr.goto(site.url + "/board/fuxiao/invite/store/10231/")
    row = hr.locator("li", has_text="高以晴")
    expect(row.get_by_text("已經登入")).to_be_visible()
