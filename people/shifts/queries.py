"""Who is there, in many stores at once: each answer is one statement.

A moment is judged by the plan of shifts where the store has one that speaks for it: those are there whose shift is
under way, but for who is on leave. Elsewhere by what people say of themselves: those with a `Presence`. Either way only
who is with the chain still, and posted on that floor at that moment.
"""

from collections.abc import Collection
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from people.shifts import fragments
from people.shifts.rules import SHOP

ASKED = "unnest(%(stores)s::bigint[]) AS asked(store)"
HERE, NOW, TODAY = "asked.store", "%(at)s::timestamptz", "%(day)s::date"

THERE = f"SELECT store, person_id FROM {ASKED} CROSS JOIN LATERAL ({fragments.there(store=HERE, at=NOW)}) there"  # noqa: S608 - all of ours

# What leave leaves of each shift that touches the time asked for; one row a store, and seconds rather than moments,
# since a chain has some hundred thousand in a week.
STRETCHES = f"""
SELECT store_id, array_agg(person_id ORDER BY begins, ends, person_id),
  array_agg(date_part('epoch', begins) ORDER BY begins, ends, person_id),
  array_agg(date_part('epoch', ends) ORDER BY begins, ends, person_id)
FROM (
  SELECT shift.store_id, shift.person_id, lower(piece) AS begins, upper(piece) AS ends
  FROM people_shift shift
  CROSS JOIN LATERAL (
    SELECT range_agg(tstzrange(starts_at, ends_at)) AS away FROM people_absence absence
    WHERE absence.person_id = shift.person_id AND starts_at < shift.ends_at AND ends_at > shift.starts_at
  ) leave
  CROSS JOIN LATERAL unnest(
    tstzmultirange(tstzrange(shift.starts_at, shift.ends_at)) - COALESCE(away, '{{}}'::tstzmultirange)
  ) AS piece
  WHERE shift.store_id = ANY(%(stores)s)
    AND shift.starts_at < %(end)s AND shift.starts_at > %(begin)s - {fragments.MOST}
    AND {fragments.on_floor(person="shift.person_id", store="shift.store_id", at="shift.starts_at")}
) pieces
WHERE ends > %(begin)s AND begins < %(end)s GROUP BY store_id
"""  # noqa: S608 - all of ours

HOURS = "SELECT store_id, opens_at, closes_at FROM people_storehours WHERE store_id = ANY(%(stores)s)"


class Stretch(NamedTuple):
    """A time in which one person, by pk, is planned to stand in a store."""

    person: int
    begins: datetime
    ends: datetime


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


def stretches(stores: Collection[int], begin: datetime, end: datetime) -> dict[int, list[Stretch]]:
    """By the pk of each of these stores, when its planned persons stand there, in order: all that share a moment with
    the time from `begin` until `end`, whole. Leave is taken out."""
    # Stores have their shifts at the same hours: each moment is made once.
    moment = cache(lambda second: datetime.fromtimestamp(second, SHOP))
    rows = _rows(STRETCHES, stores, begin=begin, end=end)
    return {
        store: [Stretch(who, moment(one), moment(other)) for who, one, other in zip(*columns, strict=True)]
        for store, *columns in rows
    }


def hours_of(stores: Collection[int]) -> dict[int, tuple[time, time]]:
    """By the pk of each of these stores that closes at all, when it opens and when it closes."""
    return {store: (opens, closes) for store, opens, closes in _rows(HOURS, stores)}


def _those(condition: str, stores: Collection[int], **given: Any) -> set[int]:
    return {store for (store,) in _rows(f"SELECT store FROM {ASKED} WHERE {condition}", stores, **given)}  # noqa: S608 - the same


def _rows(statement: str, stores: Collection[int], **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"stores": list(stores), **given})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
