"""What a plan draws for a period, and whether it would draw the same again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from drills.models import Draw, Plan
from drills.rules.calendar import Period
from drills.rules.drawing import draw

Outcome = dict[str, list[list[Any]]]
"""As `Draw.drawn` keeps it: store's pk → `[[occurrence, [band, …]], …]`."""


def outcome(
    plan: Plan, *, seed: str, period: Period, frame: Mapping[int, Sequence[int]], occurrences: Sequence[date]
) -> Outcome:
    """The stores that a plan drills in a period, of this frame and at these of its occurrences.

    Of a period with fewer occurrences than the quota each store has as many as there are. Raises ImpossibleQuota where
    the plan's bands cannot hold them.
    """
    drawn = draw(
        seed=seed,
        period=str(period),
        frame=frame,
        share=plan.share,
        per_store=min(plan.per_store, len(occurrences)),
        per_shift=plan.per_shift,
        occurrences=occurrences,
        bands=plan.bands,
    )
    return {
        str(store): [[each.occurrence.isoformat(), list(each.bands)] for each in drills]
        for store, drills in drawn.items()
    }


def draw_again(kept: Draw) -> bool:
    """Whether frame and seed, drawn again, come to what was kept: an auditor's question."""
    again = outcome(
        kept.plan,
        seed=kept.seed,
        period=Period(kept.period_begins, kept.period_ends),
        frame=kept.frame,
        occurrences=kept.occurrences,
    )
    return bool(again == kept.drawn)
