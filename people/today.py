"""Fragments of a person's day: rooms register what they have for today, the roof puts the day together."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from outbox.registry import into
from people.models import Person

Fragment = Callable[[Person, datetime], Any]

fragments: dict[str, Fragment] = {}


def fragment(name: str) -> Callable[[Fragment], Fragment]:
    """Register `(person, now) -> JSON value` as member `name` of `GET me/today`; queries must not grow with rows."""
    return into(fragments, name)


def today(person: Person, at: datetime) -> dict[str, Any]:
    """All that is due to a person now, by fragment."""
    return {name: function(person, at) for name, function in fragments.items()}
