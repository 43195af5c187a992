"""Queries that pages ask all day: Django writes out the SQL of each once, from then on only the values differ.

To compose a QuerySet and write it out takes a page some five times the CPU of asking what it says.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.expressions import RawSQL


@dataclass(frozen=True)
class Blank:
    """Stands among the parameters of a written query where a value belongs."""

    name: str


class Written:
    """A query as `phrase` says it: `Written(lambda chain: Store.objects.filter(chain=chain).values_list("code"))`.

    The arguments of `phrase` are the values that come with each asking. Whatever else it looks at is looked at once in
    the life of a process; that is why a moment may be given, or asked of the database (`Now()`), but not written out.
    """

    def __init__(self, phrase: Callable[..., QuerySet[Any, Any]]) -> None:
        self.phrase = phrase

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Ask for what `values_list` names, as the database gives it: JSON as text."""
        with connection.cursor() as cursor:
            cursor.execute(*self.sql(**values))
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def sql(self, **values: Any) -> tuple[str, list[Any]]:
        """The SQL and its parameters, for `Model.objects.raw(*…)`. Raises KeyError for a value that is missing."""
        sql, params = self._written
        return sql, [values[param.name] if isinstance(param, Blank) else param for param in params]

    @cached_property
    def _written(self) -> tuple[str, tuple[Any, ...]]:
        blanks = {name: Value(Blank(name)) for name in inspect.signature(self.phrase).parameters}
        sql, params = self.phrase(**blanks).query.sql_with_params()
        if any(isinstance(param, date) for param in params):
            raise ValueError("A written query would ask for the same moment for ever: let the moment be given.")
        return sql, params


def keys_in(given: Value) -> RawSQL:
    """What stands in a list of UUIDs that is given: `filter(pk__in=keys_in(works))`."""
    return RawSQL("SELECT unnest(%s::uuid[])", [given.value])
