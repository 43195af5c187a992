"""How much waits in somebody's inbox: unread notices, and alerts that nobody has answered."""

from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Now

from people.models import Notice
from people.notices.alerts import sources


def waiting(person: Value) -> Combinable:
    """For a query about this person (pk); of all sources that are registered by then."""
    unread = Notice.objects.filter(person=person).unread().standing(Now())
    return reduce(add, map(_how_many, [unread, *(source.waiting(person) for source in sources.values())]))


def _how_many(rows: QuerySet[Any]) -> Combinable:
    return Coalesce(Subquery(rows.order_by().values("person").annotate(n=Count("pk")).values("n")), 0)
