"""Colours of brands."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.brands.colours import DAY, LEAST, NIGHT, contrast, least_contrast, parse, readable

TOKENS = (Path(__file__).parents[3] / "lms/static/lms/tokens.css").read_text(encoding="utf-8")
any_colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_the_grounds_are_those_of_the_design_system():
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", TOKENS))
    names = [("paper", "paper-raised"), ("night-900", "night-800")]
    assert [tuple(tokens[name] for name in pair) for pair in names] == [DAY, NIGHT]


@pytest.mark.parametrize(
    ("one", "other", "told"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59)]
)
def test_contrast_is_counted_as_the_standard_does(one, other, told):
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == told


@given(any_colour, any_colour)
def test_contrast_lies_between_1_and_21(one, other):
    assert 1 <= contrast(one, other) <= 21.0001


@given(any_colour, st.sampled_from([DAY, NIGHT]))
def test_what_is_offered_instead_can_always_be_read(colour, grounds):
    assert least_contrast(readable(colour, grounds), grounds) >= LEAST


@given(any_colour, st.sampled_from([DAY, NIGHT]))
def test_a_colour_that_can_be_read_is_left_alone(colour, grounds):
    fine = readable(colour, grounds)
    assert readable(fine, grounds) == fine


@pytest.mark.parametrize("text", ["", "red", "#12", "#1234567", "8a1f2d", "#8a1f2g", "#8a1f2d;}", "#8a1f2\x00"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ValueError, match="is no colour"):
        parse(text)


def test_a_colour_is_kept_in_lower_case():
    assert parse(" #8A1F2D ") == "#8a1f2d"
