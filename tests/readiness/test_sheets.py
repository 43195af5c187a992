"""CSV that does nothing in a spreadsheet but stand there."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readiness.sheets import ACTING, csv_chunks, inert

cells = st.text(
    alphabet=st.one_of(st.sampled_from("=+-@＝＋－＠\t\r\n \u3000',\"a王\ufeff"), st.characters(codec="utf-8"))
)


def parsed(head, rows):
    text = b"".join(csv_chunks(head, rows)).decode()
    return text[0], list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))


@pytest.mark.parametrize("start", ACTING)
def test_what_a_spreadsheet_would_reckon_with_gets_an_apostrophe(start):
    assert inert(f"{start}1+1") == f"'{start}1+1"
    assert inert(f" {start}1+1") == f"' {start}1+1"


@pytest.mark.parametrize("cell", ["", "王小明", "E00012", "O'Neill", "'", "a=b", "2026-11-23", "(02) 2-3", "準備好"])
def test_what_is_only_text_stays_as_it_is(cell):
    assert inert(cell) == cell


@given(st.lists(st.lists(cells, min_size=2, max_size=4), max_size=5))
@example([["=cmd|' /C calc'!A0", "\r=1"], ["＠SUM(1)", '"=1+1"']])
def test_a_file_comes_back_as_it_was_and_no_cell_of_it_acts(rows):
    mark, back = parsed(["姓名", "門市"], rows)
    assert mark == "\ufeff"
    assert back == [["姓名", "門市"], *([inert(cell) for cell in row] for row in rows)]
    assert [cell for row in back for cell in row if cell.lstrip(" \u3000\u00a0\ufeff").startswith(ACTING)] == []
    assert [[cell if inert(cell) == cell else inert(cell)[1:] for cell in row] for row in rows] == rows


def test_rows_are_read_as_they_are_sent():
    read = []
    rows = ([str(number), read.append(number) or ""] for number in range(1_000))
    chunks = csv_chunks(["號", ""], rows)
    next(chunks)
    assert read == []
    next(chunks)
    assert 0 < len(read) < 500
    assert b"".join(chunks).endswith(b"999,\r\n")


def test_a_list_of_nobody_has_its_head():
    assert b"".join(csv_chunks(["姓名"], [])) == "\ufeff姓名\r\n".encode()
