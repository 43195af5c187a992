"""The poster: one page A4 a store, scanned from paper, in four languages."""

import subprocess
from datetime import UTC, datetime

import pytest
import zxingcpp
from PIL import Image

from certificates.fonts import FontMissing
from people.joining.posters import make_posters
from people.models import Brand, Chain, Region, Store
from readiness.invite.posters import TOGETHER, Poster, Posters, pdf, posters_of
from tests.factories.people import RegionFactory, StoreFactory

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
CHAIN = Chain(slug="fuxiao", name="拂曉超商")


def posters(*names):
    stores = [Store(code=f"{n:05}", name=name, region=Region(name="北區")) for n, name in enumerate(names)]
    return Posters(CHAIN, NOW, tuple(Poster(store, "CDFG-HJKM-NPQR") for store in stores))


def drawn(told, folder, brand=None):
    (folder / "posters.pdf").write_bytes(pdf(told, brand))
    subprocess.run(["pdftoppm", "-r", "75", "-png", "posters.pdf", "page"], cwd=folder, check=True)
    return [_loaded(path) for path in sorted(folder.glob("page*.png"))]


def _loaded(path):
    with Image.open(path) as page:
        return page.convert("RGB")


def test_it_is_scanned_from_paper(settings, tmp_path):
    settings.BASE_URL = "https://lamp.example"
    (page,) = drawn(posters("榕樹門市"), tmp_path)
    assert [found.text for found in zxingcpp.read_barcodes(page)] == ["https://lamp.example/join/CDFGHJKMNPQR/"]


def test_it_says_where_and_how_in_four_languages(settings, tmp_path):
    settings.BASE_URL = "https://lamp.example"
    drawn(posters("榕樹門市"), tmp_path)
    text = subprocess.run(["pdftotext", tmp_path / "posters.pdf", "-"], capture_output=True, text=True, check=True)
    told = " ".join(text.stdout.split())
    wanted = ("拂曉超商", "榕樹門市", "00000", "手機掃 QR 碼", "Quét mã QR", "Pindai kode QR", "Scan the QR code")
    assert [word for word in (*wanted, "lamp.example/join/CDFG-HJKM-NPQR/") if word not in told] == []


@pytest.mark.parametrize("name", ["店", "國立臺灣大學醫學院附設醫院兒童醫療大樓地下二樓門市", "超長店名" * 20])
def test_a_store_stands_on_one_page_however_long_its_name(name, tmp_path):
    assert len(drawn(posters(name, name), tmp_path)) == 2


def test_a_brand_colours_it(tmp_path):
    (page,) = drawn(posters("榕樹門市"), tmp_path, Brand(accent="#8a1f2d", accent_night="#f0a0a8"))
    assert (0x8A, 0x1F, 0x2D) in {colour for _, colour in page.getcolors(1 << 20)}


def test_a_name_that_cannot_be_drawn_is_said():
    with pytest.raises(FontMissing):
        pdf(posters("\ue000"), None)


def test_many_stores_are_drawn_in_parts():
    told = posters(*(str(n) for n in range(2 * TOGETHER + 1)))
    assert [len(told.part(number).posters) for number in (*told.parts, 4, 0, -1)] == [TOGETHER, TOGETHER, 1, 0, 0, 0]


@pytest.mark.django_db
def test_the_live_posters_of_stores_take_one_query(django_assert_num_queries):
    region = RegionFactory()
    stores = [StoreFactory(region=region, code=code) for code in ("2", "1", "3")]
    make_posters(stores=stores[:2], by=None)
    with django_assert_num_queries(1):
        told = posters_of(region.chain, stores, NOW)
    assert [(one.store.code, len(one.token)) for one in told.posters] == [("1", 14), ("2", 14)]
