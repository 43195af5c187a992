"""How far two observers of one drill saw the same.

    agreement(first: Mapping[str, str], second: Mapping[str, str]) -> Agreement | None

Cohen's kappa (A Coefficient of Agreement for Nominal Scales, 1960) takes out what two people agree on by chance: 1 is
all, 0 what chance alone would give, below it less than that.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `items` actions that both marked, how many they marked the same, and Cohen's kappa."""

    items: int
    same: int
    kappa: float

    @property
    def percent(self) -> int:
        """The same of all, in whole per cent, rounded down: 100 only where it is all."""
        return self.same * 100 // self.items


def agreement(first: Mapping[str, str], second: Mapping[str, str]) -> Agreement | None:
    """How two checklists, action → mark, agree on the actions that both have; None where there is none.

    Where both gave one and the same mark to everything chance would have given it too, and kappa is 0 / 0: they agree
    in all there is, so it is 1.
    """
    pairs = [(mark, second[action]) for action, mark in first.items() if action in second]
    if not pairs:
        return None
    items, same = len(pairs), sum(a == b for a, b in pairs)
    by_first, by_second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    # Counted in whole numbers, so that perfect agreement is 1 exactly: items² times the shares.
    chance = sum(many * by_second[mark] for mark, many in by_first.items())
    if chance == items * items:
        return Agreement(items, same, 1.0)
    return Agreement(items, same, (same * items - chance) / (items * items - chance))
