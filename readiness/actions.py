"""The board writes nothing but who took a list away."""

from collections.abc import Sequence
from datetime import datetime

from people.actions import keep
from people.models import Chain, Person


def note_export(*, what: str, chain: Chain, filters: Sequence[str], by: Person, at: datetime) -> None:
    """Keep that somebody exported a list (`people`, `stores`, `time`) of a chain, and by which filters.

    What was typed into them is not kept.
    """
    keep(f"export_{what}", chain, by=by, at=at, filters=list(filters))
