"""Statements that are written by hand, because one of them does for thousands of rows what the ORM would do row by row.

Only our own words stand in them; whatever a person has said comes as a value.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection

Given = Mapping[str, Any]


def rows(statement: str, given: Given) -> list[tuple[Any, ...]]:
    """What the statement says, row by row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(given))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def column(statement: str, given: Given) -> list[Any]:
    """The same, where each row has one value."""
    return [value for (value,) in rows(statement, given)]


def changed(statement: str, given: Given) -> int:
    """How many rows the statement has written."""
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(given))
        return int(cursor.rowcount)
