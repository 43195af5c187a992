"""Counters that a play carries along: which guards hold, and what effects do to them."""

from collections.abc import Mapping, Sequence

from content.script.model import Bound, Counter

Values = Mapping[str, int]


def holds(guard: Sequence[Bound], values: Values) -> bool:
    """Whether every bound of a guard holds; an empty guard always does."""
    return not guard or all(
        (bound.at_least is None or values[bound.counter] >= bound.at_least)
        and (bound.at_most is None or values[bound.counter] <= bound.at_most)
        for bound in guard
    )


def moved(values: Values, effects: Values, counters: Mapping[str, Counter]) -> Values:
    """The values after these effects, each kept within its counter's bounds."""
    if not effects:
        return values
    return {
        name: min(counters[name].max, max(counters[name].min, value + effects.get(name, 0)))
        for name, value in values.items()
    }
