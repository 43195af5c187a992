"""Reads of operators: a roster held beside the stores that are there."""

from collections.abc import Sequence
from dataclasses import dataclass

from people.founding.reading import StoreLine
from people.models import Chain, Store


@dataclass(frozen=True)
class Comparison:
    """A roster beside the stores that are there: new lines, changed stores with their line, unchanged lines, and
    stores that it does not name (how many: they are left alone)."""

    new: list[StoreLine]
    changed: list[tuple[Store, StoreLine]]
    same: int
    unnamed: int


def compare_roster(*, chain: Chain, stores: Sequence[StoreLine]) -> Comparison:
    """What taking over this roster would do now; one query."""
    there = {store.code: store for store in chain.stores.select_related("region")}
    known = [(there[line.code], line) for line in stores if line.code in there]
    changed = [(store, line) for store, line in known if _differs(store, line)]
    new = [line for line in stores if line.code not in there]
    return Comparison(new, changed, len(known) - len(changed), len(there) - len(known))


def _differs(known: Store, told: StoreLine) -> bool:
    return (known.region.name, known.name, known.address) != (told.region, told.name, told.address)
