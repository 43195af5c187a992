"""Chance that can be repeated."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from drills.rules.seeds import index, number


def test_a_number_is_what_an_auditor_computes_by_hand():
    assert f"{number('seed', '2026-10..2026-12', 7):064x}" == sha256(b"seed\n2026-10..2026-12\n7").hexdigest()


@given(st.integers(1, 10**9), st.text())
def test_an_index_is_within_and_always_the_same(size, part):
    assert 0 <= index(size, part) < size
    assert index(size, part) == index(size, part)


def test_every_index_is_as_likely():
    counts = [0] * 7
    for n in range(7000):
        counts[index(7, "fair", n)] += 1
    assert sum((count - 1000) ** 2 / 1000 for count in counts) < 22.5, "chi-square of 6 degrees at one in a thousand"
