"""Hypothesis strategies for answers: whatever a person could send at a node, and what only a broken phone would."""

from typing import Any

from hypothesis import strategies as st

from content.script import SKIP, TIMEOUT, Node, Play
from content.script.grading import Choices, Match, Number, Order, Text


def allowed(node: Node, play: Play) -> st.SearchStrategy[Any]:
    """An answer that the play takes at this node, time up and skips included."""
    given = st.none() if node.kind == "card" else _at(node, play)
    if play.ending is None:
        for name, way in ((TIMEOUT, node.timeout), (SKIP, node.skip)):
            given = st.one_of(given, given, st.just(name)) if way else given
    return given


def mending(node: Node, play: Play) -> Any:
    """An answer that is not critical, and so mends the node."""
    return node.answer(next(name for name in play.open if _mends(node, name)))


def _mends(node: Node, name: str) -> bool:
    return node.ways[name].quality != "critical" and (node.key is None or name in node.samples)


def _at(node: Node, play: Play) -> st.SearchStrategy[Any]:
    if node.key is None:
        return st.sampled_from(play.open)
    return st.one_of(st.sampled_from(list(node.samples.values())), _random(node))


def _random(node: Node) -> st.SearchStrategy[Any]:
    match node.key:
        case Choices(options=options):
            return st.lists(st.sampled_from(options), min_size=1, unique=True)
        case Order(items=items):
            return st.permutations(items)
        case Match(slots=slots, slot_of=items):
            return st.fixed_dictionaries(dict.fromkeys(items, st.sampled_from(slots)))
        case Number(min=least, max=most):
            return st.integers(-(-least // 1), most // 1) if -(-least // 1) <= most // 1 else st.just(least)
        case Text(groups=groups, avoid=avoid):
            words = [*(word for group in groups for word in group), *avoid, "Ａ", " ", "不"]
            return st.lists(st.sampled_from(words), min_size=1, max_size=6).map("。".join).filter(node.grade)
    raise AssertionError(node.kind)


WRONG = st.sampled_from(
    [
        *(None, True, 0, -1, 1.5, 10**30, "", " ", "a", "f", "red", "green", "length", "constructor", TIMEOUT, SKIP),
        *("@", "right", "harm", "店" * 201, "\u3000\n", "店\x00", "110", [], ["a"], ["a", "a"], ["a", None], [["a"]]),
        *(["b", "a", "c"], {}, {"a": "s0"}, {"a": None}, {"a": "s0", "b": "s1"}, {"length": "s0"}),
    ]
)
