import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.script import draw, order
from content.script.draw import drawn
from tests.content.script.strategies import SEEDS

VECTORS = Path(draw.__file__).parent / "vectors"


@pytest.mark.parametrize("vector", json.loads((VECTORS / "shuffle.json").read_text()))
def test_the_order_is_the_one_in_the_vectors(vector):
    assert order(vector["seed"], vector["node"], vector["ask"], vector["n"]) == vector["order"]


@given(SEEDS, st.integers(1, 9), st.integers(0, 6))
def test_every_option_is_shown_once(seed, ask, n):
    assert sorted(order(seed, "n1", ask, n)) == list(range(n))


def test_each_place_is_taken_by_each_option_about_equally_often():
    shown = [tuple(order(f"attempt-{number}", "n1", 1, 3)) for number in range(6000)]

    assert all(900 < times < 1100 for times in Counter(shown).values())
    assert len(set(shown)) == 6


def test_another_ask_node_or_seed_gives_another_order():
    orders = {tuple(order(seed, node, ask, 6)) for seed in "st" for node in "mn" for ask in (1, 2, 3)}

    assert len(orders) == 12


@pytest.mark.parametrize("vector", json.loads((VECTORS / "draws.json").read_text()))
def test_a_pool_draws_as_in_the_vectors(vector):
    assert drawn(vector["seed"], vector["pool"], vector["draw"], vector["of"]) == vector["drawn"]


@given(SEEDS, st.integers(1, 30), st.data())
def test_a_pool_draws_as_many_as_it_should_and_none_twice(seed, size, data):
    of = [f"q{place}" for place in range(size)]
    draw_so_many = data.draw(st.integers(1, size))

    found = drawn(seed, "bank", draw_so_many, of)

    assert len(set(found)) == len(found) == draw_so_many
    assert set(found) <= set(of)
