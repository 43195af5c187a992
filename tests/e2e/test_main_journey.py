"""The product's main job, as people do it: learn, play, be certified; the board tells. On a phone, in Chinese."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from content.script import load
from tests.e2e import studio
from tests.e2e.backstage import Hired
from tests.e2e.flushing import body, light_the_rest
from tests.e2e.playing import Walk, critical, open_lamp
from tests.e2e.site import Site

DESK = {"width": 1440, "height": 900}
STORE, CODE, TITLE = "榕樹門市", "10231", "迷路的長者"
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400), pytest.mark.xdist_group("e2e")]


def able(hr: Page, site: Site) -> str:
    """What the board says of the store: its row in words."""
    hr.goto(site.url + "/board/")
    return hr.get_by_role("row", name=re.compile(STORE)).inner_text()


def read_qr(pdf: bytes, folder: Path) -> str:
    (folder / "certificate.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "certificate.pdf", "page"], cwd=folder, check=True)
    return zxingcpp.read_barcodes(Image.open(next(folder.glob("page*.png"))))[0].text


def test_a_clerk_learns_is_certified_and_the_store_becomes_readier(
    site: Site, open_as: Callable[..., Page], hire: Callable[..., Hired], meet: Callable[..., Page], tmp_path: Path
) -> None:
    person = hire(chain="fuxiao", scope=CODE, name="陳昕瑜")
    hr = open_as("hr", viewport=DESK)
    before = able(hr, site)

    clerk = meet(person)
    open_lamp(clerk, site.url, "同理心提問")
    Walk(clerk, load(body("empathetic-questions"))).go()

    open_lamp(clerk, site.url, TITLE)
    elder = Walk(clerk, load(body("lost-elder")))
    elder.go(critical, questions=1)  # leaves in the middle of the story, with something to mend
    begun = clerk.evaluate("JSON.parse(document.getElementById('player-config').textContent).edition")

    new = a_trainer_breaks_and_mends(open_as("trainer", viewport=DESK), site)
    assert new != begun

    clerk.goto(site.url + "/")
    open_lamp(clerk, site.url, TITLE)
    assert clerk.evaluate("JSON.parse(document.getElementById('player-config').textContent).edition") == begun
    elder.go()
    assert any("再想一次" in scene for scene in elder.seen)
    lamp = clerk.locator("a[href^='/learn/']", has_text=TITLE)
    if lamp.count():  # a critical choice may cost too much: then the lamp is walked to once more, on the new edition
        open_lamp(clerk, site.url, TITLE)
        again = Walk(clerk, load(body("lost-elder")))
        again.go()
        assert any("走到哪一班公車都沒有" in scene for scene in again.seen)

    # One lamp of each kind is lit by hand; the others are lit as a phone would, without the scenes.
    assert light_the_rest(clerk) == 10

    pdf_url = certificate(clerk, site)
    answer = clerk.context.request.get(site.url + pdf_url)
    assert answer.headers["content-type"] == "application/pdf"
    address = read_qr(answer.body(), tmp_path)
    assert address.startswith(site.url + "/verify/")

    stranger = meet()
    stranger.goto(address)
    shown = stranger.locator("main").inner_text()
    assert "陳○瑜" in shown
    assert "陳昕瑜" not in stranger.content()
    assert "有效" in shown

    assert able(hr, site) != before


def a_trainer_breaks_and_mends(page: Page, site: Site) -> str:
    """Points a choice at nothing: refused with the reason. Mends it, changes a sentence, publishes; the new edition."""
    before = site.backstage.ask("current", title=TITLE)
    studio.open_editor(page, site.url, TITLE)
    target = studio.field_of(page, "n1", "choices-0-value-to")
    held = studio.fill(page, target, "")
    studio.publish(page)
    refused = page.locator("main").inner_text()
    assert "n1" in refused
    assert "下一步" in refused

    studio.fill(page, studio.field_of(page, "n1", "choices-0-value-to"), held)
    told = studio.field_of(page, "situation", "text")
    studio.fill(page, told, "走到哪一班公車都沒有的門口，阿公第三次走進來。")
    studio.publish(page)
    now = site.backstage.ask("current", title=TITLE)
    assert now["number"] == before["number"] + 1
    return str(now["sha256"])


def certificate(page: Page, site: Site) -> str:
    """The address of the PDF; the worker has it ready within moments."""
    link = page.locator("a[href$='.pdf']").first
    for _ in range(40):
        page.goto(site.url + "/certificates/")
        if link.count():
            address = link.get_attribute("href")
            assert address is not None
            return address
        page.wait_for_timeout(500)
    raise AssertionError("no certificate within 20 s")
