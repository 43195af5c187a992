"""How much waits for a person: rooms register what they have, the bell shows one number."""

from collections.abc import Callable
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from outbox.registry import into

Rows = Callable[[Value], QuerySet[Any]]

counted: dict[str, Rows] = {}


def waits(name: str) -> Callable[[Rows], Rows]:
    """Register `(person) -> rows`, each with a `person`, that wait for this one (pk). The query is written out once
    (`people.written`): what is now it asks of the database."""
    return into(counted, name)


def waiting(person: Value) -> Combinable:
    """For a query about this person: how much waits, of all that is registered by then."""
    return reduce(add, (_how_many(rows(person)) for rows in counted.values()), Value(0))


def _how_many(rows: QuerySet[Any]) -> Combinable:
    return Coalesce(Subquery(rows.order_by().values("person").annotate(n=Count("pk")).values("n")), 0)
