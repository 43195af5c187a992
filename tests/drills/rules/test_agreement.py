"""How far two observers saw the same."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drills.rules.agreement import Agreement, agreement

MARKS = ("performed", "difficult", "not_performed")
checklists = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(MARKS))


def marked(letters):
    names = dict(zip("PDN", MARKS, strict=True))
    return {str(n): names[letter] for n, letter in enumerate(letters)}


@pytest.mark.parametrize(
    ("first", "second", "same", "percent", "kappa"),
    [
        ("PPPP", "PPPP", 4, 100, 1),
        ("PPNN", "PPNN", 4, 100, 1),
        ("PPPP", "NNNN", 0, 0, 0),
        ("PPNN", "NNPP", 0, 0, -1),
        ("PNPN", "PPNN", 2, 50, 0),
        ("PPPN", "PPPP", 3, 75, 0),
        ("PPDDNN", "PDDDNP", 4, 66, 0.5),
    ],
)
def test_agreement_and_what_of_it_is_not_chance(first, second, same, percent, kappa):
    found = agreement(marked(first), marked(second))
    assert found == Agreement(len(first), same, pytest.approx(kappa))
    assert found.percent == percent


def test_a_table_as_books_have_it():
    """50 items: both yes 20, first only 5, second only 10, both no 15. Kappa 0.4."""
    first = marked("P" * 25 + "N" * 25)
    second = marked("P" * 20 + "N" * 5 + "P" * 10 + "N" * 15)
    assert agreement(first, second) == Agreement(50, 35, pytest.approx(0.4))


def test_only_what_both_marked_counts():
    assert agreement({"a": "performed", "b": "difficult"}, {"b": "difficult", "c": "performed"}) == Agreement(1, 1, 1.0)
    assert agreement({"a": "performed"}, {"b": "performed"}) is None
    assert agreement({}, {}) is None


@given(checklists, checklists)
def test_kappa_is_the_textbooks_and_the_order_does_not_matter(first, second):
    found, turned = agreement(first, second), agreement(second, first)
    assert found == turned
    both = sorted(set(first) & set(second))
    if not found:
        assert both == []
        return
    observed = Fraction(sum(first[a] == second[a] for a in both), len(both))
    expected = sum(
        Fraction(sum(first[a] == mark for a in both) * sum(second[a] == mark for a in both), len(both) ** 2)
        for mark in MARKS
    )
    assert found.kappa == pytest.approx(float((observed - expected) / (1 - expected)) if expected < 1 else 1)
    assert -1 <= found.kappa <= 1
    assert (found.kappa == 1) is (found.percent == 100) is (observed == 1)
