"""The bench's report."""

import pytest

from bench.__main__ import chosen, line, missed
from bench.rows import ROWS, Row

FIGURES = {"row": [0.002, 0.001, 0.009], "edition": [0.0031, 0.003, 0.0]}


def entry(bound):
    return line(Row("edition", 1, lambda desk: iter(()), bound), FIGURES)


def test_an_entry_is_the_median_of_the_rounds_in_milliseconds_against_the_median_of_row():
    assert entry(1.5) == {
        "name": "edition",
        "value": 3.0,
        "unit": "ms CPU",
        "against": "row",
        "ratio": 1.5,
        "bound": 1.5,
    }


def test_a_bound_is_missed_above_it_and_never_where_there_is_none():
    assert [missed(entry(bound)) for bound in (1.5, 1.49, None)] == [False, True, False]


def test_the_bounds_are_those_of_the_issue_and_of_two_pages_more():
    assert {row.name: row.bound for row in ROWS if row.bound} == {
        "edition": 1.5,
        "step": 3,
        "flush10": 6,
        "home": 4,
        "street": 3.5,
        "learn": 2.5,
        "board": 8,
        "export-5000": round(9957 / 50 / 0.83),
    }


def test_named_rows_stand_beside_row_in_their_order_and_all_are_taken_where_none_is_named():
    assert [row.name for row in chosen(["street", "home"])] == ["row", "home", "street"]
    assert chosen([]) == ROWS


def test_a_row_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(SystemExit, match=r"^No row is called hoem\. There are: row, bare, edition"):
        chosen(["home", "hoem"])
