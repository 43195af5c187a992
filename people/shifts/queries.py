"""Who is there, in many stores at once: each answer is one statement.

A moment is judged by the plan of shifts where the store has one that speaks for it: those are there whose shift is
under way, but for who is on leave. Elsewhere by what people say of themselves: those with a `Presence`. Either way only
who is with the chain still, and posted on that floor at that moment.
"""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from people.shifts import fragments
from people.statements import rows

ASKED = "unnest(%(stores)s::bigint[]) AS asked(store)"
HERE, NOW, TODAY = "asked.store", "%(at)s::timestamptz", "%(day)s::date"

THERE = f"SELECT store, person_id FROM {ASKED} CROSS JOIN LATERAL ({fragments.there(store=HERE, at=NOW)}) there"  # noqa: S608 - all of ours

HOURS = "SELECT store_id, opens_at, closes_at FROM people_storehours WHERE store_id = ANY(%(stores)s)"


def there_at(stores: Collection[int], at: datetime) -> dict[int, set[int]]:
    """By the pk of each of these stores, the pks of the persons who are there; without stores where nobody is."""
    found: dict[int, set[int]] = {}
    for store, person in _rows(THERE, stores, at=at):
        found.setdefault(store, set()).add(person)
    return found


def planned_on(stores: Collection[int], day: date) -> set[int]:
    """Those of these stores that have a plan of shifts for this day of the shop: a shift of theirs begins on it."""
    return _those(fragments.planned_on(store=HERE, day=TODAY), stores, day=day)


def planned_at(stores: Collection[int], at: datetime) -> set[int]:
    """Those of these stores whose plan of shifts speaks for this moment: that of its day, or a shift under way."""
    return _those(fragments.planned(store=HERE, at=NOW), stores, at=at)


def open_at(stores: Collection[int], at: datetime) -> set[int]:
    """Those of these stores that are open at this moment."""
    return _those(fragments.is_open(store=HERE, at=NOW), stores, at=at)


def hours_of(stores: Collection[int]) -> dict[int, tuple[time, time]]:
    """By the pk of each of these stores that closes at all, when it opens and when it closes."""
    return {store: (opens, closes) for store, opens, closes in _rows(HOURS, stores)}


def _those(condition: str, stores: Collection[int], **given: Any) -> set[int]:
    return {store for (store,) in _rows(f"SELECT store FROM {ASKED} WHERE {condition}", stores, **given)}  # noqa: S608 - the same


def _rows(statement: str, stores: Collection[int], **given: Any) -> list[tuple[Any, ...]]:
    return rows(statement, {"stores": list(stores), **given})
