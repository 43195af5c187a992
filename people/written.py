"""Queries that pages ask all day: Django writes out the SQL of each once, from then on only the values differ.

To compose a QuerySet and write it out takes a page some five times the CPU of asking what it says; and to ask for
seven things one after the other takes three times the CPU of asking for them in one breath (`answers`).
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.expressions import RawSQL

T = TypeVar("T")
Rows = list[tuple[Any, ...]]
Statement = tuple[str, list[Any]]


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

    def rows(self, **values: Any) -> Rows:
        """Ask for what `values_list` names, as the database gives it: JSON as text."""
        return next(_told([self.sql(**values)]))

    def sql(self, **values: Any) -> Statement:
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


@dataclass(frozen=True)
class Question(Generic[T]):
    """What is asked of the database, and `read`, which makes an answer of the rows of each statement."""

    statements: tuple[Statement, ...]
    read: Callable[..., T]

    def answer(self) -> T:
        """Ask this alone; one query."""
        (found,) = answers(self)
        return found  # type: ignore[no-any-return]  # what several answers are, only their places tell


def answers(*questions: Question[Any]) -> tuple[Any, ...]:
    """The answers to several questions, in their order; one query."""
    told = _told([statement for question in questions for statement in question.statements])
    rows = [[next(told) for _ in question.statements] for question in questions]
    return tuple(question.read(*found) for question, found in zip(questions, rows, strict=True))


def _told(statements: list[Statement]) -> Iterator[Rows]:
    """What each of these says, asked in one trip: psycopg sends several statements at once where it sets their values
    in itself, as it does for Django unless told otherwise."""
    with connection.cursor() as cursor:
        cursor.execute(";".join(sql for sql, _ in statements), [value for _, values in statements for value in values])
        found = [cursor.fetchall()]
        while cursor.nextset():
            found.append(cursor.fetchall())
    return iter(found)


def keys_in(given: Value) -> RawSQL:
    """What stands in a list of UUIDs that is given: `filter(pk__in=keys_in(works))`."""
    return RawSQL("SELECT unnest(%s::uuid[])", [given.value])
