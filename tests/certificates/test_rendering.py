import logging
import socket
import threading
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
import zxingcpp
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from certificates.fonts import FontMissing
from certificates.rendering import ONLY_WHAT_IT_IS_HANDED, CertificateFacts, DoesNotFit, render
from tests.certificates import poppler

CODE = "7K2M-9QXD-0AB1-CDEF-GH34-JKMN-PQRS"
FACTS = CertificateFacts(
    name="王小明",
    chain_name="晨光便利商店",
    course_title="門市關懷前線",
    works=("同理心提問", "迷路的長者", "要看監視器"),
    issued_on=date(2026, 11, 22),
    valid_from=date(2026, 11, 23),
    valid_until=date(2027, 11, 22),
    code=CODE,
    verify_url=f"https://streetlight.example/verify/{CODE}/",
    number="SL-2026-000123",
    course_title_en="Care on the Shop Floor",
)


@pytest.fixture(scope="module")
def pdf():
    return render(FACTS)


@pytest.fixture
def trap():
    """A server of this machine that counts who comes; `trap.url` leads to it, `trap.visits` has one entry per visit."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        trap = Trap(server)
        thread = threading.Thread(target=trap.watch)
        thread.start()
        yield trap
        trap.closing.set()
        thread.join()


class Trap:
    def __init__(self, server):
        self.server, self.visits, self.closing = server, [], threading.Event()
        self.url = f"http://127.0.0.1:{server.getsockname()[1]}/lamp.png"

    def watch(self):
        while not self.closing.is_set():
            try:
                visitor, address = self.server.accept()
            except TimeoutError:
                continue
            self.visits.append(address)
            visitor.close()


def test_it_is_one_upright_a4_page(pdf):
    about = poppler.info(pdf)
    assert about["Pages"] == "1"
    assert about["Page size"] == "595.276 x 841.89 pts (A4)"


def test_it_says_all_facts_in_both_calendars(pdf):
    flowing = poppler.flowing_text(pdf)
    for said in (
        "街燈學堂",
        "證書",
        "茲證明",
        "王小明",
        "晨光便利商店",
        "門市關懷前線",
        "CareontheShopFloor",
        "同理心提問·迷路的長者·要看監視器",
        "發證日期中華民國115年11月22日22November2026",
        "有效起日中華民國115年11月23日23November2026",
        "有效迄日中華民國116年11月22日22November2027",
        "證書編號SL-2026-000123",
        "掃描可查驗目前狀態",
    ):
        assert said in flowing


def test_the_code_stands_in_readable_groups(pdf):
    assert "7K2M-9QXD-0AB1-CDEF-" in poppler.text(pdf)
    assert "GH34-JKMN-PQRS" in poppler.text(pdf)


def test_a_telephone_reads_the_verification_address_from_the_picture(pdf):
    read = zxingcpp.read_barcodes(poppler.picture(pdf))
    assert [(code.format.name, code.text) for code in read] == [("QRCode", FACTS.verify_url)]


def test_the_address_can_also_be_followed_on_a_screen(pdf):
    assert FACTS.verify_url in poppler.run("pdfinfo", "-url", "-", pdf=pdf).decode()


def test_it_is_set_in_an_embedded_serif_han_face_alone(pdf):
    assert poppler.fonts(pdf) == {"Noto-Serif-CJK-TC": True}


def test_a_screen_reader_finds_title_language_and_tags(pdf):
    about = poppler.info(pdf)
    assert about["Title"] == "證書 王小明 門市關懷前線"
    assert about["Author"] == "街燈學堂 Streetlight"
    assert about["Tagged"] == "yes"
    structure = poppler.run("pdfinfo", "-struct", "-", pdf=pdf).decode()
    assert "H1" in structure
    assert structure.count("Figure") == 2
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.Root.Lang == "zh-Hant"
    assert 'pdfuaid:part="1"' in poppler.run("pdfinfo", "-meta", "-", pdf=pdf).decode()


def test_weasyprint_has_nothing_to_complain_about(caplog):
    with caplog.at_level(logging.WARNING):
        render(replace(FACTS, demo=True))
    assert caplog.messages == []


def test_the_same_facts_give_the_same_bytes(pdf):
    assert render(replace(FACTS)) == pdf
    assert render(replace(FACTS, name="王小華")) != pdf


def test_a_demo_says_that_it_is_no_certificate(pdf):
    assert "示範用，非正式證書" in poppler.read_aloud(render(replace(FACTS, demo=True)))
    assert "示範" not in poppler.read_aloud(pdf)


def test_the_english_line_is_left_out_where_the_course_has_no_english_title():
    assert "CareontheShopFloor" not in poppler.flowing_text(render(replace(FACTS, course_title_en="")))


def test_the_row_of_the_number_is_left_out_where_there_is_none(pdf):
    assert "證書編號" in poppler.flowing_text(pdf)
    assert "證書編號" not in poppler.flowing_text(render(replace(FACTS, number="")))


def test_many_works_end_in_their_number():
    flowing = poppler.flowing_text(render(replace(FACTS, works=tuple(f"第{n}課" for n in range(1, 21)))))
    assert "第7課·等20個單元" in flowing
    assert "第8課" not in flowing


@pytest.mark.parametrize("name", ["王" * 80, "W" * 80, "Maximiliana " * 6 + "Santoso"])
def test_a_long_name_stays_whole_on_the_one_page(name):
    pdf = render(replace(FACTS, name=name))
    assert poppler.info(pdf)["Pages"] == "1"
    assert "".join(name.split()) in poppler.flowing_text(pdf)


def test_long_texts_everywhere_step_down_together_and_stay_readable_by_machine():
    works = tuple(f"第{n}單元：" + "深夜門市的一通電話" * 3 for n in range(12))
    pdf = render(replace(FACTS, name="王" * 80, chain_name="店" * 80, course_title="課" * 80, works=works))
    assert poppler.info(pdf)["Pages"] == "1"
    flowing = poppler.flowing_text(pdf)
    assert all(said in flowing for said in ("王" * 80, "店" * 80, "課" * 80, "證書編號SL-2026-000123"))
    assert [code.text for code in zxingcpp.read_barcodes(poppler.picture(pdf))] == [FACTS.verify_url]


def test_what_no_step_can_hold_is_refused_rather_than_cut():
    with pytest.raises(DoesNotFit, match=CODE):
        render(replace(FACTS, course_title="課" * 2000))


def test_markup_in_a_name_is_printed_and_not_obeyed(trap):
    hostile = f'<img src="{trap.url}">{{{{ facts.code }}}}<link rel="attachment" href="file:///etc/passwd">'
    pdf = render(replace(FACTS, name=hostile, works=(f"<style>@import '{trap.url}';</style>",)))
    flowing = poppler.flowing_text(pdf)
    assert "".join(hostile.split()) in flowing
    assert f"<style>@import'{trap.url}';</style>" in flowing
    assert b"0 embedded files" in poppler.run("pdfdetach", "-list", "-", pdf=pdf)
    assert trap.visits == []


def test_even_markup_that_were_obeyed_could_fetch_nothing(trap, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("password")
    page = f'<img src="{trap.url}"><p>x<link rel="attachment" href="{secret.as_uri()}">'

    closed = HTML(string=page, url_fetcher=ONLY_WHAT_IT_IS_HANDED).write_pdf()
    assert trap.visits == []
    assert b"0 embedded files" in poppler.run("pdfdetach", "-list", "-", pdf=closed)

    opened = HTML(string=page, url_fetcher=URLFetcher()).write_pdf()
    assert len(trap.visits) == 1
    assert b"1 embedded files" in poppler.run("pdfdetach", "-list", "-", pdf=opened)


def test_turned_and_invisible_letters_are_dropped():
    pdf = render(replace(FACTS, name="王\u202e小\u200b明\u2066\x07"))
    assert "王小明" in poppler.flowing_text(pdf)
    assert poppler.info(pdf)["Title"] == "證書 王小明 門市關懷前線"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "/verify/x/", ""])
def test_an_address_that_no_telephone_should_follow_is_refused(address):
    with pytest.raises(ValueError, match="absolute web address"):
        render(replace(FACTS, verify_url=address))


def test_a_rare_character_is_drawn_by_a_face_that_has_it():
    pdf = render(replace(FACTS, name="𪛖"))
    assert poppler.fonts(pdf) == {"Noto-Serif-CJK-TC": True, "HanaMinB-Medium": True}


def test_rare_characters_look_different_from_each_other_and_are_no_boxes():
    shown = {c: poppler.word_picture(render(replace(FACTS, name=c)), c).convert("L") for c in "𪛖𪛕"}
    ink = {c: sum(value < 128 for value in image.tobytes()) for c, image in shown.items()}
    assert min(ink.values()) > 500
    assert shown["𪛖"].tobytes() != shown["𪛕"].tobytes()


def test_a_character_of_nobodys_alphabet_is_refused_by_name():
    with pytest.raises(FontMissing, match=r"U\+E000"):
        render(replace(FACTS, name="王\ue000明"))
