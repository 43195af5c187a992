"""The sheet for a store's manager: one strip a person, drawn in whole pages, signed for who made it."""

import re
import subprocess
from datetime import UTC, date, datetime

import pytest
from django.core import signing
from PIL import Image

from certificates.fonts import FontMissing
from people.joining.inviting import Slip
from people.models import Brand, Chain, Person, Region, Store
from readiness.invite.sheets import Sheets, StoreSheet, Strip, packed, pdf, sheets_of, unpacked

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
HR, OTHER = Person(pk=7), Person(pk=8)


def slips(people, store="10231", name="榕樹門市"):
    place = Store(code=store, name=name, region=Region(name="北區"))
    return [
        Slip(
            place,
            Person(employee_number=f"F{n:04}", name=f"夥伴{n}", language="en" if n % 2 else "zh-Hant"),
            "CDFGHJKM",
        )
        for n in range(people)
    ]


def made(*found):
    return sheets_of(Chain(slug="fuxiao", name="拂曉超商"), [slip for some in found for slip in some], NOW)


def drawn(sheets, tmp_path):
    path = tmp_path / "sheets.pdf"
    path.write_bytes(pdf(sheets, None))
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return text.removesuffix("\f").split("\f")


def test_strips_stand_by_store_and_number_with_days_of_the_shop():
    told = made(slips(2, "2"), slips(1, "1"))
    assert [(store.code, [strip.employee_number for strip in store.strips]) for store in told.stores] == [
        ("1", ["F0000"]),
        ("2", ["F0000", "F0001"]),
    ]
    assert (told.made_on, told.until, told.strips) == (date(2026, 11, 24), date(2026, 12, 8), 3)
    assert told.stores[1].strips[1] == Strip("F0001", "夥伴1", "CDFG-HJKM", "en")


def test_the_code_to_scan_leads_to_the_sign_in_of_the_chain(settings):
    settings.BASE_URL = "https://lamp.example"
    assert (made(slips(1)).address, made(slips(1)).host) == (
        "https://lamp.example/sign-in/?chain=fuxiao",
        "lamp.example",
    )


@pytest.mark.parametrize(("people", "pages"), [(1, 1), (6, 1), (8, 1), (10, 1), (11, 2), (30, 3)])
def test_a_stores_people_stand_on_as_few_pages_as_hold_them(people, pages, tmp_path):
    found = drawn(made(slips(people)), tmp_path)
    assert len(found) == pages
    text = "".join(found)
    assert all(f"F{n:04}" in text for n in range(people))
    assert len(re.findall("CDFG-HJKM", text)) == people


def test_each_store_begins_its_own_page(tmp_path):
    first, second = drawn(made(slips(2, "1", "榕樹門市"), slips(2, "2", "河堤門市")), tmp_path)
    assert ("榕樹門市" in first, "河堤門市" in first, "河堤門市" in second) == (True, False, True)
    assert "這張給店長，撕下來一人一條" in first


def test_each_strip_speaks_the_persons_language(tmp_path):
    (text,) = drawn(made(slips(2)), tmp_path)
    assert ("Start code" in text, "起始碼" in text) == (True, True)


def test_a_brand_colours_the_sheet(tmp_path):
    branded = Brand(accent="#8a1f2d", accent_night="#f0a0a8")
    (tmp_path / "sheets.pdf").write_bytes(pdf(made(slips(1)), branded))
    subprocess.run(["pdftoppm", "-r", "50", "-png", "sheets.pdf", "page"], cwd=tmp_path, check=True)
    with Image.open(next(tmp_path.glob("page*.png"))) as page:
        assert (0x8A, 0x1F, 0x2D) in {colour for _, colour in page.convert("RGB").getcolors(1 << 20)}


def test_a_name_that_cannot_be_drawn_is_said():
    told = Sheets("拂曉超商", "fuxiao", date(2026, 11, 24), date(2026, 12, 8), ())
    strip = Strip("F1", "\ue000", "CDFG-HJKM", "zh-Hant")
    with pytest.raises(FontMissing):
        pdf(Sheets(**vars(told) | {"stores": (StoreSheet("1", "榕樹", "北區", (strip,)),)}), None)


def test_what_was_packed_is_unpacked_by_the_same_person_only():
    told = made(slips(3), slips(2, "2"))
    token = packed(told, HR)
    assert unpacked(token, HR) == told
    for wrong, who in ((token, OTHER), (token[:-1], HR), ("", HR)):
        with pytest.raises(signing.BadSignature):
            unpacked(wrong, who)


def test_a_large_invitation_is_drawn_in_parts():
    told = made(*(slips(1, f"{n:05}") for n in range(25)))
    assert [len(part.stores) for part in told.parts] == [10, 10, 5]
    assert [store for part in told.parts for store in part.stores] == list(told.stores)
